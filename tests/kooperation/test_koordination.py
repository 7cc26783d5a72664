"""What those who coordinate a network do and see: propose, accompany, and read what pairs have released."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from kommunen.uebernahme import UebernahmeFehler
from kooperation.actions import dialog as actions
from kooperation.actions import vorschlag
from kooperation.models import Dialog, Dienststelle, Instrument, Kooperationsblatt, Seite
from kooperation.uebersicht import freigegebene, waermetafel
from kooperation.vorlage import als_yaml
from netzwerke.actions import zusammenfuehren
from netzwerke.models import Einrichtung
from tests.factories import make_dialog, make_einrichtung, make_gruppe, make_sitzung


@pytest.fixture
def pair(kommune):
    return make_einrichtung(kommune, "Kita Nord"), make_einrichtung(kommune, "Schule Nord")


def proposal(pair, **felder):
    a, b = pair
    return {
        "anlass": "Eingewöhnung", "einrichtung_a": a.pk, "einrichtung_b": b.pk, "email_a": "kita@example.org",
        "email_b": "schule@example.org", "schluessel": "0123456789ab",
    } | felder  # fmt: skip


def send(browser, url, daten):
    """As a person does: look at the preview first, if there is one, then send what was shown."""
    preview = browser.post(url, daten | {"taste": "vorschau"})
    seen = preview.context.get("gesehen", "") if preview.context else ""
    return browser.post(url, daten | {"gesehen": seen}, follow=True)


@pytest.fixture
def propose(login, kommune):
    browser = login("koordination")
    return lambda daten: send(browser, reverse("kooperation:dialog_neu", args=[kommune.slug]), daten)


def test_what_was_changed_after_the_preview_is_shown_again_before_it_is_sent(login, kommune, pair, mailoutbox):
    browser, url = login("koordination"), reverse("kooperation:dialog_neu", args=[kommune.slug])
    seen = browser.post(url, proposal(pair)).context["gesehen"]

    page = browser.post(url, proposal(pair, taste="absenden", gesehen=seen, anlass="Etwas anderes")).content.decode()

    assert not mailoutbox
    assert "Anlass: Etwas anderes" in page


def test_what_cannot_be_sent_is_said_before_there_is_a_preview(propose, pair):
    page = propose(proposal(pair, einrichtung_b=pair[0].pk)).content.decode()

    assert "Ein Dialog braucht zwei verschiedene Einrichtungen." in page
    assert "Diese E-Mails verschicken wir" not in page


def test_the_mails_are_read_before_they_are_sent(propose, pair, mailoutbox):
    page = propose(proposal(pair)).content.decode()

    assert not mailoutbox
    assert not Dialog.objects.exists()
    assert "Diese E-Mails verschicken wir" in page
    assert "An kita@example.org" in page
    assert "(hier steht der persönliche Link)" in page
    propose(proposal(pair, taste="absenden"))

    assert sorted(m.to[0] for m in mailoutbox) == ["kita@example.org", "schule@example.org"]
    for mail in mailoutbox:
        shown = mail.body.split("http")[0]
        assert " ".join(shown.split()) in " ".join(page.replace("<br>", " ").replace("<p>", " ").replace("</p>", " ").split())


def test_a_second_click_sends_nothing_twice(propose, pair, mailoutbox):
    for _ in range(2):
        propose(proposal(pair, taste="absenden"))

    assert Dialog.objects.count() == 1
    assert len(mailoutbox) == 2


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"anlass": ""}, "Bitte nennen Sie den Anlass."),
        ({"email_a": "kita"}, "vollständige Adresse"),
        ({"email_b": "KITA@example.org"}, "Beide Seiten brauchen ihre eigene Adresse"),
        ({"einrichtung_a": ""}, "Einrichtung: Bitte wählen Sie die erste."),
        ({"einrichtung_b": ""}, "Einrichtung: Bitte wählen Sie die zweite."),
        ({"email_b": ""}, "bei „Schule Nord“ steht keine"),
    ],
)
def test_each_mistake_is_said_and_what_was_typed_stays(propose, pair, wrong, says, mailoutbox):
    page = propose(proposal(pair, taste="absenden", standort_a="Haus Sonne") | wrong).content.decode()

    assert says in page
    assert "Haus Sonne" in page
    assert not mailoutbox


def test_an_address_that_the_portal_knows_need_not_be_typed(propose, pair, mailoutbox):
    pair[1].email = "buero@example.org"
    pair[1].save()

    propose(proposal(pair, taste="absenden", email_b=""))

    assert sorted(m.to[0] for m in mailoutbox) == ["buero@example.org", "kita@example.org"]


def test_who_belongs_to_a_side_says_so_and_steps_back(propose, pair, cast, mailoutbox):
    page = propose(proposal(pair, taste="absenden", eigene=["a"])).content.decode()

    assert len(mailoutbox) == 2
    assert "Sie gehören zu Kita Nord" in page
    assert not Dialog.objects.accompanied_by(cast["koordination"]).exists()
    dienststelle = Dienststelle.objects.get()
    assert dienststelle.nutzer == cast["koordination"]


def test_a_dienststelle_that_is_no_longer_ones_own_is_taken_back(login, cast, kommune, pair):
    meine = Dienststelle.objects.create(nutzer=cast["koordination"], einrichtung=pair[0])
    url = reverse("kooperation:dienststelle", args=[kommune.slug, meine.pk])

    assert login("fremde").post(url).status_code == 403
    login("koordination").post(url)

    assert not Dienststelle.objects.exists()


def test_without_a_published_instrument_the_page_says_who_helps(propose, pair):
    Instrument.objects.update(veroeffentlicht_am=None)

    page = propose(proposal(pair)).content.decode()

    assert "Das macht die Fachadministration" in page


# ---------- An Einrichtung proposes ----------


def test_an_einrichtung_proposes_and_nothing_is_sent_before_the_koordination_has_seen_it(client, login, kommune, pair, mailoutbox):
    client.post(reverse("kooperation:anfragen", args=[kommune.slug]), proposal(pair))
    dialog = Dialog.objects.get()
    assert (dialog.stand, dialog.paar[1].email) == ("angefragt", "")
    assert not mailoutbox

    koordination = login("koordination")
    assert "Kita Nord möchte mit Schule Nord sprechen" in koordination.get(f"/meine/{kommune.slug}/").content.decode()
    url = reverse("kooperation:begleiten", args=[kommune.slug, dialog.schluessel])
    assert 'value="kita@example.org"' in koordination.get(url).content.decode()
    for _ in "12":
        send(koordination, url, proposal(pair, taste="absenden"))

    assert len(mailoutbox) == 2
    assert "Sie haben einen Dialog vorgeschlagen" in next(m.body for m in mailoutbox if m.to == ["kita@example.org"])
    assert "Kita Nord schlägt Ihnen einen Dialog vor" in next(m.body for m in mailoutbox if m.to == ["schule@example.org"])


def test_a_proposal_that_does_not_fit_is_deleted_with_its_address(client, login, kommune, pair):
    client.post(reverse("kooperation:anfragen", args=[kommune.slug]), proposal(pair))
    url = reverse("kooperation:begleiten", args=[kommune.slug, Dialog.objects.get().schluessel])

    login("koordination").post(url, {"taste": "anfrage_loeschen"})

    assert not Dialog.objects.exists()
    assert not Seite.objects.exists()


def test_a_script_cannot_flood_the_koordination(client, kommune, pair):
    url = reverse("kooperation:anfragen", args=[kommune.slug])
    for i in range(21):
        page = client.post(url, proposal(pair, schluessel=f"{i:012x}"))

    assert Dialog.objects.count() == 20
    assert "Gerade liegen sehr viele Vorschläge vor" in page.content.decode()


@pytest.mark.parametrize("key", ["0123456789ab\n", "0123456789AB", "0123456789abc", "../../../etc"])
def test_a_key_no_address_can_carry_is_refused(client, login, kommune, pair, key):
    page = client.post(reverse("kooperation:anfragen", args=[kommune.slug]), proposal(pair, schluessel=key))

    assert "Bitte laden Sie die Seite neu" in page.content.decode()
    assert not Dialog.objects.exists()
    assert login("koordination").get(f"/meine/{kommune.slug}/").status_code == 200


def test_a_stranger_chooses_only_among_public_einrichtungen(client, kommune, pair):
    intern = make_einrichtung(kommune, "Frauenhaus", is_public=False)
    url = reverse("kooperation:anfragen", args=[kommune.slug])

    assert "Frauenhaus" not in client.get(url).content.decode()
    client.post(url, proposal(pair, einrichtung_b=intern.pk))

    assert not Dialog.objects.exists()


# ---------- Accompanying ----------


@pytest.fixture
def accompany(login, kommune):
    browser = login("koordination")

    def do(dialog, **daten):
        url = reverse("kooperation:begleiten", args=[kommune.slug, dialog.schluessel])
        return (browser.post(url, daten, follow=True) if daten else browser.get(url)).content.decode()

    return do


def test_a_new_link_more_time_and_the_end(accompany, kommune, mailoutbox):
    dialog = make_dialog(kommune, stand="laeuft")
    a = dialog.paar[0]

    assert "Läuft" in accompany(dialog)
    accompany(dialog, taste="link", seite=a.schluessel)
    assert [m.to for m in mailoutbox] == [["a@example.org"]]
    assert "zwei Wochen mehr Zeit" in accompany(dialog, taste="verlaengern")
    assert "Das geht nicht mehr" in accompany(dialog, taste="verlaengern")
    assert "die niemanden nennt" in accompany(dialog, taste="beenden")
    assert "Nicht zustande gekommen" in accompany(dialog)


def test_another_address_begins_anew_with_both(accompany, kommune, mailoutbox):
    dialog = make_dialog(kommune)
    a = dialog.paar[0]

    page = accompany(dialog, taste="adresse", seite=a.schluessel, email="neu@example.org")

    assert sorted(m.to[0] for m in mailoutbox) == ["a@example.org", "b@example.org", "neu@example.org"]
    assert "beginnt noch einmal" in page
    assert "Der Link ging an neu@example.org" in page


def test_an_address_that_is_none_changes_nothing(accompany, kommune, mailoutbox):
    dialog = make_dialog(kommune)

    assert "vollständige Adresse" in accompany(dialog, taste="adresse", seite=dialog.paar[0].schluessel, email="neu")
    dialog.refresh_from_db()
    assert dialog.stand == "vorgeschlagen"
    assert not mailoutbox


def test_once_both_have_handed_in_the_koordination_has_nothing_more_to_do(accompany, kommune, mailoutbox):
    dialog = make_dialog(kommune, stand="gespraech")

    page = accompany(dialog)

    assert "Beide haben abgegeben" in page
    assert "Dialog beenden" not in page
    accompany(dialog, taste="adresse", seite=dialog.paar[0].schluessel, email="neu@example.org")
    accompany(dialog, taste="beenden")
    dialog.refresh_from_db()
    assert dialog.stand == "gespraech"
    assert dialog.paar[0].email == "a@example.org"


# ---------- What pairs release ----------


def fixed(kommune, ist, ziel, frei=True, **felder):
    dialog = make_dialog(kommune, stand="fest", **felder)
    Kooperationsblatt.objects.filter(dialog=dialog).update(ist=ist, ziel=ziel, stufen_frei=frei)
    return dialog


def fetched(kommune):
    return list(Dialog.objects.filter(kommune=kommune).select_related("blatt").with_seiten())


def test_released_stufen_make_a_table_and_unreleased_ones_are_not_in_it(kommune, pair):
    fixed(kommune, 3, 4, a=pair[0], b=pair[1])
    fixed(kommune, 5, 5, frei=False)

    paare = freigegebene(fetched(kommune))

    assert [(p.namen, p.text, p.will_weiter) for p in paare] == [(("Kita Nord", "Schule Nord"), "3 → 4", True)]
    namen, zeilen = waermetafel(paare)
    assert namen == ["Kita Nord", "Schule Nord"]
    assert [[z and z.text for z in zellen] for _, zellen in zeilen] == [[None, "3 → 4"], ["3 → 4", None]]


def test_of_a_pair_the_newest_counts(kommune, pair):
    alt = fixed(kommune, 2, 3, a=pair[0], b=pair[1])
    Dialog.objects.filter(pk=alt.pk).update(fest_am=date(2026, 1, 1))
    fixed(kommune, 3, 3, a=pair[1], b=pair[0])

    assert [p.text for p in freigegebene(fetched(kommune))] == ["3"]


def test_the_page_shows_pairs_dates_and_all_that_is_open_in_one_list(login, kommune, pair):
    dialog = fixed(kommune, 3, 4, a=pair[0], b=pair[1])
    for _ in "ab":  # three pairs make a picture
        fixed(kommune, 2, 2)
    morgen = timezone.localdate() + timedelta(days=1)
    Kooperationsblatt.objects.filter(dialog=dialog).update(naechster=morgen, vereinbarungen_frei=True)
    dialog.vereinbarungen.create(was="Übergabebogen", wer="beide", bis=date(2026, 1, 2))
    geheim = make_dialog(kommune, stand="fest")
    geheim.vereinbarungen.create(was="Nur für uns", wer="beide", bis=date(2026, 1, 1))
    make_sitzung(make_gruppe(kommune)).aufgaben.create(was="Protokoll schicken", bis=date(2026, 1, 1))

    page = login("koordination").get(reverse("kooperation:kooperation", args=[kommune.slug])).content.decode()

    assert "3 → 4" in page
    assert "linie--3 linie--strebt" in page
    assert "Kita Nord und Schule Nord: 3 → 4, beide wollen weiter." in page
    assert page.index("Protokoll schicken") < page.index("Übergabebogen")
    assert "Nur für uns" not in page


def test_visitors_read_the_instrument_and_nothing_of_any_pair(client, kommune):
    dialog = fixed(kommune, 3, 4)

    page = client.get(reverse("kooperation:kooperation", args=[kommune.slug])).content.decode()

    assert "Wir lernen aus Rückmeldungen" in page
    assert str(dialog.paar[0].einrichtung) not in page


@pytest.mark.parametrize("anzahl", [1, 3])
def test_the_overview_asks_as_often_for_one_pair_as_for_three(login, kommune, anzahl, django_assert_num_queries):
    for _ in range(anzahl):
        fixed(kommune, 3, 4)
    browser = login("koordination")
    url = reverse("kooperation:kooperation", args=[kommune.slug])
    browser.get(url)

    with django_assert_num_queries(11):
        browser.get(url)


# ---------- The instrument in the admin ----------


def test_the_fachadministration_loads_a_file_and_publishes_it(login, tmp_path):
    admin = login("fachadmin")
    datei = tmp_path / "eigene.yaml"
    text = als_yaml(Instrument.objects.geltend().vorlage).replace("portalfassung-1.0", "region-1.0")
    datei.write_text(text, encoding="utf-8")
    with datei.open("rb") as offen:
        admin.post(reverse("admin:kooperation_instrument_add"), {"datei": offen})
    neu = Instrument.objects.get(kennung="region-1.0")
    assert neu.veroeffentlicht_am is None

    admin.post(reverse("admin:kooperation_instrument_changelist"), {"action": "veroeffentlichen", "_selected_action": [neu.pk]})
    assert Instrument.objects.geltend() == neu

    admin.post(reverse("admin:kooperation_instrument_delete", args=[neu.pk]), {"post": "yes"})
    assert Instrument.objects.filter(pk=neu.pk).exists()
    assert "Wir kennen den Namen" in admin.get(reverse("admin:kooperation_instrument_change", args=[neu.pk])).content.decode()


def test_a_file_that_is_none_is_refused_in_words(login, tmp_path):
    datei = tmp_path / "kaputt.yaml"
    datei.write_text("kennung: x", encoding="utf-8")
    with datei.open("rb") as offen:
        page = login("fachadmin").post(reverse("admin:kooperation_instrument_add"), {"datei": offen}).content.decode()

    assert "Es fehlt „fassung“" in page


def test_a_merged_einrichtung_keeps_its_dialoge(kommune, pair):
    dialog = make_dialog(kommune, a=pair[0])
    zusammenfuehren(bleibt=pair[1], geht=pair[0])

    assert dialog.paar[0].einrichtung == pair[1]
    seiten = (vorschlag.Partei(pair[1]), vorschlag.Partei(dialog.paar[1].einrichtung))
    with pytest.raises(actions.DialogFehler, match="läuft schon ein Dialog"):
        vorschlag.vorschlagen(kommune=kommune, anlass="x", seiten=seiten, von="koordination")


def test_two_that_speak_with_each_other_are_not_merged_and_nobody_is_told_why(kommune, pair):
    make_dialog(kommune, a=pair[0], b=pair[1])

    with pytest.raises(UebernahmeFehler, match="An anderer Stelle gelten sie als zwei") as refused:
        zusammenfuehren(bleibt=pair[1], geht=pair[0])
    assert "Dialog" not in str(refused.value)


def test_an_einrichtung_with_a_dialog_is_not_deleted_and_the_page_says_what_to_do(login, kommune, pair):
    make_dialog(kommune, a=pair[0])
    url = reverse("netzwerke:einrichtung_bearbeiten", args=[kommune.slug, pair[0].schluessel])

    page = login("koordination").post(url, {"taste": "loeschen"}, follow=True).content.decode()

    assert "seit wann es sie nicht mehr gibt" in page
    assert Einrichtung.objects.filter(pk=pair[0].pk).exists()
