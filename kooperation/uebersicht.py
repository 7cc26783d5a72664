"""What the Koordination sees of a network's Dialoge and rounds: who talks, by when, what pairs have released, how many
have handed in. Never Kriterien, never words of evidence, never who is waited for."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from grafik.netz import BREITE, HOEHE, Punkt, anordnen, punkte
from kooperation.models import Dialog, Dienststelle, Erhebung, Vereinbarung
from netzwerke.models import Aufgabe

MINDESTENS_FUER_EIN_BILD = 3  # pairs; two lines say less than the table


@dataclass(frozen=True)
class Paarstand:
    """The last released Stufen of a pair; `ziel` None where the two have set none. `schluessel` are the two Einrichtungen."""

    schluessel: tuple[int, int]
    namen: tuple[str, str]
    ist: int | None
    ziel: int | None
    am: date

    @property
    def will_weiter(self) -> bool:
        return bool(self.ist and self.ziel and self.ziel > self.ist)

    @property
    def text(self) -> str:
        if self.ist is None:
            return f"Ziel {self.ziel}"
        return f"{self.ist} → {self.ziel}" if self.ziel and self.ziel != self.ist else str(self.ist)


def freigegebene(dialoge: list[Dialog]) -> list[Paarstand]:
    """One for each pair, the newest; expects Dialoge with their sheets and both sides."""
    neueste: dict[frozenset[int], Paarstand] = {}
    for dialog in sorted(dialoge, key=lambda d: d.fest_am or date.min):
        if dialog.stand != Dialog.Stand.FEST or not dialog.blatt.stufen_frei or not (dialog.blatt.ist or dialog.blatt.ziel):
            continue
        schluessel = tuple(seite.einrichtung_id for seite in dialog.paar)
        namen = tuple(str(seite.einrichtung) for seite in dialog.paar)
        neueste[frozenset(schluessel)] = Paarstand(schluessel, namen, dialog.blatt.ist, dialog.blatt.ziel, dialog.fest_am)
    return sorted(neueste.values(), key=lambda paar: paar.namen)


def waermetafel(paare: list[Paarstand]) -> tuple[list[str], list[tuple[str, list[Paarstand | None]]]]:
    """(names, rows of name and cells): Einrichtungen × Einrichtungen, None where nothing is released."""
    namen = _namen(paare)
    zellen = {frozenset(paar.schluessel): paar for paar in paare}
    zeilen = [(name, [zellen.get(frozenset((zeile, spalte))) for spalte in namen]) for zeile, name in namen.items()]
    return list(namen.values()), zeilen


def _namen(paare) -> dict[int, str]:
    """Of all Einrichtungen in these pairs, by name; two may bear the same one."""
    namen = {schluessel: name for paar in paare for schluessel, name in zip(paar.schluessel, paar.namen, strict=True)}
    return dict(sorted(namen.items(), key=lambda eintrag: eintrag[::-1]))


@dataclass(frozen=True)
class Linie:
    """From one to the other; `klasse` says the Stufe, `strebt` whether the aim is higher than today."""

    x1: int
    y1: int
    x2: int
    y2: int
    klasse: str
    strebt: bool
    titel: str


@dataclass(frozen=True)
class Paarbild:
    breite: int
    hoehe: int
    knoten: list[tuple[Punkt, str]]
    linien: list[Linie]


def paarbild(paare: list[Paarstand]) -> Paarbild:
    namen = {f"e{schluessel}": name for schluessel, name in _namen(paare).items()}
    kanten = [(f"e{a}", f"e{b}") for a, b in (paar.schluessel for paar in paare)]
    gewicht = {kurz: sum(kurz in kante for kante in kanten) for kurz in namen}
    orte = {p.schluessel: p for p in punkte(anordnen(list(namen), kanten, {}), namen, gewicht, list(namen))}
    linien = [
        Linie(
            orte[a].x, orte[a].y, orte[b].x, orte[b].y, f"linie--{paar.ist or paar.ziel}", paar.will_weiter,
            f"{paar.namen[0]} und {paar.namen[1]}: {paar.text}",
        )
        for paar, (a, b) in zip(paare, kanten, strict=True)
    ]  # fmt: skip
    return Paarbild(BREITE, HOEHE, [(orte[kurz], name) for kurz, name in namen.items()], linien)


@dataclass(frozen=True)
class Gesagt:
    """A task of a meeting or a Vereinbarung of a pair, in one list."""

    was: str
    wer: str
    bis: date | None
    stand: str
    woher: str
    url: str
    ist_ueberfaellig: bool


def gesagt_getan(kommune, dialoge) -> list[Gesagt]:
    """What is still open: of meetings, and of pairs that released theirs; the nearest first. Two queries."""
    heute = timezone.localdate()
    aufgaben = Aufgabe.objects.filter(sitzung__gruppe__kommune=kommune, stand__in=Aufgabe.OFFENE)
    vereinbarungen = Vereinbarung.objects.freigegeben().offen().filter(dialog__in=dialoge)
    namen = {dialog.pk: " und ".join(str(seite.einrichtung) for seite in dialog.paar) for dialog in dialoge}
    alle = [
        Gesagt(
            a.was, a.wer, a.bis, a.get_stand_display(), str(a.sitzung), a.sitzung.get_absolute_url(), bool(a.bis and a.bis < heute)
        )
        for a in aufgaben.select_related("sitzung__gruppe__kommune")
    ]
    alle += [Gesagt(v.was, v.wer, v.bis, v.get_stand_display(), namen[v.dialog_id], "", v.ist_ueberfaellig) for v in vereinbarungen]
    return sorted(alle, key=lambda eintrag: (eintrag.bis or date.max, eintrag.was))


def begleitete_dialoge(user, kommune) -> list[Dialog]:
    return list(Dialog.objects.accompanied_by(user).filter(kommune=kommune).select_related("blatt").with_seiten())


def begleitete_paare(user, kommune) -> list[Paarstand]:
    """What pairs have released to her."""
    return freigegebene(begleitete_dialoge(user, kommune))


def uebersicht(user, kommune) -> dict:
    """Everything on the Koordination's page of one Kommune."""
    dialoge = begleitete_dialoge(user, kommune)
    paare = freigegebene(dialoge)
    heute = timezone.localdate()
    return {
        "anfragen": [d for d in dialoge if d.stand == Dialog.Stand.ANGEFRAGT],
        "laufende": [d for d in dialoge if d.stand in Dialog.LAUFENDE],
        "fruehere": [d for d in dialoge if d.stand == Dialog.Stand.FEST],
        "nicht_zustande": [d for d in dialoge if d.stand == Dialog.Stand.ENDE and not d.ersetzt],
        "naechste": sorted(
            (d for d in dialoge if d.naechster_fuer_koordination and d.naechster_fuer_koordination >= heute),
            key=lambda d: d.blatt.naechster,
        ),
        "paare": paare,
        "tafel": waermetafel(paare),
        "bild": paarbild(paare) if len(paare) >= MINDESTENS_FUER_EIN_BILD else None,
        "gesagt": gesagt_getan(kommune, dialoge),
        "erhebungen": Erhebung.objects.visible_to(user).filter(kommune=kommune).with_ruecklauf(),
        "dienststellen": Dienststelle.objects.filter(nutzer=user.pk).select_related("einrichtung"),
    }
