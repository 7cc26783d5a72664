"""What a Kommune's planning looks like at a glance."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef
from django.utils import timezone

from grafik.wirkung import Bild, Karte, wirkungsbild
from grafik.zeitleiste import Abschnitt, Zeitleiste, zeitleiste
from kommunen.models import Download
from netzwerke.lebensphasen import LEBENSPHASEN, Lebensphase
from netzwerke.models import Handlungsfeld
from planung.bausteine import BAUSTEINE, Baustein
from planung.models import UEBERGAENGE, Angebot, Bausteinstand, Massnahme, Sozialraumzahl, Uebergang, Vorhaben, Wirkungskarte
from statistik.models import Indikator


@dataclass(frozen=True)
class Feld:
    """One block of the board."""

    nummer: int
    baustein: Baustein
    stand: Bausteinstand


def tafel(kommune, user) -> tuple[Feld, ...]:
    """All nine in their order, with those documents the user may see; one query."""
    sichtbar = Exists(Download.objects.visible_to(user).filter(pk=OuterRef("dokument")))
    staende = {}
    for stand in Bausteinstand.objects.filter(kommune=kommune).select_related("dokument__datei").annotate(sichtbar=sichtbar):
        if not stand.sichtbar:
            stand.dokument = None
        staende[stand.baustein] = stand
    return tuple(
        Feld(nummer, baustein, staende.get(baustein.kennung) or Bausteinstand(kommune=kommune, baustein=baustein.kennung))
        for nummer, baustein in enumerate(BAUSTEINE, start=1)
    )


def leiste(vorhaben: Vorhaben) -> Zeitleiste | None:
    """Its phases over the years; None where fewer than two have a time: then words say it better."""
    abschnitte = [Abschnitt(phase.titel, phase.von, phase.bis, phase.meilenstein) for phase in vorhaben.phasen.all()]
    if sum(bool(a.von or a.bis) for a in abschnitte) < 2:
        return None
    return zeitleiste(abschnitte, timezone.localdate().isoformat())


@dataclass(frozen=True)
class Zelle:
    """`luecke`: nothing is there, though the field is one of childhood and the Kommune works in it."""

    phase: Lebensphase | None
    angebote: tuple[Angebot, ...]
    luecke: bool


@dataclass(frozen=True)
class Kette:
    """Handlungsfeld × Lebensphase; `darueber_hinaus` says whether there is a column for offers without a phase."""

    phasen: tuple[Lebensphase, ...]
    zeilen: tuple[tuple[Handlungsfeld, tuple[Zelle, ...]], ...]
    darueber_hinaus: bool
    ohne_feld: tuple[Angebot, ...]
    leere_felder: tuple[Handlungsfeld, ...]
    fehlt: tuple[str, ...]  # sentences, for planning


def kette(kommune) -> Kette:
    """Three queries, however many offers."""
    angebote = list(Angebot.objects.filter(kommune=kommune).prefetch_related("handlungsfelder"))
    nach_feld: dict[int, list[Angebot]] = {}
    for angebot in angebote:
        for feld in angebot.handlungsfelder.all():
            nach_feld.setdefault(feld.pk, []).append(angebot)
    felder = list(Handlungsfeld.objects.all())
    weiter = any(not angebot.phasen for angebot in angebote)
    spalten: tuple[Lebensphase | None, ...] = (*LEBENSPHASEN, None) if weiter else LEBENSPHASEN
    zeilen = tuple(
        (feld, tuple(_zelle(phase, feld, nach_feld[feld.pk]) for phase in spalten)) for feld in felder if feld.pk in nach_feld
    )
    return Kette(
        phasen=LEBENSPHASEN,
        zeilen=zeilen,
        darueber_hinaus=weiter,
        ohne_feld=tuple(angebot for angebot in angebote if not angebot.handlungsfelder.all()),
        leere_felder=tuple(feld for feld in felder if feld.pk not in nach_feld and not feld.darueber_hinaus),
        fehlt=tuple(_fehlt(angebote)),
    )


def _zelle(phase: Lebensphase | None, feld: Handlungsfeld, angebote: list[Angebot]) -> Zelle:
    hier = tuple(a for a in angebote if (phase.nummer in a.phasen if phase else not a.phasen))
    return Zelle(phase, hier, luecke=not hier and phase is not None and not feld.darueber_hinaus)


def _fehlt(angebote: list[Angebot]) -> Iterator[str]:
    """Phases in which there is nothing, nothing for all, or only what is about to end."""
    for phase in LEBENSPHASEN if angebote else ():
        hier = [a for a in angebote if phase.nummer in a.phasen]
        laufend = [a for a in hier if a.stand == Angebot.Stand.BESTEHT]
        if not hier:
            yield f"{phase.name}: Hier ist noch kein Angebot eingetragen."
        elif not laufend:
            yield f"{phase.name}: Was es gibt, ist geplant oder läuft aus."
        elif not any(a.reichweite == Angebot.Reichweite.UNIVERSELL for a in laufend):
            yield f"{phase.name}: Kein Angebot richtet sich an alle Familien."


def uebergaenge(kommune) -> tuple[Uebergang, ...]:
    """All five in their order; one query."""
    da = {uebergang.nummer: uebergang for uebergang in Uebergang.objects.filter(kommune=kommune)}
    return tuple(da.get(nummer) or Uebergang(kommune=kommune, nummer=nummer) for nummer, _ in UEBERGAENGE)


@dataclass(frozen=True)
class Wirkungsmodell:
    """`spalten` are (name, cards); each card with what it leads to. `bild` shows the same."""

    spalten: tuple[tuple[str, tuple[Wirkungskarte, ...]], ...]
    bild: Bild | None


def wirkungsmodell(kommune) -> Wirkungsmodell:
    """Three queries, however many cards."""
    karten = list(
        Wirkungskarte.objects.filter(kommune=kommune)
        .select_related("gruppe__kommune", "indikator")
        .prefetch_related("fuehrt_zu", "massnahmen")
    )
    reihe = Wirkungskarte.Spalte.values
    gezeichnet = [
        Karte(k.schluessel, reihe.index(k.spalte), k.text, tuple(ziel.schluessel for ziel in k.fuehrt_zu.all())) for k in karten
    ]
    spalten = tuple((name, tuple(k for k in karten if k.spalte == wert)) for wert, name in Wirkungskarte.Spalte.choices)
    return Wirkungsmodell(spalten, wirkungsbild([name for name, _ in spalten], gezeichnet))


def massnahmen(kommune, modell: Wirkungsmodell) -> tuple[tuple[Massnahme, tuple[Indikator, ...]], ...]:
    """Each with the Indikatoren of its goal, or of what that leads to; one query."""
    karten = {karte.pk: karte for _, alle in modell.spalten for karte in alle}
    alle = Massnahme.objects.filter(kommune=kommune).select_related("karte", "gruppe", "vorhaben")
    return tuple((massnahme, _gemessen_an(massnahme.karte_id, karten)) for massnahme in alle)


def _gemessen_an(anfang: int | None, karten: dict[int, Wirkungskarte]) -> tuple[Indikator, ...]:
    """Breadth first: the nearest goals with an Indikator."""
    hier, gesehen = [anfang], set()
    while hier := [pk for pk in hier if pk in karten and pk not in gesehen]:
        if da := tuple(dict.fromkeys(karten[pk].indikator for pk in hier if karten[pk].indikator)):
            return da
        gesehen.update(hier)
        hier = [ziel.pk for pk in hier for ziel in karten[pk].fuehrt_zu.all()]
    return ()


@dataclass(frozen=True)
class Sozialraumtafel:
    """One kind of figure: a row for each district that has one, a column for each day; None where nothing was counted."""

    was: str
    einheit: str
    tage: tuple[date, ...]
    zeilen: tuple[tuple[str, tuple[Sozialraumzahl | None, ...]], ...]
    quellen: tuple[str, ...]


def sozialraumtafeln(kommune) -> tuple[Sozialraumtafel, ...]:
    """One query, however many figures."""
    zahlen = Sozialraumzahl.objects.filter(sozialraum__kommune=kommune).select_related("sozialraum")
    je_art: dict[tuple[str, str], list[Sozialraumzahl]] = {}
    for zahl in zahlen:
        je_art.setdefault((zahl.was, zahl.einheit), []).append(zahl)
    return tuple(_tafel(was, einheit, alle) for (was, einheit), alle in je_art.items())


def _tafel(was: str, einheit: str, zahlen: list[Sozialraumzahl]) -> Sozialraumtafel:
    tage = tuple(sorted({zahl.stichtag for zahl in zahlen}))
    je_ort = {(zahl.sozialraum.name, zahl.stichtag): zahl for zahl in zahlen}
    namen = sorted({name for name, _ in je_ort})
    zeilen = tuple((name, tuple(je_ort.get((name, tag)) for tag in tage)) for name in namen)
    return Sozialraumtafel(was, einheit, tage, zeilen, tuple(dict.fromkeys(zahl.quelle for zahl in zahlen)))
