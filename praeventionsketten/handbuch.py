"""The users' handbook: docs/handbuch as pages of the portal, and for each page the place in it that helps there.

A heading is followed by the addresses (URL names) it explains: <!-- seiten: kommune kommunen:liste -->
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import SafeString
from markdown_it import MarkdownIt
from markdown_it.token import Token

REIHE = ("lesen", "koordination", "netzwerk", "dialog", "erhebung", "verwaltung")
SEITEN = re.compile(r"<!-- seiten: (.*?) -->")
QUELLE = re.compile(r'src="(bilder/[^"]+)"')


@dataclass(frozen=True)
class Kapitel:
    """`abschnitte` are (anchor, title); `seiten` gives for the name of an address the anchor that explains it.

    `html` has its pictures by their names in docs/handbuch; `mit_bildern` by their addresses.
    """

    thema: str
    titel: str
    lead: str
    html: str
    abschnitte: tuple[tuple[str, str], ...]
    seiten: dict[str, str]

    @property
    def mit_bildern(self) -> SafeString:
        """Safe: the text is the repository's own, nobody's who uses the portal."""
        return SafeString(QUELLE.sub(lambda treffer: f'src="{static(f"handbuch/{treffer[1]}")}"', self.html))


@cache
def kapitel() -> dict[str, Kapitel]:
    ordner = Path(settings.BASE_DIR, "docs", "handbuch")
    return {thema: _lesen(thema, (ordner / f"{thema}.md").read_text(encoding="utf-8")) for thema in REIHE}


@cache
def hilfe_zu(seite: str) -> str:
    """Where the handbook speaks of the page with this URL name; its beginning where it does not."""
    for eines in kapitel().values():
        if anker := eines.seiten.get(seite):
            return f"{reverse('kapitel', args=[eines.thema])}#{anker}"
    return reverse("hilfe")


def _lesen(thema: str, text: str) -> Kapitel:
    markdown = MarkdownIt("commonmark")
    tokens = markdown.parse(text)
    titel, lead = tokens[1].content, tokens[4].content
    rest, abschnitte, seiten = [], [], {}
    for token, naechstes in zip(tokens[6:], [*tokens[7:], None], strict=True):
        if token.type == "heading_open":
            anker = _anker(naechstes.content)
            token.attrSet("id", anker)
            abschnitte.append((anker, naechstes.content))
        elif treffer := token.type == "html_block" and SEITEN.match(token.content):
            seiten |= dict.fromkeys(treffer[1].split(), abschnitte[-1][0])
            continue
        for bild in token.children or ():
            _bild(bild)
        rest.append(token)
    html = markdown.renderer.render(rest, markdown.options, {})
    return Kapitel(thema, titel, lead, html, tuple(abschnitte), seiten)


def _anker(titel: str) -> str:
    return re.sub(r"[^\w]+", "-", titel.lower()).strip("-")


def _bild(token: Token) -> None:
    if token.type == "image":
        quelle = str(token.attrs["src"])
        token.attrSet("loading", "lazy")
        if quelle.endswith("-390.webp"):
            token.attrSet("class", "telefon")
