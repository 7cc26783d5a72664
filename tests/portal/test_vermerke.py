"""What others must be able to look up is noted by whoever does it: rights, imports, exports, publications, deletions."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from kern.models import Vermerk
from kommunen.models import Einladung, Fassung
from kooperation.models import Instrument
from statistik import actions as statistik
from tests.conftest import angemeldet
from tests.factories import make_einrichtung, make_entwurf, make_gruppe, make_nutzer
from tests.statistik.dateien import liefern, vorlage


def noted(art):
    """What was noted of this kind: (what, by whom)."""
    return [(v.was, v.nutzer) for v in Vermerk.objects.filter(art=art).order_by("pk")]


def test_an_invitation_and_who_accepts_it(login, cast, kommune, client):
    login("koordination").post(
        reverse("kommunen:beteiligte", args=[kommune.slug]),
        {"email": "neu@example.org", "funktion": "Vertretung", "kommunen": [kommune.pk]},
    )
    einladung, token = Einladung.neu(email="auch@example.org", von=cast["koordination"])
    einladung.save()
    einladung.kommunen.add(kommune)
    client.post(reverse("kommunen:einladung", args=[token]))

    neu = kommune.koordinationen.latest("pk").nutzer
    assert noted("rechte") == [
        (f"Eingeladen als Vertretung: {kommune}", cast["koordination"]),
        (f"Konto {neu.pk} betreut jetzt {kommune} (Einladung angenommen)", None),
    ]


def test_rights_that_end_and_the_account_with_them(login, cast, kommune):
    koordination = kommune.koordinationen.get()
    login("fachadmin").post(reverse("kommunen:beenden", args=[kommune.slug, koordination.pk]))

    konto = cast["koordination"].pk
    assert noted("rechte") == [(f"Konto {konto} betreut {kommune} nicht mehr", cast["fachadmin"])]
    assert noted("geloescht") == [(f"Konto {konto} und alles, was die Person nennt", cast["fachadmin"])]


def test_who_gives_up_her_last_right_leaves_a_note_without_her(login, cast, kommune):
    login("koordination").post(reverse("kommunen:abgeben", args=[kommune.slug]))

    assert [nutzer for _, nutzer in noted("rechte")] == [None]


def test_switches_of_an_account_in_the_administration(login, cast):
    nutzer = make_nutzer(email="neu@example.org")
    login("fachadmin").post(
        f"/admin/konten/nutzer/{nutzer.pk}/change/", {"email": nutzer.email, "is_active": "on", "is_staff": "on"}
    )

    assert noted("rechte") == [(f"Konto {nutzer.pk}: Fachadministration – ja", cast["fachadmin"])]


def test_what_becomes_public(login, cast, kommune):
    make_entwurf(kommune, "grund", grund="Neu.")
    nummer = Fassung.objects.get(abschnitt__art="grund").nummer
    login("koordination").post(
        reverse("kommunen:veroeffentlichen", args=[kommune.slug]), {"abschnitt": ["grund"], "fassung-grund": nummer}
    )

    assert [nutzer for _, nutzer in noted("veroeffentlicht")] == [cast["koordination"]]
    assert str(kommune) in noted("veroeffentlicht")[0][0]


def test_an_instrument(login, cast):
    entwurf = Instrument.objects.create(kennung="probe", fassung="Probe", inhalt=Instrument.objects.first().inhalt)
    login("fachadmin").post("/admin/kooperation/instrument/", {"action": "veroeffentlichen", "_selected_action": [entwurf.pk]})

    assert noted("veroeffentlicht") == [(f"Instrument „{entwurf}“", cast["fachadmin"])]


def test_figures_that_come_in_and_are_withdrawn(zahlen):
    lieferung = liefern(vorlage("03151;31.12.2019;einwohner;176523"))
    statistik.zuruecknehmen(lieferung)

    assert [was for was, _ in noted("import")] == [f"{lieferung} übernommen, 1 Werte", f"{lieferung} zurückgenommen, 1 Werte"]


def test_lists_that_go_out(login, cast, kommune):
    make_einrichtung(kommune)
    gruppe = make_gruppe(kommune, "Leitung")
    browser = login("koordination")
    browser.get(reverse("netzwerke:export", args=[kommune.slug, "csv"]))
    browser.get(reverse("netzwerke:adressen", args=[kommune.slug, gruppe.schluessel]))

    assert noted("export") == [
        (f"{kommune}: Liste der Einrichtungen (csv)", cast["koordination"]),
        (f"{kommune}: Adressen der Gruppe „{gruppe}“", cast["koordination"]),
    ]


def test_lists_of_the_administration_in_both_directions(login, cast, kommune):
    browser, url = login("fachadmin"), reverse("admin:kommunen_kontakt_import")
    kopf = "Schlüssel;Kommune;Funktion;Dienststelle;Straße;PLZ;Ort;Telefon;Telefax;E-Mail"
    datei = SimpleUploadedFile("liste.csv", f"{kopf}\n;{kommune.slug};Koordination;Amt;;;Ort;;;\n".encode())
    form = browser.post(url, {"format": "0", "import_file": datei}).context["confirm_form"]
    browser.post(reverse("admin:kommunen_kontakt_process_import"), form.initial)
    browser.post(reverse("admin:kommunen_kommune_export"), {"format": "0", "resource": "0"} | export_fields(browser))

    assert noted("import") == [("Kontakte: 1 Zeile aus einer Liste", cast["fachadmin"])]
    assert [(was.split(":")[0], nutzer) for was, nutzer in noted("export")] == [("Kommunen", cast["fachadmin"])]


def export_fields(browser):
    form = browser.get(reverse("admin:kommunen_kommune_export")).context["form"]
    return {name: "on" for name in form.fields if name.startswith("kommuneresource")}


def test_what_the_operator_does_has_nobody():
    call_command("ersteinrichtung", "chefin@example.org", verbosity=0)

    assert [nutzer for _, nutzer in noted("rechte")] == [None]


@pytest.mark.parametrize("art", Vermerk.Art.values)
def test_every_kind_can_be_filtered_for(login, art):
    assert angemeldet(make_nutzer(is_staff=True)).get("/admin/kern/vermerk/", {"art__exact": art}).status_code == 200


def test_a_note_outlives_the_account_and_ends_after_three_years(cast):
    Vermerk.objects.create(art="rechte", was="Konto 7", nutzer=cast["koordination"])
    Vermerk.objects.create(art="rechte", was="Alt", am="2020-01-01T00:00:00Z")
    cast["koordination"].delete()

    call_command("erinnern")

    assert noted("rechte") == [("Konto 7", None)]
