"""The official file GV100AD, on self-made lines of its layout."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from statistik.gemeindeverzeichnis import VerzeichnisFehler, lesen, uebernehmen
from statistik.models import Gebiet


def line(art, key, name, *, verband="", typ="", area=0, people=0):
    """One record of GV100AD: record type, day, regional key, association, name, kind, area in ha, population."""
    kreis_und_gemeinde = key.ljust(8)
    start = f"{art}20231231{kreis_und_gemeinde}{verband.ljust(4)}{name.ljust(50)}{''.ljust(50)}{typ.ljust(6)}"
    return f"{start}{area:011}{people:011}{people // 2:011}    38518     " + " " * 45


FILE = [
    line("10", "03", "Niedersachsen"),
    line("20", "031", "Statistische Region Braunschweig"),
    line("40", "03151", "Gifhorn", typ="44"),
    line("50", "03151", "Gifhorn, Stadt", verband="0009", typ="50"),
    line("60", "03151009", "Gifhorn, Stadt", verband="0009", typ="63", area=10486, people=43941),
    line("50", "03151", "Boldecker Land", verband="5401", typ="52"),
    line("60", "03151001", "Barwedel", verband="5401", typ="64", area=1634, people=1050),
    line("40", "03241", "Region Hannover", typ="44"),
    line("20", "032", "Statistische Region Hannover"),
]


@pytest.fixture
def gv100(tmp_path):
    path = tmp_path / "GV100AD.txt"

    def write(lines, encoding="utf-8"):
        path.write_bytes("\n".join(lines).encode(encoding))
        return path

    return write


def load(path):
    out = StringIO()
    call_command("gebiete_laden", path, stdout=out, stderr=StringIO())
    return out.getvalue()


def test_areas_get_keys_parents_names_and_figures_with_source(gv100):
    load(gv100(FILE))

    town = Gebiet.objects.get(ags="03151009")
    assert (town.ars, town.anzeigename, str(town.parent)) == ("031510009009", "Stadt Gifhorn", "Landkreis Gifhorn")
    assert (town.einwohner, str(town.flaeche_km2)) == (43941, "104.86")
    assert town.quelle.endswith("Gebietsstand 31.12.2023")
    village = Gebiet.objects.get(ags="03151001")
    assert (str(village), str(village.parent), str(village.kreis)) == (
        "Gemeinde Barwedel",
        "Samtgemeinde Boldecker Land",
        "Landkreis Gifhorn",
    )
    assert Gebiet.objects.get(ars="03241").typ == "Region"


def test_a_municipality_of_its_own_is_no_association_too(gv100):
    load(gv100(FILE))

    assert [g.ars for g in Gebiet.objects.filter(ebene="verband")] == ["031515401"]


def test_loading_twice_changes_nothing_the_second_time(gv100):
    load(gv100(FILE))

    assert load(gv100(FILE)) == "0 neu, 0 geändert, 8 unverändert.\n"


def test_over_our_fixture_only_what_differs_changes_and_successors_stay(gv100, gebiete):
    text = load(gv100(FILE))

    assert text.startswith("3 neu, ")
    assert Gebiet.objects.get(ars="03152").nachfolger.ars == "03159"
    assert "Landkreis Peine" in text
    assert "Landkreis Göttingen (bis" not in text


def test_old_files_in_windows_encoding_are_read(gv100):
    load(gv100([line("10", "03", "Niedersachsen"), line("40", "03355", "Lüneburg", typ="44")], "cp1252"))

    assert Gebiet.objects.get(ars="03355").name == "Lüneburg"


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        ("99 etwas", "Zeile 3: Die Satzart „99“ gibt es nicht"),
        (line("40", "03151", "Gifhorn", typ="44")[:100], "Zeile 3: Die Zeile hat 100 Zeichen"),
        (line("40", "0315A", "Gifhorn", typ="44"), "Zeile 3: Der Schlüssel „0315A“ besteht nicht aus Ziffern"),
        (line("40", "03151", "Gifhorn", typ="xx"), "Zeile 3: Ein Feld lässt sich nicht lesen"),
        (line("20", "031", "Noch einmal"), "Zeile 3: Der Schlüssel 031 steht schon in Zeile 2"),
        (
            line("60", "03151009", "Gifhorn", verband="0009", typ="63"),
            "Zeile 3: Zu Gifhorn (031510009009) fehlt das übergeordnete Gebiet",
        ),
    ],
    ids=["record type", "short", "key", "field", "twice", "parent"],
)
def test_an_error_names_its_line_and_nothing_is_loaded(gv100, bad, says):
    with pytest.raises(CommandError) as error:
        load(gv100([*FILE[:2], bad]))

    assert "Es wurde nichts geladen." in str(error.value)
    assert says in str(error.value)
    assert not Gebiet.objects.exists()


def test_all_errors_are_named_at_once():
    with pytest.raises(VerzeichnisFehler) as error:
        lesen(["99", FILE[0], "98"])

    assert [m.split(":")[0] for m in error.value.meldungen] == ["Zeile 1", "Zeile 3"]


@pytest.mark.parametrize(("content", "says"), [([], "enthält keine Gebiete"), (["", "  "], "enthält keine Gebiete")])
def test_an_empty_file_is_refused(gv100, content, says):
    with pytest.raises(CommandError, match=says):
        load(gv100(content))


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(CommandError, match=r"lässt sich nicht öffnen"):
        load(tmp_path / "gibt-es-nicht.txt")


@pytest.mark.parametrize("count", [1, 40])
def test_the_number_of_queries_does_not_grow_with_the_file(count, django_assert_num_queries):
    villages = [line("60", f"03151{i:03}", f"Ort {i}", verband="5401", typ="64", people=10) for i in range(count)]
    saetze = lesen([*FILE[:3], FILE[5], *villages])

    with django_assert_num_queries(8):  # one to read; for each of the five levels an insert in its own savepoint
        uebernehmen(saetze)
