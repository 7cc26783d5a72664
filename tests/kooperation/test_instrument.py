"""The instrument: a file people can write, read strictly, published once and then the same for ever."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from kooperation.actions import instrument as actions
from kooperation.models import Instrument
from kooperation.vorlage import VorlageFehler, als_inhalt, als_yaml, aus_yaml, lesen

SHIPPED = Path("fixtures/instrument/portalfassung-1.0.yaml")


@pytest.fixture
def vorlage():
    return aus_yaml(SHIPPED.read_text(encoding="utf-8"))


def with_changes(vorlage, **changes):
    return als_inhalt(vorlage) | changes


def test_the_portals_own_version_is_there_from_the_start_and_published(vorlage):
    geltend = Instrument.objects.geltend()

    assert geltend.vorlage == vorlage
    assert [len(k.stufen) for k in vorlage.kriterien] == [5] * 8
    assert [len(k.reflexion) for k in vorlage.kriterien] == [2] * 8
    assert {k.code for k in vorlage.kriterien if k.einseitig} == {"K1"}
    assert {k.herkunft for k in vorlage.kriterien} == {"dokumentiert", "Literatur"}


def test_what_is_written_reads_back_as_the_same(vorlage):
    assert aus_yaml(als_yaml(vorlage)) == vorlage
    assert lesen(als_inhalt(vorlage)) == vorlage


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        ("nur Text", "Angaben der Form"),
        ("kriterien: [", "kein gültiges YAML in Zeile 1, Spalte 13"),
        ("[" * 5000, "kein gültiges YAML"),
        ("kennung: x", "Es fehlt „fassung“"),
        ("!!python/object/apply:os.system ['true']", "Angaben der Form"),
        ("a: &a [x]\nb: {<<: [*a, *a]}", "Es fehlt"),
        ("2026-13-45", "Angaben der Form"),
        ("a: " + "x" * 300_000, "zu lang"),
    ],
)
def test_a_file_that_is_no_instrument_is_refused_with_the_place(broken, says):
    with pytest.raises(VorlageFehler, match=says):
        aus_yaml(broken)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"stufen": ["eins", "zwei"]}, "„stufen“ braucht 5 Einträge, es sind 2"),
        ({"kennung": "Mit Leerzeichen"}, "„kennung“ darf nur"),
        ({"leitsatz": ""}, "„leitsatz“ braucht einen Text"),
        ({"leitsatz": "zwei\nZeilen"}, "nicht drucken lässt"),
        ({"leitsatz": "\ud800"}, "nicht drucken lässt"),
        ({"titel": "x" * 201}, "201 Zeichen"),
        ({"unbekannt": "x"}, "„unbekannt“ ist nicht bekannt"),
        ({"kriterien": []}, "Es sind 0 Kriterien"),
        ({"ohne_stufe": {"unklar": "?"}}, "Es fehlt „passt_nicht“"),
    ],
)
def test_each_mistake_has_its_own_sentence(vorlage, change, says):
    with pytest.raises(VorlageFehler, match=says):
        lesen(with_changes(vorlage, **change))


def test_a_code_stands_for_one_kriterium(vorlage):
    kriterien = als_inhalt(vorlage)["kriterien"]

    with pytest.raises(VorlageFehler, match="„K1“ gibt es zweimal"):
        lesen(with_changes(vorlage, kriterien=[*kriterien, kriterien[0]]))


def test_a_mistake_in_a_kriterium_names_it(vorlage):
    kriterien = als_inhalt(vorlage)["kriterien"]
    kriterien[2]["stufen"] = kriterien[2]["stufen"][:4]

    with pytest.raises(VorlageFehler, match=r"Kriterium 3 \(K3\): „stufen“ braucht 5 Einträge, es sind 4"):
        lesen(with_changes(vorlage, kriterien=kriterien))


def test_a_draft_is_replaced_a_published_version_is_not(vorlage):
    neu = lesen(with_changes(vorlage, kennung="eigene-1", fassung="Eigene Fassung 1"))
    entwurf = actions.laden(vorlage=neu)
    geaendert = lesen(als_inhalt(neu) | {"leitsatz": "Anders."})
    actions.laden(vorlage=geaendert)
    assert Instrument.objects.get(pk=entwurf.pk).vorlage.leitsatz == "Anders."
    assert Instrument.objects.geltend().kennung == "portalfassung-1.0"  # a draft is not used

    actions.veroeffentlichen(instrument=entwurf)

    assert Instrument.objects.geltend().kennung == "eigene-1"
    with pytest.raises(VorlageFehler, match="ändert sich nicht mehr"):
        actions.laden(vorlage=neu)
    assert Instrument.objects.get(pk=entwurf.pk).vorlage.leitsatz == "Anders."
    assert not actions.veroeffentlichen(instrument=entwurf)  # the date stays, too


def test_loading_and_writing_by_command(tmp_path, capsys):
    call_command("instrument_ausgeben")
    datei = tmp_path / "neu.yaml"
    datei.write_text(capsys.readouterr().out.replace("portalfassung-1.0", "eigene-2"), encoding="utf-8")

    call_command("instrument_laden", datei)
    assert "8 Kriterien, Entwurf" in capsys.readouterr().out
    call_command("instrument_laden", datei, "--veroeffentlichen")
    assert "veröffentlicht" in capsys.readouterr().out
    with pytest.raises(CommandError, match=r"Diese Fassung gibt es nicht. Vorhanden: .*eigene-2"):
        call_command("instrument_ausgeben", "fehlt")
    with pytest.raises(CommandError, match="lässt sich nicht lesen"):
        call_command("instrument_laden", tmp_path / "fehlt.yaml")
