"""Stretches of time as bars below each other, with a scale of years. Pure geometry."""

from collections.abc import Sequence
from dataclasses import dataclass

from grafik.text import breite

BREITE, ZEILE, KOPF, BALKEN = 720, 62, 34, 14  # units of the picture
RAND = 22  # half of a year's number
SCHRIFT, LAENGSTER_TEXT = 15, 88
HOECHSTENS_JAHRE = 12  # that are named; in a longer span every fifth is


@dataclass(frozen=True)
class Abschnitt:
    """`von` and `bis` are ISO 8601 with reduced precision, "" is open. A milestone has one point in time: `bis`, else `von`."""

    text: str
    von: str
    bis: str
    meilenstein: bool = False


@dataclass(frozen=True)
class Balken:
    text: str
    text_x: float  # where the bar begins, or as far left of it as the text needs
    x: float
    y: float
    breite: float
    offen_links: bool
    offen_rechts: bool
    meilenstein: bool


@dataclass(frozen=True)
class Zeitleiste:
    breite: int
    hoehe: int
    balken: tuple[Balken, ...]
    jahre: tuple[tuple[float, str], ...]
    heute: float | None


def beginn(iso: str) -> float:
    """As a number of years: "2019-07" is 2019.5."""
    jahr, monat, tag = (*map(int, iso.split("-")), 1, 1)[:3]
    return jahr + (monat - 1) / 12 + (tag - 1) / 365.25


def ende(iso: str) -> float:
    """When what lasts until then is over: "2019" ends with 2020.0."""
    return beginn(iso) + {4: 1.0, 7: 1 / 12, 10: 1 / 365.25}[len(iso)]


def zeitleiste(abschnitte: Sequence[Abschnitt], heute: str) -> Zeitleiste | None:
    """The picture, or None where nothing has a time. What begins openly goes on from what stands above it."""
    mit_zeit = [a for a in abschnitte if a.von or a.bis]
    if not mit_zeit:
        return None
    enden = [f(iso) for a in mit_zeit for f, iso in ((beginn, a.von), (ende, a.bis)) if iso]
    links, rechts = min(enden), max(enden)
    if any(not a.von and not a.meilenstein and ende(a.bis) <= links for a in mit_zeit):
        links -= 1
    if any(not a.bis and not a.meilenstein for a in mit_zeit):
        rechts += 1
    links, rechts = float(int(links)), max(rechts, links + 1)
    mass = (BREITE - 2 * RAND) / (rechts - links)
    jetzt = beginn(heute)
    balken = []
    bisher = links
    for nummer, a in enumerate(mit_zeit):
        von = beginn(a.von) if a.von else min(bisher, ende(a.bis))
        bis = ende(a.bis) if a.bis else rechts
        if a.meilenstein:
            von = bis = ende(a.bis) if a.bis else beginn(a.von)
        bisher = bis if a.bis else bisher
        x = round(RAND + (von - links) * mass, 1)
        text = a.text if len(a.text) <= LAENGSTER_TEXT else f"{a.text[: LAENGSTER_TEXT - 1]}…"
        balken.append(
            Balken(
                text=text,
                text_x=round(max(0, min(x, BREITE - breite(text, SCHRIFT))), 1),
                x=x,
                y=KOPF + nummer * ZEILE,
                breite=round(max((bis - von) * mass, 3), 1),
                offen_links=not a.von and not a.meilenstein,
                offen_rechts=not a.bis and not a.meilenstein,
                meilenstein=a.meilenstein,
            )
        )
    schritt = 1 if rechts - links <= HOECHSTENS_JAHRE else 5
    jahre = [jahr for jahr in range(int(links), int(rechts) + 1) if jahr % schritt == 0 and jahr <= rechts]
    return Zeitleiste(
        breite=BREITE,
        hoehe=KOPF + len(mit_zeit) * ZEILE,
        balken=tuple(balken),
        jahre=tuple((round(RAND + (jahr - links) * mass, 1), str(jahr)) for jahr in jahre),
        heute=round(RAND + (jetzt - links) * mass, 1) if links <= jetzt <= rechts else None,
    )
