"""What is true of a row, held by the database itself."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from kommunen.models import Download, Kommune, Listenzeile
from tests.factories import make_datei, make_download, make_gebiet, make_kennzahl, make_kommune


@pytest.mark.parametrize(
    "values",
    [
        {"wert": 5, "stichtag": date(2020, 1, 1)},  # a day, but how exact?
        {"wert": 5, "genauigkeit": "tag"},
        {"wert": None},
        {"wert": 5, "status": "secret"},
    ],
    ids=["date without precision", "precision without date", "no value, no reason", "value of a secret"],
)
def test_a_figure_that_contradicts_itself_is_refused(kommune, values):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_kennzahl(kommune, "einwohner", **values)


def test_a_download_is_a_file_or_a_link_but_not_both(kommune):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_download(kommune, datei=make_datei(kommune), url="https://example.org/a.pdf")


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"datum": date(2017, 11, 30), "groesse_kb": 1526, "typ": "pdf"}, "30.11.2017 – Datei liegt nicht vor"),
        (
            {"datum": date(2017, 11, 30), "groesse_kb": 1526, "typ": "pdf", "url": "https://example.org/a.pdf"},
            "30.11.2017, 1,5 MB, PDF – führt aus dem Portal hinaus",
        ),
        ({"url": "https://example.org/a"}, "führt aus dem Portal hinaus"),
        ({}, "Datei liegt nicht vor"),
    ],
)
def test_a_download_says_what_is_known_of_it(values, says):
    assert Download(titel="Bericht", **values).angaben == says


def test_a_kommune_says_where_it_lies():
    region = make_gebiet(name="Region Musterland", typ="Region", anzeigename="Region Musterland", ars="03997")
    kreis = make_gebiet(name="Musterkreis", ars="03996")
    town = {"typ": "Stadt", "ebene": "gemeinde"}
    verband = make_gebiet(name="SG", typ="Samtgemeinde", ebene="verband", ars="039965401", ags="", parent=kreis)
    in_region = make_gebiet(name="A, Stadt", ars="039970001001", ags="03997001", parent=region, **town)
    in_verband = make_gebiet(name="B, Stadt", ars="039965401002", ags="03996002", parent=verband, **town)

    assert make_kommune(gebiet=region).art == "Region"
    assert make_kommune(gebiet=in_region).art == "Stadt in der Region Musterland"
    assert make_kommune(gebiet=in_verband).art == "Stadt im Landkreis Musterkreis"


def test_lists_are_sorted_as_in_a_german_register():
    for name in ("Uelzen", "Osterode", "Öhringen", "Zeven"):
        make_kommune(name=name, sortierung=name.lower().replace("ö", "o"))

    assert [k.name for k in Kommune.objects.all()] == ["Öhringen", "Osterode", "Uelzen", "Zeven"]


def test_a_row_of_the_list_says_the_same_as_the_kommune():
    region = make_gebiet(name="Region Musterland", anzeigename="Region Musterland", typ="Region", ars="03998")
    kreis = make_gebiet(name="Musterkreis", ars="03999", anzeigename="Landkreis Musterkreis")
    verband = make_gebiet(name="Verband", ars="039995401", ags="", typ="Samtgemeinde", ebene="verband", parent=kreis)
    orte = [
        region,
        kreis,
        verband,
        make_gebiet(name="A, Stadt", ars="039980000001", ags="03998001", typ="Stadt", ebene="gemeinde", parent=region),
        make_gebiet(name="B", ars="039995401002", ags="03999002", typ="Gemeinde", ebene="gemeinde", parent=verband),
        make_gebiet(name="C", ars="039990000003", ags="03999003", typ="Gemeinde", ebene="gemeinde"),
    ]
    for ort, profil in zip(orte, ({"kurztext": "Ein Satz."}, {"is_published": False}, None, True, True, True), strict=True):
        make_kommune(gebiet=ort, profil=profil)

    rows = [Listenzeile(*row) for row in Kommune.objects.order_by("pk").for_list()]

    assert [row.art for row in rows] == [kommune.art for kommune in Kommune.objects.order_by("pk")]
    assert [row.satz for row in rows] == ["Ein Satz.", None, None, "", "", ""]
    assert [row.get_absolute_url() for row in rows] == [k.get_absolute_url() for k in Kommune.objects.order_by("pk")]
