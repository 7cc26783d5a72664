"""A small count cannot be had back: not by one subtraction, nor by many, nor by shares, nor by what a Kommune counts itself."""

from datetime import date
from hashlib import sha256

import numpy as np
import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from statistik.models import Gebiet
from statistik.verbergen import Gleichung, Tafel
from tests.factories import make_kommune
from tests.statistik.dateien import liefern, vorlage

GRENZE = 10
ALTER = ("u10", "u15", "u18")


def gezogene(schluessel):
    return lambda zelle: sha256(f"{schluessel}{zelle}".encode()).hexdigest()


def gleichungen(kreise, gemeinden):
    """Of a Land with Kreise with Gemeinden, each in three age groups of which one begins the next."""
    for alter in ALTER:
        yield Gleichung((alter, "land"), tuple((alter, (k,)) for k in range(kreise)))
        for k in range(kreise):
            yield Gleichung((alter, (k,)), tuple((alter, (k, g)) for g in range(gemeinden)))
    orte = ["land", *((k,) for k in range(kreise)), *((k, g) for k in range(kreise) for g in range(gemeinden))]
    for innen, aussen in (("u10", "u15"), ("u15", "u18"), ("u10", "u18")):
        for ort in orte:
            yield Gleichung((aussen, ort), ((innen, ort), ("zwischen", innen, aussen, ort)))


@st.composite
def tafeln(draw):
    kreise, gemeinden = draw(st.integers(2, 4)), draw(st.integers(1, 4))
    anzahl = st.one_of(st.integers(0, 12), st.integers(13, 400))
    werte = {}
    for k in range(kreise):
        for g in range(gemeinden):
            werte["u10", (k, g)] = draw(anzahl)
            werte["u15", (k, g)] = werte["u10", (k, g)] + draw(anzahl)
            werte["u18", (k, g)] = werte["u15", (k, g)] + draw(anzahl)
    for alter in ALTER:
        for k in range(kreise):
            werte[alter, (k,)] = sum(werte[alter, (k, g)] for g in range(gemeinden))
        werte[alter, "land"] = sum(werte[alter, (k,)] for k in range(kreise))
    geliefert = {z: w for z, w in werte.items() if draw(st.integers(0, 9))}  # one in ten was never delivered
    return werte, geliefert, list(gleichungen(kreise, gemeinden)), draw(st.integers())


def ausrechenbar(oeffentlich, alle):
    """An attacker with linear algebra: which cells follow from the public ones and the equations, whatever the numbers are."""
    unbekannt = sorted({z for g in alle for z in g.zellen} - set(oeffentlich), key=repr)
    nummer = {zelle: i for i, zelle in enumerate(unbekannt)}
    matrix = np.zeros((len(alle), len(unbekannt)))
    for zeile, g in enumerate(alle):
        for zelle, faktor in [(g.summe, 1.0), *((teil, -1.0) for teil in g.teile)]:
            if zelle in nummer:
                matrix[zeile, nummer[zelle]] += faktor
    _, s, vh = np.linalg.svd(matrix)
    frei = vh[(s > 1e-9).sum() :] if unbekannt else np.zeros((0, 0))
    return {zelle for zelle, i in nummer.items() if not np.abs(frei[:, i]).max(initial=0) > 1e-9}


@given(tafeln())
def test_whatever_is_public_no_small_count_follows_from_it(fall):
    werte, geliefert, alle, schluessel = fall
    tafel = Tafel(dict(geliefert), list(alle), GRENZE, gezogene(schluessel))
    verborgen = tafel.schuetzen()
    offen = {zelle for zelle in geliefert if zelle not in verborgen}
    wahr = werte | {g.teile[1]: werte[g.summe] - werte[g.teile[0]] for g in alle if g.teile[-1][0] == "zwischen"}

    verraten = {zelle: wahr[zelle] for zelle in ausrechenbar(offen, alle) | offen if 0 < wahr[zelle] < GRENZE}

    assert verraten == {}


@given(tafeln())
def test_where_nothing_is_small_nothing_is_hidden(fall):
    werte, _, alle, _ = fall
    gross = {zelle: wert * GRENZE for zelle, wert in werte.items()}

    assert Tafel(gross, list(alle), GRENZE, repr).schuetzen() == set()


def test_few_people_in_several_places_nobody_delivered_are_not_had_from_the_sum():
    gleichung = Gleichung("land", ("a", "b", "c", "d"))

    assert Tafel({"land": 1505.0, "c": 1000.0, "d": 500.0}, [gleichung], GRENZE, repr).schuetzen()


def test_the_draw_decides_which_other_cell_is_hidden():
    werte = {"land": 3009.0, "a": 9.0, "b": 1000.0, "c": 1000.0, "d": 1000.0}
    gleichung = Gleichung("land", ("a", "b", "c", "d"))
    gezogen = {frozenset(Tafel(dict(werte), [gleichung], GRENZE, gezogene(n)).schuetzen()) for n in range(40)}

    assert gezogen == {frozenset("ab"), frozenset("ac"), frozenset("ad")}


# ---------- The same with deliveries, as a visitor sees it ----------

TAG = "31.12.2019"
JA = dict.fromkeys(("klein", "sprung", "bruchteil", "zu_viele", "quote_anders"), "uebernehmen")
K, L = "03151", "03153"


@pytest.fixture
def orte(zahlen):
    """In two Kreise a Samtgemeinde of three and five Gemeinden besides, as in the real register."""
    for ags in (K, L):
        kreis = Gebiet.objects.gueltig().get(ags=ags)
        verband = _gebiet(f"{ags}5401", "verband", kreis)
        for n in range(8):
            _gebiet(f"{ags}{'5401' if n < 3 else f'00{n:02d}'}{n:03d}", "gemeinde", verband if n < 3 else kreis)


def _gebiet(ars, ebene, parent):
    ags = ars[:5] + ars[9:] if ebene == "gemeinde" else ""
    return Gebiet.objects.create(ars=ars, ags=ags, name=ars, anzeigename=ars, typ=ebene, ebene=ebene, parent=parent)


def gemeinden(ags):
    return list(Gebiet.objects.filter(ebene="gemeinde", ars__startswith=ags).values_list("ags", flat=True))


def kreise(tag=date(2019, 12, 31)):
    return [kreis.ags for kreis in Gebiet.objects.gueltig(on=tag).kreise()]


def bringen(*teile, tag=TAG, **mehr):
    """Each of `teile` is (Indikator, {key: value})."""
    zeilen = [f"{ags};{tag};{kennung};{wert}".replace(".5", ",5") for kennung, werte in teile for ags, wert in werte.items()]
    liefern(vorlage(*zeilen), entscheidungen=JA, **mehr)


def offen(kennung, tag="2019-12-31"):
    zahlen = Client().get(reverse("daten:tabelle", args=[kennung, "json"])).json()["zahlen"]
    return {z["ags"] or z["ars"]: z["wert"] for z in zahlen if z["stichtag"] == tag and z["wert"] is not None}


def mit_land(werte):
    return werte | {"03": sum(werte.values())}


def test_a_hidden_kreis_is_not_had_from_its_gemeinden(orte):
    kleine = {g: 20 + n for n, g in enumerate(gemeinden(L))}
    werte = {k: 1000 + n for n, k in enumerate(kreise())} | {K: 5, L: sum(kleine.values())}
    bringen(("sgb2_kinder_u15", mit_land(werte) | kleine))
    da = offen("sgb2_kinder_u15")
    ersatz = sum(da[g] for g in kleine) if set(kleine) <= set(da) else None
    fehlen = [k for k in werte if k not in da and not (k == L and ersatz)]

    assert len(fehlen) >= 2


def test_few_people_between_two_ages_are_not_had_from_the_land(orte):
    u10, u15 = ({k: basis + n for n, k in enumerate(kreise())} for basis in (1000, 2000))
    u10[K], u15[K] = 50, 55
    bringen(("sgb2_kinder_u10", mit_land(u10)), ("sgb2_kinder_u15", mit_land(u15)))

    assert all(
        len([k for k in werte if k not in offen(i)]) != 1 for i, werte in (("sgb2_kinder_u10", u10), ("sgb2_kinder_u15", u15))
    )


def test_a_day_before_a_merger_has_the_kreise_of_that_day(orte):
    damals = date(2015, 12, 31)
    werte = {k: 1000 + n for n, k in enumerate(kreise(damals))} | {K: 5}
    bringen(("sgb2_kinder_u15", mit_land(werte)), tag="31.12.2015")

    assert len(set(werte) - set(offen("sgb2_kinder_u15", "2015-12-31"))) >= 2


def test_quotas_alone_speak_of_people_too(orte):
    alle = gemeinden(L)
    basis, arme = {g: 500 + 13 * n for n, g in enumerate(alle)}, {g: 60 + 7 * n for n, g in enumerate(alle)}
    basis[alle[0]], arme[alle[0]] = 250, 5
    quote = {g: round(100 * arme[g] / basis[g], 2) for g in alle} | {L: round(100 * sum(arme.values()) / sum(basis.values()), 2)}
    bringen(
        ("kinder_u15", basis | {L: sum(basis.values())}),
        ("sgb2_quote_u15", {g: str(q).replace(".", ",") for g, q in quote.items()}),
    )

    assert len(set(alle) - set(offen("sgb2_quote_u15"))) >= 2


@pytest.mark.parametrize(
    ("basis", "quote"),
    [
        ([("31.12.2018", "kinder_u15", 250)], "2,0"),  # the population of the year before
        ([(TAG, k, w) for k, w in (("kinder_u3", 50), ("kinder_3_6", 50), ("kinder_6_10", 70), ("kinder_10_15", 80))], "2,0"),
        ([(TAG, "kinder_u15", 320)], "3,0"),  # nine of the 300 the office knows
        ([(TAG, "kinder_u15", 240)], "0,2"),
        ([], "2,0"),
        ([(TAG, "kinder_u15", 240), (TAG, "sgb2_kinder_u15", "*")], "10,42"),
    ],
)
def test_a_share_of_a_small_place_is_hidden_when_it_may_be_a_few_people(orte, basis, quote):
    ort = gemeinden(L)[0]
    for tag, kennung, wert in basis:
        bringen((kennung, {ort: wert}), tag=tag)
    bringen(("sgb2_quote_u15", {ort: quote}))

    assert ort not in offen("sgb2_quote_u15")


@pytest.mark.parametrize("dazu", [("sgb2_quote_u15", "8,33"), ("sgb2_kinder_u15", "25")])
def test_shares_of_two_ages_do_not_show_the_few_between(orte, dazu):
    ort = gemeinden(L)[0]
    bringen(("kinder_u10", {ort: 200}), ("kinder_u15", {ort: 300}), ("sgb2_quote_u10", {ort: "10,0"}), (dazu[0], {ort: dazu[1]}))

    assert not (ort in offen("sgb2_quote_u10") and ort in offen(dazu[0]))


def test_a_kommune_does_not_show_herself_what_is_hidden_of_her(orte):
    werte = {k: 1000 + n for n, k in enumerate(kreise())} | {K: 5}
    bringen(("sgb2_kinder_u15", mit_land(werte)))
    mit = next(k for k in werte if k not in offen("sgb2_kinder_u15") and k != K)
    gebiet = Gebiet.objects.gueltig().get(ags=mit)
    make_kommune(slug="mit", gebiet=gebiet)
    bringen(("sgb2_kinder_u15", {mit: 4321}), gebiet=gebiet)

    seite = Client().get(reverse("kommunen:zahlen", args=["mit"])).content.decode()

    assert "4.321" not in seite
    assert "selbst zählt" in seite


def test_a_kommunes_own_share_is_measured_against_the_official_population(orte):
    gebiet = Gebiet.objects.gueltig().get(ags=K)
    make_kommune(slug="mit", gebiet=gebiet)
    bringen(("kinder_u15", {K: 24680}))
    bringen(("sgb2_quote_u15", {K: "0,02"}), gebiet=gebiet)

    assert "0,02" not in Client().get(reverse("kommunen:zahlen", args=["mit"])).content.decode()


def test_after_another_limit_all_marks_can_be_made_anew(orte, settings):
    bringen(("sgb2_kinder_u15", {K: 15}))
    assert K in offen("sgb2_kinder_u15")
    settings.STATISTIK_MINDESTZAHL = 20

    call_command("kleine_zahlen")

    assert K not in offen("sgb2_kinder_u15")
