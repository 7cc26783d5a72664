"""The annex to a paper: what a council needs to know of the chain, gathered from everything the Kommune has in the portal.

For those who keep the Kommune, to print and to attach: it holds what is public, and of cooperation what pairs have released and
what anonymous rounds have shown. Nothing of measures, drafts or persons.
"""

from collections.abc import Iterator
from datetime import date

from gremien.models import Vorlage
from kern.abfrage import ALLE
from kern.bericht import Abschnitt, Bericht
from kern.templatetags.schreibweise import prozent
from kommunen.auswertung import kacheln
from kommunen.models import Kennzahl
from kooperation.auswertung.erhebung import auswertung
from kooperation.models import Erhebung
from kooperation.uebersicht import begleitete_paare
from netzwerke.auswertung import plaetze
from netzwerke.models import Gruppe
from netzwerke.zeitpunkt import als_text
from planung.access import get_planungsseite, may_see
from planung.auswertung import tafel
from planung.models import Bausteinstand, Vorhaben, Wirkungskarte

TAG = "%d.%m.%Y"


def abschnitte(vorlage: Vorlage, user) -> Iterator[Abschnitt]:
    """Those that have something to say, in the order of a report."""
    for teil in (_beschluss, _zahlen, _ziele, _messbar, _gruppen, _kooperation, _vorhaben, _bausteine):
        yield from teil(vorlage, user)


def sachstand(vorlage: Vorlage, user, heute: date) -> Bericht:
    return Bericht(
        titel=f"Sachstand der Präventionskette: {vorlage.kommune}",
        art=f"Anlage zur {vorlage.bezeichnung}: {vorlage}",
        wo=f"Stand {heute:{TAG}}",
        fuss=f"{vorlage.kommune}. Maßgeblich ist das Ratsinformationssystem.",
        abschnitte=tuple(abschnitte(vorlage, user)),
        leer="Die Kommune hat im Portal noch nichts veröffentlicht, was hierher gehört.",
    )


def _zahlen(vorlage: Vorlage, _user) -> Iterator[Abschnitt]:
    zeilen = []
    for kachel in kacheln(Kennzahl.objects.published().filter(kommune=vorlage.kommune)):
        zeilen.append((kachel.titel, kachel.wert, kachel.herkunft))
        if kachel.eigene:
            grundlage = " ".join(filter(None, [kachel.eigene.grundlage, kachel.eigene.notiz]))
            zeilen.append((f"{kachel.titel}, eigene Berechnung", prozent(kachel.eigene.wert), grundlage))
    if zeilen:
        yield Abschnitt("Zahlen", kopf=("Was gezählt wird", "Wert", "Stichtag und Quelle"), zeilen=tuple(zeilen), breiten=(3, 1, 4))


def _ziele(vorlage: Vorlage, _user) -> Iterator[Abschnitt]:
    profil = getattr(vorlage.kommune, "profil", None)
    if profil is None or not profil.is_published or not (profil.ziele or profil.schwerpunkt or profil.schwerpunkt_offen):
        return
    schwerpunkt = profil.schwerpunkt or ("Das Schwerpunktthema wird noch erarbeitet." if profil.schwerpunkt_offen else "")
    texte = [*profil.ziele.split("\n\n"), *schwerpunkt.split("\n\n")]
    yield Abschnitt(
        "Ziele", absaetze=tuple(text.strip() for text in texte if text.strip()), quelle="Aus dem veröffentlichten Profil."
    )


def _beschluss(vorlage: Vorlage, _user) -> Iterator[Abschnitt]:
    zeilen = tuple(
        (punkt.text, punkt.get_stand_display(), als_text(punkt.bis) if punkt.bis else "") for punkt in vorlage.beschlusspunkte.all()
    )
    if zeilen:
        yield Abschnitt("Was vorgeschlagen ist", kopf=("Beschlusspunkt", "Umsetzung", "bis"), zeilen=zeilen, breiten=(6, 2, 2))


def _messbar(vorlage: Vorlage, _user) -> Iterator[Abschnitt]:
    """The goals of the Wirkungsmodell, where the Kommune shows it to everybody."""
    if not may_see(ALLE, get_planungsseite(vorlage.kommune), "wirkung"):
        return
    ziele = Wirkungskarte.objects.filter(kommune=vorlage.kommune, spalte__in=Wirkungskarte.ZIELE).select_related("indikator")
    zeilen = tuple((karte.text, karte.gemessen_an, karte.ziel) for karte in ziele if karte.gemessen_an or karte.ziel)
    if zeilen:
        yield Abschnitt(
            "Woran die Ziele gemessen werden", kopf=("Ziel", "Woran man es merkt", "Was erreicht werden soll"), zeilen=zeilen,
            breiten=(4, 3, 2), quelle="Aus dem veröffentlichten Wirkungsmodell.",
        )  # fmt: skip


def _gruppen(vorlage: Vorlage, _user) -> Iterator[Abschnitt]:
    gruppen = Gruppe.objects.visible_to(ALLE).im_netzwerk(vorlage.kommune).bestehend().with_mitglieder(ALLE)
    zeilen = tuple((gruppe.name, gruppe.get_art_display(), _wer(gruppe) or gruppe.planungsstand or "folgt") for gruppe in gruppen)
    if zeilen:
        yield Abschnitt("Wer zusammenarbeitet", kopf=("Gruppe", "Art", "Wer dabei ist"), zeilen=zeilen, breiten=(2, 2, 5))


def _wer(gruppe: Gruppe) -> str:
    """As everybody reads it on the group's page; an Einrichtung that is not public is "Weiteres Mitglied" there and here."""
    return ", ".join(" + ".join((platz.funktion, *platz.zusaetze)) for platz in plaetze(gruppe.plaetze))


def _kooperation(vorlage: Vorlage, user) -> Iterator[Abschnitt]:
    paare = begleitete_paare(user, vorlage.kommune)
    if paare:
        zeilen = tuple(
            (" und ".join(paar.namen), str(paar.ist or "–"), str(paar.ziel or "–"), f"{paar.am:{TAG}}") for paar in paare
        )
        yield Abschnitt(
            "Wie gut Einrichtungen zusammenarbeiten",
            absaetze=("Zwei Einrichtungen schätzen ihre Zusammenarbeit auf fünf Stufen ein. Keine Stufe ist an sich besser.",),
            kopf=("Einrichtungen", "heute", "Ziel", "vom"), zeilen=zeilen, breiten=(6, 1, 1, 2),
            quelle="Nur was beide freigegeben haben.",
        )  # fmt: skip
    runden = (
        Erhebung.objects.visible_to(user).filter(kommune=vorlage.kommune).mit_ergebnis().select_related("instrument", "kommune")
    )
    letzte = runden.order_by("-geschlossen_am", "-pk").first()
    if letzte and (ergebnis := auswertung(letzte)):
        zeilen = tuple((v.kriterium.name, v.mitte.mitte, v.mitte.haelfte) for v in ergebnis.verteilungen if v.mitte)
        if zeilen:
            yield Abschnitt(
                "Wie das Netzwerk sich selbst einschätzt",
                absaetze=(f"Anonyme Erhebung „{letzte}“, abgeschlossen am {letzte.geschlossen_am:{TAG}}, {letzte.boegen} Bögen.",),
                kopf=("Kriterium", "mittlere Stufe", "mittlere Hälfte"), zeilen=zeilen, breiten=(5, 3, 3),
                quelle="Kriterien mit zu wenigen Antworten fehlen.",
            )  # fmt: skip


def _vorhaben(vorlage: Vorlage, _user) -> Iterator[Abschnitt]:
    for vorhaben in Vorhaben.objects.visible_to(ALLE).von(vorlage.kommune).prefetch_related("phasen", "foerderungen"):
        absaetze = [f"{vorhaben.get_stand_display().capitalize()}{f', {vorhaben.zeitraum}' if vorhaben.zeitraum else ''}."]
        absaetze += [f"Leitsatz: {vorhaben.leitsatz}"] if vorhaben.leitsatz else []
        for foerderung in vorhaben.foerderungen.all():
            teile = [foerderung.get_stand_display(), foerderung.zeitraum, foerderung.betrag, foerderung.bezahlt]
            absaetze.append(f"Förderung: {foerderung.geber} ({', '.join(filter(None, teile))})")
        zeilen = tuple((p.zeitraum or "ohne Zeitangabe", p.titel, p.get_stand_display()) for p in vorhaben.phasen.all())
        yield Abschnitt(f"Vorhaben: {vorhaben}", tuple(absaetze), ("Wann", "Was", "Stand") if zeilen else (), zeilen, (3, 6, 2))


def _bausteine(vorlage: Vorlage, _user) -> Iterator[Abschnitt]:
    if not may_see(ALLE, get_planungsseite(vorlage.kommune), "bausteine"):
        return
    zeilen = tuple(
        (f.baustein.name, f.stand.get_stand_display(), _beleg(f.stand), f.stand.naechstes) for f in tafel(vorlage.kommune, ALLE)
    )
    yield Abschnitt(
        "Neun Bausteine", kopf=("Baustein", "Stand", "Woran man es sieht", "Als Nächstes"), zeilen=zeilen, breiten=(3, 2, 4, 4)
    )


def _beleg(stand: Bausteinstand) -> str:
    vom = f" ({als_text(stand.beleg_vom)})" if stand.beleg_vom else ""
    return f"{stand.beleg or stand.dokument or ''}{vom}"
