"""What users write never runs: in texts, titles, feeds, previews and the admin."""

from html.parser import HTMLParser

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from kommunen.redaktion.actions import veroeffentlichen
from kommunen.redaktion.stand import stand
from kommunen.texte import ERLAUBT, html
from praeventionsketten.actions import neu
from tests.angriffe import LINK_SHAPES, TAGS, VEKTOREN
from tests.factories import make_entwurf

SCHEMES = ("http:", "https:", "mailto:", "/", "#")


class Checker(HTMLParser):
    """Collects every tag and attribute that a cleaned text must not hold."""

    def __init__(self):
        super().__init__()
        self.bad = []

    def handle_starttag(self, tag, attrs):
        if tag not in ERLAUBT:
            self.bad.append(tag)
        for name, value in attrs:
            harmless = (tag, name) in {("a", "href"), ("a", "rel")} and (
                name != "href" or not value or value.lower().startswith(SCHEMES)
            )
            if not harmless:
                self.bad.append((tag, name, value))


def bad_parts(markdown):
    checker = Checker()
    checker.feed(html(markdown))
    checker.close()
    return checker.bad


def test_there_are_enough_of_them():
    assert len(VEKTOREN) >= 200
    assert len(set(VEKTOREN)) == len(VEKTOREN)


@pytest.mark.parametrize("vector", VEKTOREN)
def test_a_rendered_text_holds_only_harmless_tags(vector):
    assert bad_parts(vector) == []


@given(
    st.lists(st.sampled_from([*TAGS, *"<>\"'&`[]()*_-!#\n\t\\ /=", "javascript:", "onerror=", "&#x3c;"]), max_size=12).map("".join)
)
def test_nor_does_any_mixture_of_them(text):
    assert bad_parts(text) == []


@given(st.text(max_size=200), st.sampled_from(LINK_SHAPES))
def test_nor_any_text_in_a_link(text, shape):
    assert bad_parts(shape.format(text)) == []


class Scripts(HTMLParser):
    """What would run on a page of ours: scripts that are not ours, handlers, links to scripts."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if (
            tag == "script"
            and not (attrs.get("src") or "").startswith(("/static/", "/admin/jsi18n/"))
            and attrs.get("type") != "application/json"
        ):
            self.found.append((tag, attrs))
        self.found += [(tag, name) for name in attrs if name.startswith("on")]
        targets = [(attrs.get(name) or "").strip().lower() for name in ("href", "src", "action", "formaction")]
        self.found += [(tag, target) for target in targets if target.startswith(("javascript:", "data:text", "//"))]


@pytest.fixture
def attacked(kommune):
    """A Kommune whose every field holds an attack, published."""
    short = '"><img src=x onerror=alert(1)>'
    long = "\n\n".join(VEKTOREN)[:19_000]
    entries = {
        "kontakt": {"kontakte": [neu("kontakt", funktionen=short, dienststelle=short, ort=short, telefon=short)]},
        "kennzahlen": {"kennzahlen": [neu("kennzahlen", art="einwohner", wert="1.0000", einheit="personen", quelle=short)]},
        "grund": {"kurztext": short, "grund": long},
        "ziele": {"ziele": long, "schwerpunkt": long, "projektbausteine": [neu("ziele", nummer=1, titel=short, text=long)]},
        "besonderheiten": {"besonderheiten": long},
        "downloads": {"downloads": [neu("downloads", titel=short, url="https://example.org/?x=" + short.replace(" ", "+"))]},
        "erfolge": {"erfolge": [neu("erfolge", text=long)]},
        "termine": {
            "termine": [neu("termine", titel=short, text=short, datum="2031-01-01", ort=short, zielgruppe=short)]
        },
        "meldungen": {"meldungen": [neu("meldungen", titel=short, text=long)]},
    }  # fmt: skip
    for art, inhalt in entries.items():
        make_entwurf(kommune, art, **inhalt)
    kommune.downloads.all().delete()
    veroeffentlichen(kommune=kommune, nummern={art: stand(kommune, art).nummer for art in entries if art != "downloads"})
    return kommune


def test_no_page_runs_what_stands_in_its_fields(attacked, login, client):
    editor, admin = login("koordination"), login("fachadmin")
    slug = attacked.slug
    pages = [
        client.get(attacked.get_absolute_url()),
        *(client.get(reverse(name)) for name in ("start", "kommunen:liste", "kommunen:termine", "kommunen:aktuelles")),
        *(editor.get(reverse(name, args=[slug])) for name in ("meine_kommune", "vorschau", "uebergabe", "kommunen:fassungen")),
        *(
            editor.get(reverse("kommunen:bearbeiten", args=[slug, art]))
            for art in ("kontakt", "kennzahlen", "grund", "ziele", "downloads", "erfolge", "termine", "meldungen")
        ),
        *(editor.get(reverse("kommunen:fassung", args=[slug, art, 1])) for art in ("ziele", "kontakt", "termine")),
        *(
            admin.get(reverse(f"admin:kommunen_{name}_changelist"))
            for name in ("kontakt", "termin", "meldung", "erfolg", "fassung", "profil")
        ),
        admin.get(reverse("admin:kommunen_termin_change", args=[attacked.termine.get().pk])),
        editor.post(reverse("kommunen:textvorschau"), {"text": "\n\n".join(VEKTOREN)}),
    ]
    for page in pages:
        assert page.status_code == 200
        scripts = Scripts()
        scripts.feed(page.content.decode())
        assert scripts.found == [], page.request["PATH_INFO"]


def test_feeds_carry_no_script(attacked, client):
    for name in ("kommunen:feed", "kalender"):
        assert b"<script" not in client.get(reverse(name)).content
