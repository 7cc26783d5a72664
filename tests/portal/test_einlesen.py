"""From a pasted text to a draft, and from a draft to a public page."""

from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from kommunen.leser import lesen
from kommunen.models import Einlesung, Fassung, Kommune, Termin
from kommunen.redaktion.actions import veroeffentlichen
from kommunen.redaktion.stand import staende, stand
from kommunen.uebernahme import UebernahmeFehler
from netzwerke.models import Gruppe
from praeventionsketten.actions import kommune_anlegen, profil_uebernehmen
from statistik.models import Gebiet
from tests.factories import make_gebiet, make_kommune, make_nutzer

TEXT = """Landkreis Neuland

Kontakt:
Petra Beispiel
Koordination Präventionsketten
Fachbereich Jugend
Schlossplatz 1
38518 Neustadt
petra.beispiel@example.org

Einwohnerzahl:
75.097

Anteil der Kinder unter 10:
6.839 (Melderegister Stand 31.05.2017)

Ziele:
Übergänge für Akteur*innen und Koordinator*innen.

Beteiligte Akteur*innen:
Steuergruppe
- Leitung Jugendamt + 1 Experte aus dem Bereich
- Frau Rita Verborgen (Schulamt)

Erfolge:
Ein Instrument zur Kooperationsqualität. (s. Downloads)

Downloads:
Kooperationsqualität.pdf
30.11.2017 526 KB pdf

Pfeil zum scrollen
"""


@pytest.fixture
def neuland():
    return make_gebiet(name="Neuland", ars="03998")


@pytest.fixture
def fachadmin(client):
    nutzer = make_nutzer(is_staff=True, is_superuser=True)
    client.force_login(nutzer, backend="django.contrib.auth.backends.ModelBackend")
    return client


def take_over(kommune, text=TEXT, **how):
    return profil_uebernehmen(einlesung=Einlesung.objects.create(text=text), lesung=lesen(text), kommune=kommune, **how)


def publish(kommune):
    kommune.is_published = True
    kommune.save()
    veroeffentlichen(kommune=kommune, nummern={s.art: s.nummer for s in staende(kommune) if s.entwurf})


def test_a_pasted_text_is_shown_for_review_with_every_line(fachadmin, neuland):
    page = fachadmin.post(reverse("profil_einlesen"), {"text": TEXT}, follow=True).content.decode()

    assert "Petra Beispiel" in page
    assert "intern, wird nicht veröffentlicht" in page
    assert "75.097" in page
    assert "ist nicht zugeordnet: <q>Pfeil zum scrollen</q>" in page
    assert "neu anlegen: Landkreis Neuland" in page
    for nr, line in enumerate(TEXT.splitlines(), start=1):
        assert (f'id="zeile-{nr}"' in page) == bool(line.strip())


def test_a_text_file_does_the_same(fachadmin, neuland):
    datei = SimpleUploadedFile("alt.txt", TEXT.encode("cp1252"))

    page = fachadmin.post(reverse("profil_einlesen"), {"datei": datei}, follow=True).content.decode()

    assert "alt.txt" in page
    assert "Landkreis Neuland" in page


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"text": ""}, "Der Text ist leer"),
        ({"text": "Nur ein Brief."}, "keine Überschrift"),
        ({"datei": SimpleUploadedFile("x.pdf", b"%PDF-1.7")}, "eine PDF-Datei"),
        ({"datei": SimpleUploadedFile("x.txt", b"x" * 10_000_000)}, "zu lang: 10,0 MB"),
    ],
    ids=["empty", "letter", "pdf", "10 MB"],
)
def test_bad_input_gets_a_reason_and_keeps_what_was_typed(data, says, fachadmin):
    page = fachadmin.post(reverse("profil_einlesen"), data).content.decode()

    assert says in page
    assert data.get("text", "") in page
    assert not Einlesung.objects.exists()


def test_taking_over_makes_a_draft_that_nobody_else_sees(fachadmin, neuland, client):
    einlesung = Einlesung.objects.create(text=TEXT)
    response = fachadmin.post(reverse("einlesung", args=[einlesung.pk]), {"kommune": ""}, follow=True)

    kommune = Kommune.objects.get(gebiet=neuland)
    page = response.content.decode()
    assert "Noch sehen das nur Sie" in page
    assert "Steuergruppe" in page
    assert not kommune.is_published
    assert not kommune.hat_profil
    einlesung.refresh_from_db()
    assert (einlesung.kommune, einlesung.text) == (kommune, TEXT)
    client.logout()
    assert client.get(kommune.get_absolute_url()).status_code == 404


def test_published_it_shows_everything_but_the_names(client, neuland):
    kommune = kommune_anlegen(gebiet=neuland)
    take_over(kommune)
    publish(kommune)

    page = client.get(kommune.get_absolute_url()).content.decode()

    for shown in (
        "75.097",
        "6.839",
        "9,1\u202f%",
        "31.05.2017, Melderegister",
        "Steuergruppe",
        "Leitung Jugendamt",
        "+ 1 Experte aus dem Bereich",
    ):
        assert shown in page
    assert "Akteur*innen und Koordinator*innen" in page
    assert "Schulamt" in page
    for hidden in ("Petra", "petra", "Verborgen"):
        assert hidden not in page


def test_members_and_their_company_are_kept_as_structure(neuland):
    take_over(kommune_anlegen(gebiet=neuland))

    (gruppe,) = Gruppe.objects.all()
    leitung, experte, amt = gruppe.mitgliedschaften.all()
    assert (experte.begleitet, experte.anzahl) == (leitung, 1)
    assert (amt.funktion, amt.person.name) == ("Schulamt", "Frau Rita Verborgen")


def test_a_success_is_linked_to_the_document_it_speaks_of(neuland):
    kommune = kommune_anlegen(gebiet=neuland)
    take_over(kommune)
    publish(kommune)

    assert kommune.erfolge.get().download == kommune.downloads.get()


def test_a_published_profile_stays_as_it_is_until_somebody_publishes_the_draft(client, neuland):
    kommune = kommune_anlegen(gebiet=neuland)
    take_over(kommune)
    publish(kommune)

    take_over(kommune, "Ziele:\nNeu gelesen.")

    assert "Neu gelesen" not in client.get(kommune.get_absolute_url()).content.decode()
    publish(kommune)
    page = client.get(kommune.get_absolute_url()).content.decode()
    assert "Neu gelesen" in page
    assert "75.097" in page  # a section the reading does not speak of stays


def test_the_draft_that_was_there_stays_among_the_versions(neuland):
    kommune = kommune_anlegen(gebiet=neuland)
    take_over(kommune)
    before = stand(kommune, "ziele").inhalt["ziele"]

    take_over(kommune, "Ziele:\nNeu.")

    assert stand(kommune, "ziele").inhalt["ziele"] == "Neu."
    assert before in [f.inhalt["ziele"] for f in Fassung.objects.filter(abschnitt__kommune=kommune, abschnitt__art="ziele")]
    assert Gruppe.objects.count() == 1  # groups are entered once
    assert Einlesung.objects.filter(kommune=kommune).count() == 2  # no source is thrown away


def test_a_date_of_the_programme_belongs_to_no_kommune(neuland):
    take_over(kommune_anlegen(gebiet=neuland), "Landkreis Neuland\n\nTermine\n\nTreffen\n\nIn der Region Anderswo am 12.12.2019.")

    assert (Termin.objects.get().kommune, Termin.objects.get().is_published) == (None, False)


def test_what_does_not_fit_its_field_is_named_and_nothing_is_half_done(neuland):
    kommune = kommune_anlegen(gebiet=neuland)

    with pytest.raises(UebernahmeFehler, match="Mitgliedschaft, Funktion"):
        take_over(kommune, f"Beteiligte Akteure:\nSteuergruppe\n- {'Amt ' * 100}")

    assert not Fassung.objects.exists()


def test_a_name_that_may_mean_two_areas_is_asked_for(fachadmin, gebiete):
    einlesung = Einlesung.objects.create(text="Region Lüneburg\n\nZiele:\nEins")
    Gebiet.objects.filter(ars="03355").update(anzeigename="Region Lüneburg")
    Gebiet.objects.filter(ars="033550022022").update(anzeigename="Region Lüneburg")

    url = reverse("einlesung", args=[einlesung.pk])
    page = fachadmin.get(url).content.decode()
    answer = fachadmin.post(url, {"kommune": ""}).content.decode()

    assert "kann mehreres heißen" in page
    assert "Bitte wählen Sie, zu welcher Kommune dieses Profil gehört." in answer


def test_new_kommunen_of_one_name_get_different_addresses(gebiete):
    slugs = [kommune_anlegen(gebiet=Gebiet.objects.gueltig().get(ars=ars)).slug for ars in ("033550022022", "03355", "03241")]

    assert slugs == ["lueneburg", "landkreis-lueneburg", "region-hannover"]


# ---------- The command ----------


def run(*args, **options):
    out, err = StringIO(), StringIO()
    call_command("profil_einlesen", *map(str, args), stdout=out, stderr=err, no_color=True, **options)
    return out.getvalue()


@pytest.fixture
def datei(tmp_path):
    path = tmp_path / "neuland.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_the_command_makes_a_draft_and_says_what_has_no_place(datei, neuland):
    text = run(datei)

    assert "kinder_u10: 6839 personen (31.05.2017, Melderegister)" in text
    assert "nicht zugeordnet, Zeile 32: Pfeil zum scrollen" in text
    assert stand(Kommune.objects.get(gebiet=neuland), "ziele").entwurf


def test_the_command_can_only_show(datei, neuland):
    run(datei, nur_zeigen=True)

    assert not Einlesung.objects.exists()


def test_one_bad_file_does_not_stop_the_others(datei, tmp_path, neuland, capsys):
    bad = tmp_path / "leer.txt"
    bad.write_text("")

    with pytest.raises(CommandError, match="2 von 3 Dateien nicht eingelesen"):
        run(bad, datei, tmp_path / "fehlt.txt")

    assert stand(Kommune.objects.get(gebiet=neuland), "ziele").entwurf


def test_the_command_refuses_an_unknown_place(datei):
    with pytest.raises(CommandError):
        run(datei)

    assert not Kommune.objects.filter(name__contains="Neuland").exists()


def test_a_coordinator_fills_the_empty_profile_of_her_own_kommune(client, neuland):
    kommune = make_kommune(profil=False, gebiet=neuland, name="Landkreis Neuland")
    client.force_login(make_nutzer(coordinates=[kommune]), backend="django.contrib.auth.backends.ModelBackend")

    page = client.post(reverse("profil_einlesen"), {"text": TEXT}, follow=True)
    client.post(page.request["PATH_INFO"], {"kommune": kommune.pk})

    assert stand(kommune, "ziele").inhalt["ziele"].startswith("Übergänge")


def test_a_second_click_leads_to_the_draft_that_is_there(fachadmin, neuland):
    einlesung = Einlesung.objects.create(text=TEXT)
    url = reverse("einlesung", args=[einlesung.pk])

    first, second = (fachadmin.post(url, {"kommune": ""}) for _ in range(2))

    assert first.url == second.url == reverse("vorschau", args=[Kommune.objects.get(gebiet=neuland).slug])


def test_a_reading_that_fails_leaves_no_empty_kommune(fachadmin, neuland):
    einlesung = Einlesung.objects.create(text=f"Landkreis Neuland\n\nBeteiligte Akteure:\nSteuergruppe\n- {'Amt ' * 100}")

    page = fachadmin.post(reverse("einlesung", args=[einlesung.pk]), {"kommune": ""}).content.decode()

    assert "Bitte kürzen oder berichtigen Sie die Stelle" in page
    assert not Kommune.objects.exists()


def test_a_date_of_the_programme_is_entered_once_however_often_it_is_read(neuland):
    kommune = kommune_anlegen(gebiet=neuland)
    text = "Landkreis Neuland\n\nTermine\n\nTreffen\n\nIn der Region Anderswo am 12.12.2019."
    take_over(kommune, text)
    take_over(kommune, text)

    assert Termin.objects.count() == 1


def test_many_towns_of_one_name_get_addresses_that_fit():
    towns = [
        make_gebiet(
            name="Neustadt, Stadt",
            anzeigename="Stadt Neustadt",
            ars=f"03{i}510001001",
            ags=f"03{i}51001",
            ebene="gemeinde",
            typ="Stadt",
        )
        for i in (1, 2, 3)
    ]
    long = make_gebiet(name="Ein sehr langer Name " * 5)

    slugs = [kommune_anlegen(gebiet=gebiet).slug for gebiet in (*towns, long)]

    assert len(set(slugs)) == 4
    assert max(map(len, slugs)) <= 50


def test_a_pasted_text_that_is_far_too_long_gets_our_own_words(fachadmin):
    page = fachadmin.post(reverse("profil_einlesen"), {"text": "x" * 10_000_000}).content.decode()

    assert "Der Text ist zu lang: 10,0 MB" in page
