"""Offers from a Familienwegweiser and figures of districts: looked at first, taken over whole or not at all."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kern.models import Vermerk
from kern.tabelle import xlsx_lesen, xlsx_schreiben
from planung.models import Angebot, Sozialraumzahl
from tests.factories import make_angebot, make_einrichtung, make_kommune

KOPF = "Name;Ort;Worum es geht;Lebensphasen;Handlungsfelder;Für wen;Stand;Träger;Kosten;Zugang;Adresse im Netz"
LISTE = f"""{KOPF}
Elterncafé;Nord;Frühstück;0 bis 3 Jahre;Frühe Hilfen;für alle;besteht;Familienzentrum Nord;frei;ohne Anmeldung;www.example.org/cafe
Lesestart;Stadtbücherei;Bücher;3-6;Bildung und Betreuung;;;Stadt;;;
"""
ZAHLEN = """Sozialraum;Was gezählt wird;Einheit;Stichtag;Wert;Quelle
Nord;Kinder unter 6;Anzahl;31.12.2019;1.234;Melderegister
Nord;Kinder im SGB-II-Bezug;Prozent;31.12.2019;23,25;Jobcenter
"""


def url(kommune, name="angebote_einlesen", *args):
    return reverse(f"planung:{name}", args=[kommune.slug, *args])


def look(client, kommune, text, name="angebote_einlesen"):
    return client.post(url(kommune, name), {"datei": SimpleUploadedFile("liste.csv", text.encode())})


def take(client, kommune, text, name="angebote_einlesen"):
    """Look, then take over what was shown."""
    page = look(client, kommune, text, name)
    return client.post(url(kommune, name), {"tabelle": page.context["tabelle"], "taste": "uebernehmen"})


def test_what_is_new_and_what_changes_is_shown_before_anything_is_stored(login, kommune):
    make_angebot(kommune, name="Elterncafé", ort="Nord", was="Treff", felder=["Frühe Hilfen"], phasen=(2,))
    page = look(login("koordination"), kommune, LISTE).content.decode()

    assert "<strong>1</strong> neu, <strong>1</strong> geändert" in " ".join(page.split())
    assert "Worum es geht: <del>Treff</del>" in page
    assert "<ins>Frühstück</ins>" in page
    assert [a.was for a in Angebot.objects.all()] == ["Treff"]
    assert not Vermerk.objects.filter(art=Vermerk.Art.IMPORT).exists()


def test_taken_over_each_cell_has_its_place(login, kommune):
    einrichtung = make_einrichtung(kommune, name="Familienzentrum Nord")
    take(login("koordination"), kommune, LISTE)

    cafe, lesestart = Angebot.objects.order_by("name")
    assert (cafe.ort, cafe.was, cafe.phasen, cafe.kosten, cafe.zugang) == ("Nord", "Frühstück", (2,), "frei", "ohne Anmeldung")
    assert (cafe.traeger, cafe.einrichtung, cafe.url) == ("Familienzentrum Nord", einrichtung, "https://www.example.org/cafe")
    assert [feld.name for feld in cafe.handlungsfelder.all()] == ["Frühe Hilfen"]
    assert (lesestart.phasen, lesestart.reichweite, lesestart.stand) == ((3,), "universell", "besteht")
    assert "2 neu, 0 geändert, 0 unverändert" in Vermerk.objects.get(art=Vermerk.Art.IMPORT).was


def test_brought_again_it_changes_nothing_and_what_is_in_no_line_stays(login, kommune):
    make_angebot(kommune, name="Hebammensprechstunde")
    client = login("koordination")
    for _ in range(2):
        take(client, kommune, LISTE)
    page = look(client, kommune, LISTE).content.decode()

    assert Angebot.objects.count() == 3
    assert "<strong>2</strong> unverändert" in " ".join(page.split())
    assert 'value="uebernehmen"' not in page
    assert Angebot.history.count() == 3


def test_what_is_given_out_can_be_read_in_and_is_unchanged(login, kommune):
    client = login("koordination")
    take(client, kommune, LISTE)
    for endung in ("csv", "xlsx"):
        given = client.get(url(kommune, "listen_export", "angebote", endung)).content
        page = client.post(url(kommune), {"datei": SimpleUploadedFile(f"l.{endung}", given)})
        assert (page.context["neu"], page.context["anders"], len(page.context["gleich"])) == ([], [], 2)


def test_without_an_offer_the_table_given_out_is_the_empty_one(login, kommune):
    given = login("koordination").get(url(kommune, "listen_export", "angebote", "csv")).content.decode("utf-8-sig")
    assert given.strip() == KOPF


@pytest.mark.parametrize(
    ("old", "new", "hint"),
    [
        ("3-6", "Rentner", "Zeile 3, Spalte Lebensphasen: „Rentner“ ist keine Lebensphase."),
        ("Bildung und Betreuung", "Weltraum", "Zeile 3, Spalte Handlungsfelder: „Weltraum“ kennt das Portal nicht."),
        ("für alle", "alle Welt", "Zeile 2, Spalte Für wen: „alle Welt“ ist nicht vorgesehen. Möglich sind: für alle,"),
        ("besteht", "vielleicht", "Zeile 2, Spalte Stand: „vielleicht“ ist nicht vorgesehen."),
        ("Lesestart", "", "Zeile 3, Spalte Name: Der Name fehlt."),
        ("Lesestart;Stadtbücherei", "Elterncafé;Nord", "Zeile 3: Name und Ort „Elterncafé, Nord“ steht schon in Zeile 2."),
        ("Kosten", "Preis", "Die Kopfzeile passt nicht. Es fehlt: Kosten. Unbekannt: Preis."),
        ("www.example.org/cafe", "kein Netz", "Zeile 2, Spalte Adresse im Netz: Bitte geben Sie eine vollständige Adresse an"),
    ],
)
def test_one_wrong_cell_stops_everything_and_is_named_by_line_and_column(login, kommune, old, new, hint):
    page = look(login("koordination"), kommune, LISTE.replace(old, new)).content.decode()

    assert hint in page
    assert not Angebot.objects.exists()


def test_what_was_changed_on_its_way_through_the_form_is_checked_again(login, kommune):
    page = (
        login("koordination")
        .post(url(kommune), {"tabelle": LISTE.replace("Bildung und Betreuung", "Weltraum"), "taste": "uebernehmen"})
        .content.decode()
    )

    assert "„Weltraum“ kennt das Portal nicht" in page
    assert not Angebot.objects.exists()


def test_offers_of_another_kommune_are_not_touched(login, kommune):
    other = make_angebot(make_kommune(name="Landkreis Anderswo"), name="Lesestart", ort="Stadtbücherei", was="dort")
    take(login("koordination"), kommune, LISTE)

    other.refresh_from_db()
    assert other.was == "dort"
    assert kommune.angebote.count() == 2


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)"])
def test_nothing_that_is_given_out_is_a_formula(login, kommune, cell):
    make_angebot(kommune, name=cell)
    client = login("koordination")
    given = client.get(url(kommune, "listen_export", "angebote", "csv")).content.decode("utf-8-sig")
    table = xlsx_lesen(client.get(url(kommune, "listen_export", "angebote", "xlsx")).content)

    assert f"\r\n'{cell};" in given
    assert table.zeilen[0][1][0] == cell


def test_a_file_that_is_no_table_is_refused_kindly(login, kommune):
    client = login("koordination")
    for text, hint in (
        ("", "Die Datei ist leer."),
        (KOPF, "steht unter den Überschriften keine Zeile"),
        ("\x00", "keine Textdatei"),
    ):
        assert hint in look(client, kommune, text).content.decode()
    many = KOPF + "\n" + "\n".join(f"Angebot {n};;;;;;;;;;" for n in range(1_001))
    assert "möglich sind 1.000 auf einmal" in look(client, kommune, many).content.decode()


def test_an_offer_that_is_there_twice_is_named_before_anything_is_guessed(login, kommune):
    for _ in range(2):
        make_angebot(kommune, name="Lesestart", ort="Stadtbücherei")

    page = look(login("koordination"), kommune, LISTE).content.decode()
    assert "„Lesestart, Stadtbücherei“ gibt es im Portal schon zweimal" in page


@pytest.mark.parametrize("name", ["Elterncafe\u0301", "Elterncafé\x1b"])
def test_the_same_name_from_another_program_is_the_same_offer(login, kommune, name):
    client = login("koordination")
    take(client, kommune, LISTE)
    page = look(client, kommune, LISTE.replace("Elterncafé", name))

    assert (page.context["neu"], page.context["anders"]) == ([], [])


def test_what_was_shown_is_what_is_stored_whatever_stands_in_a_cell(login, kommune):
    table = xlsx_schreiben(KOPF.split(";"), [["'-Treff", "Halle\nNord", "=1+1", *[""] * 8], ["'", "''=x", "-", *[""] * 8]])
    client = login("koordination")
    page = client.post(url(kommune), {"datei": SimpleUploadedFile("l.xlsx", table)})
    sent = page.context["tabelle"].replace("\r\n", "\n").replace("\n", "\r\n")  # as a browser sends it
    client.post(url(kommune), {"tabelle": sent, "taste": "uebernehmen"})

    shown = [name for name, _ in page.context["neu"]]
    assert sorted(f"{a.name}, {a.ort}" for a in Angebot.objects.all()) == sorted(shown) == ["', ''=x", "'-Treff, Halle Nord"]
    again = client.post(url(kommune), {"datei": SimpleUploadedFile("l.xlsx", table)})
    assert (again.context["neu"], again.context["anders"]) == ([], [])


def test_the_table_in_the_form_may_be_no_longer_than_the_file(login, kommune):
    many = KOPF + "\n" + "\n".join(f"Angebot {n};;;;;;;;;;" for n in range(1_001))
    page = login("koordination").post(url(kommune), {"tabelle": many, "taste": "uebernehmen"}).content.decode()

    assert "möglich sind 1.000 auf einmal" in page
    assert not Angebot.objects.exists()


# ---------- Figures of districts ----------


@pytest.fixture
def nord(kommune):
    return kommune.sozialraeume.create(name="Nord", umfasst="Altstadt und Hafen")


def test_figures_are_taken_over_for_districts_that_are_there(login, kommune, nord):
    take(login("koordination"), kommune, ZAHLEN, "zahlen_einlesen")

    assert [(z.was, z.geschrieben, f"{z.stichtag}", z.quelle) for z in nord.zahlen.all()] == [
        ("Kinder im SGB-II-Bezug", "23,25\u202f%", "2019-12-31", "Jobcenter"),
        ("Kinder unter 6", "1.234", "2019-12-31", "Melderegister"),
    ]
    page = login("koordination").get(url(kommune, "sozialraeume")).content.decode()
    assert "1.234" in page
    assert "Quelle: Melderegister" in page


def test_the_same_figure_brought_again_is_replaced_and_says_so(login, kommune, nord):
    client = login("koordination")
    take(client, kommune, ZAHLEN, "zahlen_einlesen")
    page = look(client, kommune, ZAHLEN.replace("1.234", "1.240"), "zahlen_einlesen").content.decode()
    assert "Wert: <del>1234</del>" in page
    assert "<ins>1240</ins>" in page
    take(client, kommune, ZAHLEN.replace("1.234", "1.240"), "zahlen_einlesen")

    assert nord.zahlen.get(was="Kinder unter 6").wert == 1240
    assert Sozialraumzahl.objects.count() == 2


@pytest.mark.parametrize(
    ("old", "new", "hint"),
    [
        ("Nord;Kinder unter", "Nrod;Kinder unter", "Zeile 2, Spalte Sozialraum: „Nrod“ ist nicht angelegt. Es gibt: Nord."),
        ("1.234", "1.23", "„1.23“ ist nicht eindeutig"),
        ("1.234", "", "Der Wert fehlt. Was geheim ist, bekommt keine Zeile."),
        ("1.234", "12,5", "Eine Anzahl hat keine Stellen nach dem Komma."),
        ("23,25", "123,25", "sind mehr als alle"),
        ("31.12.2019;1.234", "2019;1.234", "„2019“ ist kein Tag."),
        ("31.12.2019;1.234", "31.12.2044;1.234", "Dieser Tag liegt in der Zukunft."),
        ("Melderegister", "", "Die Quelle fehlt."),
        ("Nord;Kinder im SGB-II-Bezug;Prozent;31.12.2019;23,25", "Nord;Kinder unter 6;;2019-12-31;999", "steht schon in Zeile 2."),
    ],
)
def test_a_wrong_figure_stops_everything(login, kommune, nord, old, new, hint):
    page = look(login("koordination"), kommune, ZAHLEN.replace(old, new), "zahlen_einlesen").content.decode()

    assert hint in page
    assert not Sozialraumzahl.objects.exists()


def test_figures_of_districts_are_for_those_who_keep_the_kommune(login, kommune, nord):
    take(login("koordination"), kommune, ZAHLEN, "zahlen_einlesen")
    for role in ("anonym", "fremde"):
        for address in (url(kommune, "sozialraeume"), url(kommune, "listen_export", "sozialraumzahlen", "csv")):
            assert "1.234" not in login(role).get(address).content.decode()
    assert "Sozialräume" not in login("anonym").get(reverse("planung:planung", args=[kommune.slug])).content.decode()


def test_figures_can_be_taken_out_again(login, kommune, nord):
    client = login("koordination")
    take(client, kommune, ZAHLEN, "zahlen_einlesen")
    client.post(url(kommune, "zahlen_loeschen"), {"was": "Kinder unter 6", "einheit": "anzahl"})

    assert [zahl.was for zahl in nord.zahlen.all()] == ["Kinder im SGB-II-Bezug"]


def test_a_district_has_its_houses_and_a_second_of_its_name_is_refused(login, kommune, nord):
    haus = make_einrichtung(kommune, name="Stadtteilhaus Nord")
    client = login("koordination")
    client.post(url(kommune, "sozialraum", nord.schluessel), {"name": "Nord", "umfasst": "", "haeuser": [haus.pk]})
    page = client.post(url(kommune, "sozialraum_neu"), {"name": "Nord"}).content.decode()

    assert list(nord.haeuser.all()) == [haus]
    assert "Einen Sozialraum dieses Namens gibt es schon." in page
    assert "Stadtteilhaus Nord" in client.get(url(kommune, "sozialraeume")).content.decode()


def test_the_page_of_districts_costs_the_same_however_many(login, kommune, django_assert_max_num_queries):
    for number in range(30):
        room = kommune.sozialraeume.create(name=f"Raum {number}")
        room.zahlen.create(was="Kinder", einheit="anzahl", stichtag="2019-12-31", wert=number, quelle="Melderegister")
    client = login("koordination")
    with django_assert_max_num_queries(12):
        client.get(url(kommune, "sozialraeume"))
