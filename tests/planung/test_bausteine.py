"""The board of the nine building blocks: cyclic, with evidence, shown to others when the Kommune wants it."""

import pytest
from django.urls import reverse

from kommunen.models import Profil
from planung.bausteine import BAUSTEINE
from planung.models import Bausteinstand, Planungsseite
from tests.factories import make_download


def board(kommune):
    return reverse("planung:planung", args=[kommune.slug])


def block(kommune, kennung="netzwerk"):
    return reverse("planung:baustein", args=[kommune.slug, kennung])


def test_all_nine_stand_there_before_anything_is_known(login, kommune):
    page = login("koordination").get(board(kommune)).content.decode()

    assert len(BAUSTEINE) == 9
    assert all(baustein.name in page for baustein in BAUSTEINE)
    assert page.count("noch nicht begonnen") == 9


def test_others_see_the_board_when_it_is_shown_and_no_longer(login, kommune):
    login("koordination").post(block(kommune), {"stand": "laeuft", "beleg": "Die Gruppe trifft sich"})
    assert "Die Gruppe trifft sich" not in login("anonym").get(board(kommune)).content.decode()

    for answer, seen in (("ja", True), ("nein", False)):
        login("koordination").post(reverse("planung:zeigen", args=[kommune.slug]), {"was": "bausteine", "oeffentlich": answer})
        assert ("Die Gruppe trifft sich" in login("anonym").get(board(kommune)).content.decode()) == seen


@pytest.mark.parametrize("stand", ["erreicht", "erneuern"])
def test_what_is_reached_has_something_to_show_for_it(login, kommune, stand):
    page = login("koordination").post(block(kommune), {"stand": stand, "naechstes": "Neu besetzen"}).content.decode()
    assert "woran man sieht" in page
    assert "Neu besetzen" in page
    assert not Bausteinstand.objects.exists()

    login("koordination").post(block(kommune), {"stand": stand, "beleg": "Vereinbarung", "beleg_vom": "März 2024"})
    row = Bausteinstand.objects.get()
    assert (row.stand, row.beleg_vom) == (stand, "2024-03")
    assert "März 2024" in login("koordination").get(board(kommune)).content.decode()


def test_saving_twice_keeps_one_row(login, kommune):
    for _ in range(2):
        login("koordination").post(block(kommune), {"stand": "laeuft"})

    assert Bausteinstand.objects.count() == 1


def test_there_are_no_other_blocks(login, kommune):
    assert login("koordination").get(block(kommune, "zehnter")).status_code == 404


@pytest.mark.parametrize(("name", "args", "field"), [("baustein", ["netzwerk"], "naechstes"), ("uebergang", [2], "vereinbarung")])
def test_two_who_begin_at_once_both_find_their_words(login, kommune, name, args, field):
    client, address = login("koordination"), reverse(f"planung:{name}", args=[kommune.slug, *args])
    begun = client.get(address).context["form"]["anfang"].value()
    for words in ("Wir laden ein.", "Wir warten."):
        page = client.post(address, {"anfang": begun, "stand": "arbeit" if name == "uebergang" else "laeuft", field: words})

    assert page.status_code == 200
    assert "Wir laden ein." in page.content.decode()
    assert "Wir warten." in page.content.decode()


def test_a_document_that_is_not_public_is_not_named(login, kommune):
    document = make_download(kommune, titel="Vertraulicher Bericht")
    Bausteinstand.objects.create(kommune=kommune, baustein="netzwerk", stand="erreicht", beleg="Bericht", dokument=document)
    Planungsseite.objects.create(kommune=kommune, bausteine_oeffentlich=True)
    Profil.objects.filter(kommune=kommune).update(is_published=False)

    page = login("anonym").get(board(kommune)).content.decode()
    assert "Bericht" in page
    assert "Vertraulich" not in page


def test_a_number_no_database_holds_is_a_wrong_choice(login, kommune):
    page = login("koordination").post(
        reverse("planung:angebot_neu", args=[kommune.slug]), {"name": "Café", "handlungsfelder": "9" * 20}
    )

    assert page.status_code == 200
    assert page.context["form"].errors["handlungsfelder"]
