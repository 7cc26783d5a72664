"""What is secret is nowhere: a number that could leak is made first, then looked for in everything a visitor can fetch."""

import io
import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from statistik import actions
from statistik.models import Gebiet, Messwert
from tests.factories import make_kommune
from tests.statistik.dateien import annehmen, vorlage

GEHEIM, NENNER = 13579, 24680  # digits nobody else uses
TAG = "31.12.2019"
JA = dict.fromkeys(("klein", "sprung", "zu_viele", "quote_anders"), "uebernehmen")


@pytest.fixture
def gifhorn(zahlen, settings):
    """A count below what may be public, with all that hangs together with it: base, share, Land, and every other Kreis."""
    settings.STATISTIK_MINDESTZAHL = 20_000
    kreise = list(Gebiet.objects.gueltig(on=date(2019, 12, 31)).kreise())
    zeilen = []
    for nummer, kreis in enumerate(kreise):
        wert = GEHEIM if kreis.ags == "03151" else 30_000 + 100 * nummer
        basis = NENNER if kreis.ags == "03151" else 90_000
        zeilen += [f"{kreis.ags};{TAG};sgb2_kinder_u15;{wert}", f"{kreis.ags};{TAG};kinder_u15;{basis}"]
    summe = GEHEIM + sum(30_000 + 100 * n for n, k in enumerate(kreise) if k.ags != "03151")
    zeilen += [f"03;{TAG};sgb2_kinder_u15;{summe}", f"03151;{TAG};sgb2_quote_u15;{100 * GEHEIM / NENNER:.2f}".replace(".", ",")]
    actions.uebernehmen(annehmen(vorlage(*zeilen), entscheidungen=JA), herkunft={"quelle": "Amt", "lizenz": "dl-de/by-2-0"})
    return make_kommune(name="Landkreis Gifhorn", slug="gifhorn", gebiet=Gebiet.objects.gueltig().get(ags="03151"))


def lesbar(antwort):
    """What a person finds in it, whatever the format."""
    inhalt = b"".join(antwort.streaming_content) if antwort.streaming else antwort.content
    art = antwort["Content-Type"]
    if art == "application/pdf":
        return " ".join(seite.extract_text() for seite in PdfReader(io.BytesIO(inhalt)).pages)
    if "spreadsheet" in art:
        return " ".join(str(zelle) for zeile in load_workbook(io.BytesIO(inhalt)).active.values for zelle in zeile)
    return inhalt.decode()


def alles(kommune):
    """Every public address that shows figures, with the choices that bring out the secret ones."""
    kennungen = ("sgb2_kinder_u15", "sgb2_quote_u15", "sgb2_quote_u15_eigen", "kinder_u15")
    for name in ("zahlen", "zahlen_svg", "zahlenblatt"):
        for kennung in kennungen:
            yield reverse(f"kommunen:{name}", args=[kommune.slug]) + f"?indikator={kennung}&mit=03355"
    yield reverse("kommunen:zahlen_csv", args=[kommune.slug])
    yield reverse("kommune", args=[kommune.slug])
    for kennung in kennungen:
        yield from (reverse(f"daten:{name}", args=[kennung]) for name in ("indikator", "karte", "api_indikator", "api_zahlen"))
        yield from (reverse("daten:tabelle", args=[kennung, endung]) for endung in ("csv", "xlsx", "json"))
    yield reverse("daten:api_gebiet", args=["03151"])
    yield from (reverse(f"daten:{name}") for name in ("uebersicht", "paket", "api_indikatoren", "api_gebiete"))
    yield from (reverse("daten:katalog", args=[endung]) for endung in ("ttl", "jsonld"))


def verraeter():
    """The number, and the share that gives it away, as anybody might write them."""
    anteil = 100 * GEHEIM / NENNER
    anteile = [f"{anteil:.{stellen}f}" for stellen in (1, 2, 3)]
    zahlen = [str(GEHEIM), "13.579", "13,579", "13 579", *anteile, *(text.replace(".", ",") for text in anteile)]
    return re.compile("|".join(rf"(?<![\d.,]){re.escape(text)}(?!\d)" for text in zahlen))


def test_a_secret_value_is_nowhere(gifhorn):
    assert Messwert.objects.filter(wert=GEHEIM).exists()  # it is there to leak
    gefunden = {}
    for adresse in alles(gifhorn):
        antwort = Client().get(adresse)
        assert antwort.status_code in (200, 404), adresse
        if treffer := verraeter().search(lesbar(antwort)):
            gefunden[adresse] = treffer[0]

    assert gefunden == {}


def test_it_is_not_hidden_that_something_is_secret(gifhorn):
    seite = lesbar(Client().get(reverse("kommunen:zahlen", args=["gifhorn"])))
    tabelle = lesbar(Client().get(reverse("daten:tabelle", args=["sgb2_kinder_u15", "csv"])))

    assert "nicht veröffentlicht" in seite
    assert any("03151;" in zeile and ";;Personen;secret;" in zeile for zeile in tabelle.splitlines())


def test_it_cannot_be_had_from_the_land_and_the_others(gifhorn):
    zahlen = Client().get(reverse("daten:tabelle", args=["sgb2_kinder_u15", "json"])).json()["zahlen"]
    land = next(z["wert"] for z in zahlen if z["ags"] == "03")
    andere = [z["wert"] for z in zahlen if z["ags"] != "03"]

    assert andere.count(None) >= 2  # a second Kreis is hidden with it
    assert land - sum(wert for wert in andere if wert) > GEHEIM


def test_it_is_not_missing_from_the_count_of_areas_either(gifhorn):
    """A rank would tell that it lies between two known values."""
    antwort = Client().get(reverse("kommunen:zahlen", args=["gifhorn"]) + "?indikator=sgb2_quote_u15_eigen")

    assert antwort.context["blatt"].stellung is None
