"""The pages of a Lieferung: a clerk sees what will change, decides, confirms, withdraws."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from statistik.models import Lieferung, Messwert, Zuordnung
from tests.conftest import angemeldet
from tests.statistik.dateien import FLACH_ALT, FREMD, GENESIS, annehmen, datei, liefern, stand, vorlage

pytestmark = pytest.mark.usefixtures("zahlen")

NEU = "/admin/statistik/lieferung/neu/"
LISTE = "/admin/statistik/lieferung/"


@pytest.fixture
def fach(login):
    return login("fachadmin")


def upload(browser, *dateien, address=NEU):
    files = [SimpleUploadedFile(name, inhalt if isinstance(inhalt, bytes) else inhalt.encode()) for name, inhalt in dateien]
    return browser.post(address, {"dateien": files}, follow=True)


def words(page):
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())


def page_of(lieferung):
    return f"/admin/statistik/lieferung/{lieferung.pk}/"


def press(browser, lieferung, taste, **mehr):
    herkunft = {name: getattr(lieferung, name) for name in ("quelle", "tabelle", "stand", "lizenz")}
    return browser.post(page_of(lieferung), herkunft | {"taste": taste} | mehr, follow=True)


def test_an_untouched_file_goes_in_is_confirmed_withdrawn_and_confirmed_again(fach):
    seite = upload(fach, ("12411-01-01-4.csv", GENESIS.encode("cp1252")))
    assert "Ein Wert braucht Ihren Blick" in words(seite)
    assert "Noch ist nichts gespeichert" in words(seite)
    lieferung = Lieferung.objects.get()

    assert "Übernommen. Die Zahlen gelten jetzt." in words(press(fach, lieferung, "uebernehmen"))
    assert len(stand()) == 4
    assert "Zurückgenommen: 4 Werte" in words(press(fach, lieferung, "zuruecknehmen"))
    assert not stand()
    press(fach, lieferung, "noch_einmal")
    zweite = Lieferung.objects.get(zustand="offen")
    press(fach, zweite, "uebernehmen")
    assert len(stand()) == 4


def test_a_refusal_says_why_and_keeps_nothing(fach):
    seite = upload(fach, ("zahlen.csv", b"<!doctype html>"))

    assert "zahlen.csv: Das ist eine Internetseite" in words(seite)
    assert not Lieferung.objects.exists()


def test_without_a_file_it_says_what_is_missing(fach):
    assert "Bitte wählen Sie eine Datei." in words(fach.post(NEU, {}))


def test_several_files_at_once(fach):
    seite = upload(fach, ("a.csv", vorlage("03101;2019;einwohner;1000")), ("b.csv", vorlage("03102;2019;einwohner;1000")))

    assert seite.request["PATH_INFO"] == LISTE
    assert {"a.csv", "b.csv"} <= set(words(seite).split())


def test_a_good_file_beside_a_bad_one_is_kept(fach):
    seite = upload(fach, ("a.csv", vorlage("03101;2019;einwohner;1000")), ("b.pdf", b"%PDF"))

    assert "b.pdf: Das ist ein PDF" in words(seite)
    assert Lieferung.objects.get().dateiname == "a.csv"


def test_the_same_file_leads_to_where_it_is(fach):
    lieferung = liefern(vorlage("03101;2019;einwohner;1000"))

    seite = upload(fach, ("anders-benannt.csv", vorlage("03101;2019;einwohner;1000")))

    assert "Genau diese Datei ist schon eingelesen" in words(seite)
    assert seite.request["PATH_INFO"] == page_of(lieferung)


def test_a_decision_is_shown_before_it_counts(fach):
    lieferung = annehmen(vorlage("3151;31.12.2019;einwohner;176523"))
    seite = fach.get(page_of(lieferung))
    assert "Bitte entscheiden Sie" in words(seite)
    assert "Lieferung übernehmen" not in words(seite)

    seite = press(fach, lieferung, "uebernehmen", **{"wahl-nullen": "ergaenzen"})

    assert "Ihre Angaben sind vermerkt" in words(seite)
    assert not Messwert.objects.exists()
    press(fach, lieferung, "uebernehmen", **{"wahl-nullen": "ergaenzen"})
    assert stand() == {("03151", "einwohner", "31.12.2019"): 176523}


def test_a_decision_that_does_not_exist_changes_nothing(fach):
    lieferung = annehmen(vorlage("3151;31.12.2019;einwohner;176523"))

    press(fach, lieferung, "uebernehmen", **{"wahl-nullen": "raten", "wahl-unbekannt": "uebernehmen"})

    lieferung.refresh_from_db()
    assert lieferung.entscheidungen == {}
    assert lieferung.ist_offen


def test_changed_values_show_what_they_were(fach):
    liefern(vorlage("03101;31.12.2019;einwohner;249406"))
    lieferung = annehmen(vorlage("03101;31.12.2019;einwohner;249500"))

    assert re.search(r"Was sich ändert.*249\.406.*249\.500", words(fach.get(page_of(lieferung))))


def test_what_an_unknown_table_means_is_asked_once_and_remembered(fach):
    seite = upload(fach, ("kreise.csv", FREMD))
    assert "Was zählt diese Datei?" in words(seite)
    lieferung = Lieferung.objects.get()
    zuordnen = f"{page_of(lieferung)}zuordnen/"
    assert 'value="31.12.2019"' in seite.content.decode()  # found above the table

    wahl = {
        "reihe-0": "#schluessel",
        "reihe-1": "#name",
        "reihe-2": "sgb2_kinder_u15",
        "reihe-3": "sgb2_quote_u15",
        "stichtag": "31.12.2019",
    }
    seite = fach.post(zuordnen, wahl | {"quelle": "Deutschlandatlas"}, follow=True)
    assert seite.request["PATH_INFO"] == page_of(lieferung)
    press(fach, Lieferung.objects.get(), "uebernehmen")
    assert len(stand()) == 4

    seite = upload(fach, ("naechstes-jahr.csv", FREMD.replace("2019", "2020").replace("4.312", "4.400")))
    assert "Stimmt die Zuordnung noch?" in words(seite)  # another table may have the same headings
    assert re.search(r'value="sgb2_kinder_u15"\s+selected', seite.content.decode())
    assert Lieferung.objects.first().quelle == ""
    assert Zuordnung.objects.get(titel="Kinder im Leistungsbezug 31.12.2019").schluessel == "AGS"


@pytest.mark.parametrize(
    ("wahl", "satz"),
    [
        ({"reihe-2": "sgb2_kinder_u15", "stichtag": "31.12.2019"}, "genau eine Spalte mit dem Gebietsschlüssel"),
        ({"reihe-0": "#schluessel", "stichtag": "31.12.2019"}, "mindestens einer Spalte einen Indikator"),
        ({"reihe-0": "#schluessel", "reihe-2": "sgb2_kinder_u15"}, "Die Datei nennt keinen Stichtag"),
        ({"reihe-0": "#schluessel", "reihe-2": "sgb2_kinder_u15", "stichtag": "heute"}, "Bitte schreiben Sie den Tag so"),
    ],
)
def test_an_incomplete_assignment_says_what_is_missing(fach, wahl, satz):
    lieferung = annehmen(FREMD)

    seite = fach.post(f"{page_of(lieferung)}zuordnen/", wahl)

    assert satz in words(seite)
    assert not Zuordnung.objects.filter(titel__startswith="Kinder").exists()


def test_a_table_with_a_column_for_each_year_asks_for_no_day_and_takes_none(fach):
    lieferung = annehmen("AGS;2018;2019\n03101;248292;249406\n03102;101000;102000\n")
    zuordnen = f"{page_of(lieferung)}zuordnen/"
    wahl = {"reihe-0": "#schluessel", "reihe-1": "einwohner", "reihe-2": "einwohner", "quelle": "LSN"}

    assert "Die Datei nennt ihre Stichtage selbst" in words(fach.post(zuordnen, wahl | {"stichtag": "30.06.2019"}))
    fach.post(zuordnen, wahl)

    assert Lieferung.objects.get().summen["neu"] == 4


def test_a_flat_file_is_not_asked_for_a_day_it_names_itself(fach):
    seite = fach.get(f"{page_of(annehmen(FLACH_ALT))}zuordnen/").content.decode()

    assert 'name="reihe-0"' in seite
    assert 'name="stichtag"' not in seite


def test_rows_are_paged_filtered_and_downloaded(fach):
    lieferung = annehmen(
        vorlage(*(f"{ags};31.12.{jahr};einwohner;1000" for ags in ("03101", "03102", "3103") for jahr in range(1990, 2019)))
    )
    adresse = f"{page_of(lieferung)}werte/"

    assert "29 Werte" in words(fach.get(adresse))  # those that need eyes
    seite = words(fach.get(adresse, {"was": "alle"}))
    assert "87 Werte" in seite
    assert "Seite 1 von 2" in seite
    assert "58 Werte" in words(fach.get(adresse, {"was": "neu"}))
    text = fach.get(f"{adresse[:-1]}.csv", {"art": "nullen"}).content.decode()
    assert text.startswith("\ufeffZeile;Spalte;Schlüssel;Gebiet;Indikator;Stichtag;bisher;Wert;was geschieht;was auffällt")
    assert len(text.strip().split("\n")) == 30
    assert "60;4;3103;Stadt Wolfsburg;Einwohnerinnen und Einwohner;31.12.1990;;1.000;ausgelassen;Führende Null fehlt" in text


@pytest.mark.parametrize("zeilen", [3, 300])
def test_a_page_costs_the_same_number_of_queries_for_few_and_for_many_rows(fach, zeilen):
    tage = [f"31.12.{1960 + n % 60}" for n in range(zeilen // 3)]
    text = vorlage(
        *{f"{ags};{tag};einwohner;1000" for ags in ("03101", "03102", "03103") for tag in tage}, "t03101;2019;einwohner;1"
    )
    lieferung = annehmen(text)
    for adresse, hoechstens in ((page_of(lieferung), 10), (f"{page_of(lieferung)}werte/?was=alle", 8), (LISTE, 7)):
        fach.get(adresse)
        with CaptureQueriesContext(connection) as captured:
            fach.get(adresse)
        assert len(captured) <= hoechstens, adresse


def test_the_original_comes_back_byte_by_byte(fach):
    inhalt = GENESIS.encode("cp1252")
    lieferung = annehmen(inhalt, name="12411.csv")

    antwort = fach.get(f"{page_of(lieferung)}original/")

    assert b"".join(antwort.streaming_content) == inhalt
    assert antwort["Content-Disposition"] == 'attachment; filename="12411.csv"'
    assert antwort["Content-Type"] == "application/octet-stream"


def test_the_log_says_who_when_what_and_from_where(fach):
    upload(fach, ("a.csv", GENESIS.encode("cp1252")))
    lieferung = Lieferung.objects.get()
    seite = words(press(fach, lieferung, "uebernehmen"))

    for wort in (
        "Fachadministration",
        "heute um",
        "Statistische Ämter des Bundes und der Länder",
        lieferung.sha256,
        "Gebiet gibt es nicht mehr",
    ):
        assert wort in seite


def test_the_list_finds_files_by_name_and_source(fach):
    annehmen(vorlage("03101;2019;einwohner;1000"), name="gesucht.csv")
    annehmen(vorlage("03102;2019;einwohner;1000"), name="andere.csv")

    seite = words(fach.get(LISTE, {"q": "SUCHT"}))

    assert "gesucht.csv" in seite
    assert "andere.csv" not in seite
    assert fach.get(LISTE, {"q": "a\x00b"}).status_code == 200


def test_a_name_that_is_a_program_stays_text(fach):
    lieferung = annehmen(vorlage("<script>alert(1)</script>;2019;einwohner;1"), name="<b>x.csv")

    seite = fach.get(page_of(lieferung)).content.decode()

    assert "<script>alert" not in seite
    assert "<b>x" not in seite


# ---------- A Kommune's own figures ----------


def test_a_koordination_delivers_figures_of_her_own_kommune_with_the_template(login, kommune):
    koordination = login("koordination")
    kommune.koordinationen.update(funktion="Jugendhilfeplanung")
    adresse = f"/kommunen/{kommune.slug}/zahlen/lieferungen/"
    muster = koordination.get(f"{adresse}vorlage.csv").content.decode()
    assert f"\r\n{kommune.gebiet.ags};;kinder_u10;;Personen;;;;\r\n" in muster

    text = muster.replace(
        f"{kommune.gebiet.ags};;kinder_u10;;Personen;;;;",
        f"{kommune.gebiet.ags};31.12.2025;kinder_u10;812;Personen;;Einwohnermelderegister;;",
    )
    seite = upload(koordination, ("vorlage.csv", text), address=f"{adresse}neu/")
    assert "Alles ist eindeutig" in words(seite)
    lieferung = Lieferung.objects.get()
    koordination.post(f"{adresse}{lieferung.pk}/", {"taste": "uebernehmen"})

    messwert = Messwert.objects.get()
    assert (messwert.wert, messwert.ist_amtlich, messwert.herkunft.quelle) == (812, False, "Einwohnermelderegister")
    assert lieferung.als == "Jugendhilfeplanung"


@pytest.mark.parametrize("seite", ["", "werte/", "werte.csv", "original/"])
def test_official_deliveries_and_those_of_others_do_not_exist_for_her(login, kommune, cast, seite):
    amtlich = annehmen(vorlage("03101;2019;einwohner;1000"))
    fremde = cast["fremde"].koordinationen.get().kommune
    von_fremden = annehmen(vorlage(f"{fremde.gebiet.ags};2019;einwohner;1000"), gebiet=fremde.gebiet)

    for lieferung in (amtlich, von_fremden):
        assert login("koordination").get(f"/kommunen/{kommune.slug}/zahlen/lieferungen/{lieferung.pk}/{seite}").status_code == 404


@pytest.mark.parametrize("taste", ["uebernehmen", "verwerfen", "zuruecknehmen", "noch_einmal"])
def test_nobody_else_moves_a_delivery(login, kommune, taste):
    lieferung = annehmen(vorlage(f"{kommune.gebiet.ags};2019;einwohner;1000"), gebiet=kommune.gebiet)

    for role in ("anonym", "fremde"):
        login(role).post(f"/kommunen/{kommune.slug}/zahlen/lieferungen/{lieferung.pk}/", {"taste": taste})
        login(role).post(page_of(lieferung), {"taste": taste})

    assert list(Lieferung.objects.values_list("zustand", flat=True)) == ["offen"]


def test_the_administration_does_not_reach_without_a_second_factor(cast):
    antwort = angemeldet(cast["fachadmin"], zweiter_faktor=False).post(NEU, {"dateien": [datei(GENESIS)]})

    assert antwort.status_code == 302
    assert not Lieferung.objects.exists()


def test_meine_kommune_leads_there(login, kommune):
    seite = login("koordination").get(reverse("meine_kommune", args=[kommune.slug])).content.decode()

    assert f'href="/kommunen/{kommune.slug}/zahlen/lieferungen/"' in seite


# ---------- Wrong without notice: never ----------


def test_enter_in_a_field_takes_nothing_over(fach):
    """A browser presses the first button of a form."""
    lieferung = annehmen(vorlage("03101;31.12.2019;einwohner;1000"))
    seite = fach.get(page_of(lieferung)).content.decode()

    erste = re.search(r'<form method="post" action="[^"]+lieferung/\d+/".*?<button[^>]*value="(\w+)"', seite, re.DOTALL)[1]

    assert erste == "entscheiden"


def test_an_old_tab_does_not_take_over_what_was_checked_anew(fach):
    lieferung = annehmen(vorlage("03101;31.12.2019;einwohner;1000", "3102;31.12.2019;einwohner;1000"))
    alt = lieferung.stand_der_pruefung
    press(fach, lieferung, "entscheiden", **{"wahl-nullen": "ergaenzen"})

    seite = press(fach, lieferung, "uebernehmen", pruefung=alt)

    assert "Inzwischen wurde diese Datei neu geprüft" in words(seite)
    assert not Messwert.objects.exists()


def test_the_page_says_what_is_counted_from_which_column_for_which_day(fach):
    wahl = {"reihe-0": "#schluessel", "reihe-2": "sgb2_kinder_u15", "stichtag": "31.12.2019", "quelle": "BA"}
    lieferung = annehmen(FREMD)
    fach.post(f"{page_of(lieferung)}zuordnen/", wahl)

    for _ in range(2):
        assert re.search(
            r"Kinder unter 15 in Bedarfsgemeinschaften aus „unter 15 Jahre“ 31\.12\.2019 2 Stadt Braunschweig: 4\.312",
            words(fach.get(page_of(lieferung))),
        )
        press(fach, lieferung, "uebernehmen", quelle="BA")


def test_what_was_typed_stays_when_something_else_is_missing(fach):
    lieferung = annehmen("ags;stichtag;indikator;wert\n03101;2019;einwohner;249406\n")

    seite = press(fach, lieferung, "uebernehmen", tabelle="A100001G")

    assert "Es fehlt die Quelle" in words(seite)
    assert 'value="A100001G"' in seite.content.decode()


def test_a_file_whose_columns_nobody_has_named_can_be_listed_left_and_discarded(fach):
    lieferung = annehmen(FREMD)
    assert "Spalten noch zuordnen" in words(fach.get(LISTE))

    assert "was die Spalten der Datei bedeuten" in words(press(fach, lieferung, "uebernehmen", quelle="x"))
    press(fach, lieferung, "verwerfen")

    assert fach.get(page_of(lieferung)).status_code == 200
    assert Lieferung.objects.get().zustand == "verworfen"


def test_shares_are_not_added(fach):
    lieferung = annehmen(FREMD)
    wahl = {"reihe-0": "#schluessel", "reihe-2": "sgb2_quote_u15", "reihe-3": "sgb2_quote_u15", "stichtag": "31.12.2019"}

    assert "Anteile lassen sich nicht zusammenzählen" in words(fach.post(f"{page_of(lieferung)}zuordnen/", wahl))


def test_after_a_withdrawal_those_who_had_confirmed_the_figures_are_named(fach):
    erste = liefern(vorlage("03101;31.12.2019;einwohner;1000"))
    liefern(vorlage("03101;31.12.2019;einwohner;1000", "03102;31.12.2019;einwohner;1000"), name="bestaetigt.csv")

    seite = words(press(fach, erste, "zuruecknehmen"))

    assert "bestaetigt.csv" in seite
    assert "Bitte prüfen Sie sie noch einmal" in seite
