"""Open data: files that say what they hold, descriptions that hold, keys that survive the way."""

import csv
import io
import json
from collections import Counter

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from django.urls import reverse
from frictionless import validate
from hypothesis import HealthCheck, given
from hypothesis import settings as profile
from hypothesis import strategies as st
from openpyxl import load_workbook
from rdflib import DCAT, DCTERMS, RDF, Graph, URIRef
from schemathesis import GenerationMode

from kern.tabelle import csv_lesen
from statistik import actions
from statistik.offen.schnittstelle import beschreibung
from tests.statistik.dateien import annehmen, liefern, vorlage

GF = "03151"


@pytest.fixture
def bestand(zahlen):
    """Figures of every kind: counts, shares, secret and unknown ones, two days, two censuses, a sum of the portal's."""
    zeilen = [
        f"{GF};31.12.2019;einwohner;176523", f"{GF};31.12.2024;einwohner;175943p", "03152;31.12.2015;einwohner;255653",
        "03;31.12.2019;einwohner;7993608", "032545406;31.12.2019;einwohner;-",
        "03153;31.12.2019;sgb2_kinder_u15;*", f"{GF};31.12.2019;kinder_u15;26700", f"{GF};31.12.2019;sgb2_quote_u15;9,16",
        f"{GF};31.12.2019;kinder_u3;5506", f"{GF};31.12.2019;kinder_3_6;5590", f"{GF};31.12.2019;kinder_6_10;6717",
    ]  # fmt: skip
    lieferung = annehmen(vorlage(*[z for z in zeilen if not z.startswith("032545406")]))
    return actions.uebernehmen(lieferung, herkunft={"lizenz": "dl-de/by-2-0"})


def holen(name, *args, **daten):
    return Client().get(reverse(f"daten:{name}", args=args), daten)


def zeilen(kennung):
    text = holen("tabelle", kennung, "csv").content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def test_a_row_says_what_where_when_how_certain_and_from_where(bestand):
    gifhorn = next(z for z in zeilen("einwohner") if z["ags"] == GF and z["stichtag"] == "2019-12-31")

    assert gifhorn == {
        "indikator": "einwohner", "ags": "03151", "ars": "03151", "gebiet": "Landkreis Gifhorn", "ebene": "kreis",
        "stichtag": "2019-12-31", "wert": "176523", "einheit": "Personen", "status": "final", "grundlage": "zensus2011",
        "eigene_berechnung": "nein", "quelle": "Landesamt, T1, Stand 2025", "lizenz": "dl-de/by-2-0",
    }  # fmt: skip


def test_secret_is_empty_and_says_so_and_a_dissolved_kreis_keeps_its_name(bestand):
    (geheim,) = zeilen("sgb2_kinder_u15")

    assert (geheim["wert"], geheim["status"]) == ("", "secret")
    assert "Landkreis Göttingen (bis 31.10.2016)" in {z["gebiet"] for z in zeilen("einwohner")}


def test_what_the_portal_computed_says_so(bestand):
    assert {z["eigene_berechnung"] for z in zeilen("kinder_u10")} == {"ja"}
    assert zeilen("kinder_u10")[0]["quelle"].startswith("Eigene Berechnung, Summe aus Teilen")


def test_keys_survive_csv_and_xlsx_and_back(bestand):
    blatt = load_workbook(io.BytesIO(holen("tabelle", "einwohner", "xlsx").content)).active
    spalte = [zeile[1] for zeile in blatt.iter_rows(min_row=2, values_only=True)]
    tabelle = csv_lesen(holen("tabelle", "einwohner", "csv").content)

    assert {type(wert) for wert in spalte} == {str}
    assert set(spalte) == {zellen[1] for _, zellen in tabelle.zeilen} == {"03", "03151", "03152"}


def test_a_share_is_a_number_for_german_spreadsheets_and_for_programs(bestand):
    blatt = load_workbook(io.BytesIO(holen("tabelle", "sgb2_quote_u15", "xlsx").content)).active

    assert zeilen("sgb2_quote_u15")[0]["wert"] == "9,16"
    assert blatt["G2"].value == 9.16
    assert holen("tabelle", "sgb2_quote_u15", "json").json()["zahlen"][0]["wert"] == 9.16


def test_the_very_file_can_be_delivered_to_the_portal_again(bestand):
    """With the columns the template knows, a figure that left comes back the same."""
    spalten = ("ags", "stichtag", "indikator", "wert", "einheit", "status", "quelle")
    raus = [";".join(z[name] for name in spalten) for z in zeilen("einwohner")]
    zurueck = annehmen("\n".join([";".join(spalten), *raus]))

    assert (zurueck.summen["gleich"], zurueck.summen["neu"], zurueck.summen["geaendert"]) == (4, 0, 0)


def test_frictionless_accepts_the_package(bestand, tmp_path):
    paket = holen("paket").json()
    (tmp_path / "datapackage.json").write_text(json.dumps(paket), encoding="utf-8")
    for ressource in paket["resources"]:
        (tmp_path / ressource["path"]).write_bytes(holen("tabelle", ressource["path"][:-4], "csv").content)

    bericht = validate(str(tmp_path / "datapackage.json"))

    assert bericht.valid, bericht.flatten(["rowNumber", "fieldName", "type", "note"])
    assert {r["name"] for r in paket["resources"]} >= {"einwohner", "sgb2-kinder-u15", "kinder-u10"}


@pytest.mark.parametrize(
    ("vorher", "nachher"),
    [(";03151;", ";3151;"), (";secret;", ";geheim;"), ("2019-12-31", "31.12.2019"), (";nein;", ";vielleicht;")],
)
def test_and_would_notice_what_is_wrong(bestand, tmp_path, vorher, nachher):
    paket = holen("paket").json()
    paket["resources"] = [r for r in paket["resources"] if r["name"] in ("einwohner", "sgb2-kinder-u15")]
    (tmp_path / "datapackage.json").write_text(json.dumps(paket), encoding="utf-8")
    for ressource in paket["resources"]:
        text = holen("tabelle", ressource["path"][:-4], "csv").content.decode().replace(vorher, nachher)
        (tmp_path / ressource["path"]).write_text(text, encoding="utf-8")

    assert not validate(str(tmp_path / "datapackage.json")).valid


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own parser of JSON-LD
@pytest.mark.parametrize(("endung", "form"), [("ttl", "turtle"), ("jsonld", "json-ld")])
def test_the_catalogue_names_every_indikator_with_its_files_licence_and_source(bestand, endung, form, settings):
    graph = Graph().parse(data=holen("katalog", endung).content, format=form)
    adresse = f"{settings.SITE_URL}/daten/"
    datensatz, datei = URIRef(f"{adresse}einwohner/"), URIRef(f"{adresse}einwohner.csv")

    assert (URIRef(adresse), RDF.type, DCAT.Catalog) in graph
    assert (URIRef(adresse), DCAT.dataset, datensatz) in graph
    assert (datensatz, DCAT.distribution, datei) in graph
    assert (datei, DCTERMS.license, URIRef("http://dcat-ap.de/def/licenses/dl-by-de/2.0")) in graph
    assert any("Landesamt" in str(o) for o in graph.objects(datei))
    for eigenschaft in (DCTERMS.title, DCTERMS.description, DCTERMS.publisher, DCAT.theme, DCAT.contactPoint, DCTERMS.temporal):
        assert graph.value(datensatz, eigenschaft) is not None


def test_a_licence_is_claimed_only_where_all_carry_it(bestand):
    liefern(vorlage("03154;31.12.2019;einwohner;91000"))

    assert "licenses" not in next(r for r in holen("paket").json()["resources"] if r["name"] == "einwohner")
    assert "dl-by-de" not in holen("katalog", "ttl").content.decode().split("kinder_10")[0].split("einwohner.csv> a")[1][:400]


class TestSchnittstelle:
    def test_whoever_posts_is_told_that_it_is_for_reading(self, bestand):
        assert Client(enforce_csrf_checks=True).post(reverse("daten:api_indikatoren")).status_code == 405

    def test_figures_of_one_area(self, bestand):
        antwort = holen("api_zahlen", "einwohner", schluessel=GF).json()

        assert [(z["stichtag"], z["wert"], z["status"]) for z in antwort["zahlen"]] == [
            ("2019-12-31", 176523, "final"), ("2024-12-31", 175943, "preliminary"),
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("angaben", "meldung"),
        [
            ({"stichtag": "1.1.2020"}, "2019-12-31"),
            ({"schluessel": "3151"}, "auch führende Nullen"),
            ({"schluessel": "03\x0051"}, "kein Gebietsschlüssel"),
            ({"ebenen": "kreis"}, "Möglich sind: schluessel, ebene, stichtag, seite"),
            ({"ebene": "Kreis"}, "Möglich sind: land, bezirk, kreis"),
            ({"seite": "0"}, "ab 1"),
        ],
    )
    def test_a_wrong_question_gets_an_answer_that_helps(self, bestand, angaben, meldung):
        antwort = holen("api_zahlen", "einwohner", **angaben)

        assert antwort.status_code == 400
        assert meldung in antwort.json()["fehler"]

    @pytest.mark.parametrize(("name", "wer"), [("api_zahlen", "nichts"), ("api_indikator", "nichts"), ("api_gebiet", "99999")])
    def test_what_does_not_exist_is_said_in_json(self, bestand, name, wer):
        antwort = holen(name, wer)

        assert (antwort.status_code, list(antwort.json())) == (404, ["fehler"])

    def test_an_address_with_a_line_break_is_answered_in_json_too(self, bestand):
        antwort = Client().get("/daten/api/v1/indikatoren/5%0A")

        assert (antwort.status_code, antwort["Content-Type"]) == (404, "application/json")

    def test_all_figures_of_one_area(self, bestand):
        antwort = holen("api_gebiet", GF).json()

        assert {z["indikator"] for z in antwort["zahlen"]} >= {"einwohner", "sgb2_quote_u15", "kinder_u10"}
        assert {z["ags"] for z in antwort["zahlen"]} == {GF}

    def test_long_answers_come_in_pages(self, bestand, monkeypatch):
        monkeypatch.setattr("statistik.offen.schnittstelle.JE_SEITE", 3)
        eine, zwei = (holen("api_zahlen", "einwohner", seite=n).json() for n in (1, 2))

        assert (eine["anzahl"], eine["seiten"], len(eine["zahlen"]), len(zwei["zahlen"])) == (4, 2, 3, 1)

    def test_other_sites_may_read_it_and_nobody_gets_a_cookie(self, bestand):
        antwort = holen("api_indikatoren")

        assert antwort["Access-Control-Allow-Origin"] == "*"
        assert not antwort.cookies

    def test_the_page_shows_what_the_description_says(self, bestand):
        seite = holen("schnittstelle").content.decode()

        assert "GET http://127.0.0.1:8000/daten/api/v1/indikatoren/{kennung}/zahlen" in seite
        assert "&quot;wert&quot;: 175920" in seite

    @pytest.fixture
    def _one_connection(self):
        """As Django's own test client does: a request to the application leaves the test's connection open."""
        signale = (request_started, request_finished)
        for signal in signale:
            signal.disconnect(close_old_connections)
        yield
        for signal in signale:
            signal.connect(close_old_connections)

    @pytest.mark.usefixtures("_one_connection")
    def test_the_description_holds_against_the_interface(self, bestand):
        """schemathesis asks what the description allows, and what it does not."""
        schema = schemathesis.openapi.from_wsgi("/daten/api/v1/openapi.json", get_wsgi_application())
        gefragt = Counter()
        for ergebnis in schema.get_all_operations():
            vorgang = ergebnis.ok()

            @profile(max_examples=25, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
            @given(case=st.one_of(vorgang.as_strategy(), vorgang.as_strategy(generation_mode=GenerationMode.NEGATIVE)))
            def fragen(case):
                gefragt[case.path] += 1
                case.call_and_validate(headers={"Accept-Encoding": "identity"})

            fragen()
        assert set(gefragt) == set(beschreibung("")["paths"])
