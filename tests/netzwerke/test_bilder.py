"""Pictures: readable, small, standing still; and what the pages of a large network cost."""

import gzip
import random

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

import netzwerke.bilder
from grafik.gremien import BREITE, SPALTE, Ebene, Eintrag, Kasten, gremienbild
from grafik.netz import HOEHE, anordnen, punkte
from grafik.text import breite, umbrechen
from tests.factories import make_einrichtung, make_grosses_netz, make_gruppe, make_mitglied
from tests.netzwerke.test_gruppen import url

# ---------- Text that fits ----------


def test_lines_fit_and_no_word_is_lost():
    text = "Stabsstelle Qualitätsmanagement und Beteiligungsprozesse für Kindertageseinrichtungen"

    lines = umbrechen(text, 15, 180)

    assert all(breite(line, 15) <= 180 for line in lines)
    assert "".join(lines).replace("-", "").replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize(
    "text", ["", "Donaudampfschifffahrtsgesellschaftskapitänswitwe", "Bildungs-/Jugend-/Sozialdezernat", "A" * 500]
)
def test_a_word_that_is_too_long_is_cut_and_breaking_ends(text):
    assert all(breite(line, 18) <= 100 or len(line) <= 2 for line in umbrechen(text, 18, 100))


# ---------- Organisation picture ----------


def level(name, *boxes):
    return Ebene(name, tuple(boxes))


def test_levels_stand_below_each_other_and_boxes_touch_nothing():
    entries = tuple(Eintrag(f"Leitung des Fachbereichs Nummer {i}", (f"+ {i} Fachpersonen",)) for i in range(9))
    boxes = [Kasten(f"Gruppe {i}", "im Aufbau", entries[: i % 9]) for i in range(7)]

    picture = gremienbild([level("Steuerung", boxes[6]), level("Planung", *boxes[:2]), level("Umsetzung", *boxes)])

    drawn = [box for level in picture.ebenen for box in level.kaesten]
    for box in drawn:
        assert box.x >= SPALTE
        assert box.x + box.breite <= BREITE
        for line in box.zeilen:
            assert box.y < line.y < box.y + box.hoehe
            assert line.x + breite(line.text, {"titel": 18, "text": 15}.get(line.form, 13)) <= box.x + box.breite
    for i, a in enumerate(drawn):
        for b in drawn[i + 1 :]:
            assert a.x + a.breite <= b.x or b.x + b.breite <= a.x or a.y + a.hoehe <= b.y or b.y + b.hoehe <= a.y
    assert [level.y for level in picture.ebenen] == sorted(level.y for level in picture.ebenen)
    assert picture.hoehe >= max(box.y + box.hoehe for box in drawn)
    assert len(picture.glieder) == 2  # a link between each two levels


def test_no_groups_no_picture():
    assert gremienbild([]).hoehe == 0


# ---------- Network picture ----------


def test_the_layout_is_the_same_every_time_and_hardly_moves_for_a_newcomer():
    nodes = [f"n{i}" for i in range(30)]
    edges = [(f"n{i % 5}", f"n{i}") for i in range(5, 30)]

    first = anordnen(nodes, edges, {})
    assert anordnen(nodes, edges, {}) == first

    later = anordnen([*nodes, "neu"], [*edges, ("n0", "neu")], first)
    moved = sorted(((later[n][0] - first[n][0]) ** 2 + (later[n][1] - first[n][1]) ** 2) ** 0.5 for n in nodes)
    assert moved[len(nodes) // 2] < 0.25  # of a picture that is two wide


def test_names_cover_no_point_and_no_other_name():
    draw = random.Random(5)
    nodes = [f"n{i}" for i in range(60)]
    layout = {name: [draw.uniform(-1, 1), draw.uniform(-1, 1)] for name in nodes}

    points = punkte(layout, {n: f"Beratungsstelle {n}" for n in nodes}, dict.fromkeys(nodes, 2), nodes[:10])

    boxes = []
    for p in points:
        assert 0 < p.x < BREITE
        assert 0 < p.y < HOEHE
        if p.aufschrift:
            wide = max(breite(line, 14) for _, line in p.aufschrift)
            left = {"start": p.text_x, "end": p.text_x - wide, "middle": p.text_x - wide / 2}[p.anker]
            boxes.append((left, p.aufschrift[0][0] - 12, left + wide, p.aufschrift[-1][0] + 3))
    overlaps = [
        (a, b)
        for i, a in enumerate(boxes)
        for b in boxes[i + 1 :]
        if a[0] < b[2] - 1 and b[0] < a[2] - 1 and a[1] < b[3] - 1 and b[1] < a[3] - 1
    ]
    assert not overlaps
    assert all(p.aufschrift for p in points[:10])  # groups get theirs first


def test_the_layout_is_counted_once_for_each_change(client, kommune, monkeypatch):
    cache.clear()
    counted = []
    monkeypatch.setattr(netzwerke.bilder, "anordnen", lambda *args: counted.append(args) or anordnen(*args))
    gruppe = make_gruppe(kommune, {"einrichtung": make_einrichtung(kommune, "Eins")})
    for _ in range(3):
        client.get(url("verbindungen", kommune))
    assert len(counted) == 1

    make_mitglied(gruppe, einrichtung=make_einrichtung(kommune, "Zwei"))
    for _ in range(2):
        client.get(url("verbindungen", kommune))
    assert len(counted) == 2
    assert counted[1][2]  # begins where the first stood


def test_what_only_insiders_see_is_in_no_picture_of_others(login, kommune):
    make_gruppe(kommune, {"einrichtung": make_einrichtung(kommune, "Offen")}, name="Offene Gruppe")
    make_gruppe(
        kommune, {"einrichtung": make_einrichtung(kommune, "Verborgen", is_public=False)}, name="Interne Gruppe", is_public=False
    )
    for role in ("koordination", "anonym", "koordination", "fremde"):
        names = {k.knoten.name for k in login(role).get(url("verbindungen", kommune)).context["bild"].knoten}
        inside = role == "koordination"
        assert names == {"Offene Gruppe", "Offen"} | ({"Interne Gruppe", "Verborgen"} if inside else set())


# ---------- A large network ----------


@pytest.fixture
def large(kommune):
    """300 institutions, 60 groups, 1,500 memberships, as in the promise."""
    call_command("createcachetable")
    return make_grosses_netz(kommune)


PAGES = (
    "netzwerk",
    "verbindungen",
    "einrichtungen",
    "luecken",
    "doppelte",
    "zuordnen",
    "gruppe",
    "einrichtung",
    "kommune",
    "mitglied",
    "einrichtung_bearbeiten",
    "gruppe_bearbeiten",
    "sitzung",
)


def address(kommune, large, page):
    gruppe, einrichtung = large
    return {
        "gruppe": gruppe.get_absolute_url(),
        "einrichtung": einrichtung.get_absolute_url(),
        "kommune": kommune.get_absolute_url(),
        "mitglied": url("mitglied_bearbeiten", kommune, gruppe, gruppe.mitgliedschaften.first()),
        "einrichtung_bearbeiten": url("einrichtung_bearbeiten", kommune, einrichtung),
        "gruppe_bearbeiten": url("gruppe_bearbeiten", kommune, gruppe),
        "sitzung": gruppe.sitzungen.get().get_absolute_url(),
    }.get(page) or url(page, kommune)


def test_every_page_of_a_large_network_needs_few_queries_for_insiders_and_visitors(login, kommune, large):
    for role in ("koordination", "anonym"):
        client = login(role)
        for page in PAGES:
            where = address(kommune, large, page)
            if client.get(where).status_code != 200:
                continue  # for insiders only
            with CaptureQueriesContext(connection) as queries:
                client.get(where)
            assert len(queries) <= 15, (role, page, [q["sql"][:90] for q in queries])


def test_the_pictures_of_a_large_network_stay_small(client, kommune, large):
    for page in ("netzwerk", "verbindungen"):
        html = client.get(url(page, kommune)).content
        start = html.index(b'class="netzbild"' if page == "verbindungen" else b'class="gremienbild"')
        picture = html[start : html.index(b"</svg>", start)]
        assert len(gzip.compress(picture)) < 60_000, page


def test_a_small_network_costs_as_many_queries_as_a_large_one(login, kommune):
    counts = []
    client = login("koordination")
    for size in (1, 3):
        for i in range(size):
            make_gruppe(kommune, {"einrichtung": make_einrichtung(kommune, f"Amt {size}{i}")}, name=f"G{size}{i}", position=i)
        for page in ("netzwerk", "verbindungen", "einrichtungen", "luecken", "doppelte"):
            client.get(url(page, kommune))
            with CaptureQueriesContext(connection) as queries:
                client.get(url(page, kommune))
            counts.append((page, len(queries)))

    assert counts[:5] == counts[5:]
