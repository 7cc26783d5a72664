"""A Lieferung from its arrival to its withdrawal. Each verb is one transaction: all or nothing."""

import hashlib
import io
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryFile

import numpy as np
from django.core.files import File
from django.db import models, transaction
from django.utils import timezone

from kern.begrenzt import AblehnungFehler, ausfuehren
from statistik import kleine_zahlen, schreiben
from statistik.leser import deuten, eingabe
from statistik.leser.rohtabelle import LeseFehler, Rohtabelle
from statistik.leser.zeit import stichtag
from statistik.models import Herkunft, Indikator, Lieferung, Messwert, Zuordnung
from statistik.pruefung import bestand
from statistik.pruefung.befunde import ARTEN
from statistik.pruefung.ergebnis import GEAENDERT, Pruefung
from statistik.pruefung.gebiete import Verzeichnis
from statistik.pruefung.pruefen import pruefen

ZU_GROSS = (
    "Diese Datei braucht zu viel Speicher oder Zeit. Ist es wirklich eine Tabelle mit Zahlen? "
    "Bitte speichern Sie nur die Tabelle in eine neue Datei oder laden Sie weniger auf einmal herunter."
)


OHNE_SCHLUESSEL = (
    "In keiner Spalte dieser Tabelle stehen amtliche Gebietsschlüssel, die das Portal kennt. Namen allein sind nicht eindeutig: "
    "Oldenburg ist eine Stadt und ein Landkreis. Bitte ergänzen Sie eine Spalte „AGS“."
)
LEER = ("", "", "")  # no source, table and date of its own


class LieferungFehler(Exception):
    """Nothing was written; the message says why and what to do."""


def schritt_ohne_anzeige(name: str) -> None:
    """For callers that show no progress."""


def lesen(datei: File) -> Rohtabelle:
    """In a process of its own. Raises LieferungFehler."""
    if datei.size > eingabe.MEISTE_BYTES:
        raise LieferungFehler(eingabe.zu_gross(datei.size))
    datei.seek(0)
    try:
        herein = datei.file if isinstance(datei.file, io.FileIO | io.BufferedReader) else datei.read()
        return Rohtabelle.auspacken(ausfuehren("statistik.leser.einlesen", herein, zu_gross=ZU_GROSS))
    except AblehnungFehler as fehler:
        raise LieferungFehler(str(fehler)) from fehler


def reihen(roh: Rohtabelle) -> list[deuten.Reihe]:
    """What the file counts. Raises LieferungFehler where it names no areas."""
    try:
        return deuten.reihen(roh)
    except LeseFehler as fehler:
        raise LieferungFehler(str(fehler)) from fehler


def pruefsumme(datei: File) -> str:
    summe = hashlib.sha256()
    for stueck in datei.chunks():
        summe.update(stueck)
    return summe.hexdigest()


def schon_da(datei: File, gebiet=None) -> Lieferung | None:
    """The Lieferung of the very same file that is being checked or in force."""
    zustaende = (Lieferung.Zustand.OFFEN, Lieferung.Zustand.UEBERNOMMEN)
    return Lieferung.objects.filter(sha256=pruefsumme(datei), gebiet=gebiet, zustand__in=zustaende).first()


def vorbereiten(datei: File, *, nutzer=None, als: str = "", gebiet=None) -> tuple[Lieferung, Rohtabelle]:
    """A Lieferung not yet stored, and what was read. Raises LieferungFehler."""
    roh = lesen(datei)
    if roh.angaben.format != "vorlage" and gebiet is not None:
        raise LieferungFehler(
            "Bitte benutzen Sie für eigene Zahlen die Vorlage des Portals. Sie können sie auf dieser Seite herunterladen."
        )
    if roh.angaben.format == "fremd" and not any(Verzeichnis().wie_schluessel(spalte.texte) for spalte in roh.spalten):
        raise LieferungFehler(OHNE_SCHLUESSEL)
    reihen(roh)
    kennzeichen = deuten.kennzeichen(roh)
    bekannt = Zuordnung.objects.filter(kennzeichen=kennzeichen).first() if kennzeichen else None
    angaben = roh.angaben
    lieferung = Lieferung(
        gebiet=gebiet,
        dateiname=Path(datei.name).name[-200:],
        groesse=datei.size,
        sha256=pruefsumme(datei),
        von=nutzer,
        als=als,
        angaben={
            "format": angaben.format,
            "kodierung": angaben.kodierung,
            "trenner": angaben.trenner,
            "titel": angaben.titel,
            "fussnoten": angaben.fussnoten,
            "zeilen": len(roh),
            "kennzeichen": kennzeichen,
            "quellen": [text for spalte in roh.spalten if spalte.kopf == "quelle" for text in spalte.texte if text][:3],
        },
        quelle=(angaben.quelle or (bekannt.quelle if bekannt else ""))[:200],
        tabelle=angaben.tabelle[:80],
        stand=angaben.stand[:40],
        stichtag=stichtag(angaben.stichtag) if angaben.format == "fremd" else None,
        lizenz=angaben.lizenz or (bekannt.lizenz if bekannt else ""),
    )
    return lieferung, roh


def annehmen(datei: File, *, nutzer=None, als: str = "", gebiet=None, schritt: Callable = schritt_ohne_anzeige) -> Lieferung:
    """Read, keep and, where the meaning of its words is known, check a file. Nothing of it counts yet. Raises LieferungFehler."""
    schritt("lesen")
    lieferung, roh = vorbereiten(datei, nutzer=nutzer, als=als, gebiet=gebiet)
    schritt("prüfen")
    ergebnis = _pruefung(lieferung, roh) if zuordnung_von(lieferung, roh) else None
    datei.seek(0)
    lieferung.datei.save("datei", datei, save=False)
    with TemporaryFile() as zwischen:
        roh.schreiben(zwischen)
        lieferung.rohtabelle.save("roh", File(zwischen), save=False)
    _ablegen(lieferung, ergebnis)
    return lieferung


def noch_einmal(lieferung: Lieferung, *, nutzer=None, als: str = "") -> Lieferung:
    """The same file as a new Lieferung. Raises LieferungFehler."""
    try:
        with lieferung.datei.storage.open(lieferung.datei.name) as strom:
            return annehmen(File(strom, name=lieferung.dateiname), nutzer=nutzer, als=als, gebiet=lieferung.gebiet)
    except FileNotFoundError as fehler:
        raise LieferungFehler("Die Originaldatei liegt nicht mehr vor. Bitte wählen Sie sie noch einmal aus.") from fehler


def probe(datei: File, *, schritt: Callable = schritt_ohne_anzeige) -> tuple[Lieferung, Pruefung | None]:
    """What `annehmen` would find; nothing is kept. Raises LieferungFehler."""
    schritt("lesen")
    lieferung, roh = vorbereiten(datei)
    schritt("prüfen")
    ergebnis = _pruefung(lieferung, roh) if zuordnung_von(lieferung, roh) else None
    lieferung.summen = ergebnis.summen({}) if ergebnis else {}
    return lieferung, ergebnis


def zuordnung_von(lieferung: Lieferung, roh: Rohtabelle) -> deuten.Zuordnung | None:
    """What the words of this file mean; None where a person has to say it first (an unknown shape, new words, no day)."""
    if roh.angaben.format == "vorlage":
        return deuten.Zuordnung()
    gemerkt = Zuordnung.objects.filter(kennzeichen=lieferung.angaben["kennzeichen"]).first()
    if gemerkt is None or any(reihe.titel not in gemerkt.reihen for reihe in reihen(roh)):
        return None
    tag = f"{lieferung.stichtag:%d.%m.%Y}" if lieferung.stichtag else ""
    zuordnung = deuten.Zuordnung(gemerkt.reihen, gemerkt.schluessel, gemerkt.name, gemerkt.zeit, tag)
    return None if braucht_stichtag(roh, zuordnung) and not tag else zuordnung


def braucht_stichtag(roh: Rohtabelle, zuordnung: deuten.Zuordnung) -> bool:
    """Does a person have to say the day, because the file does not?"""
    if roh.angaben.format == "fremd":
        return not zuordnung.zeit
    return roh.angaben.format == "genesis" and not deuten.nennt_tage(roh)


def _pruefung(lieferung: Lieferung, roh: Rohtabelle) -> Pruefung:
    zuordnung = zuordnung_von(lieferung, roh)
    try:
        zellen = deuten.deuten(roh, zuordnung)
    except LeseFehler as fehler:
        raise LieferungFehler(str(fehler)) from fehler
    return pruefen(zellen, entscheidungen=lieferung.entscheidungen, gebiet=lieferung.gebiet_id)


def _ablegen(lieferung: Lieferung, ergebnis: Pruefung | None, summen: dict | None = None) -> None:
    """Store the row and its check; the file of an earlier check goes last, so that there always is one."""
    davor = lieferung.pruefung.name
    if ergebnis is not None:
        lieferung.summen = summen or ergebnis.summen(lieferung.entscheidungen)
        with TemporaryFile() as zwischen:
            ergebnis.schreiben(zwischen)
            lieferung.pruefung.save("pruefung", File(zwischen), save=False)
    lieferung.save()
    if davor and davor != lieferung.pruefung.name:
        lieferung.pruefung.storage.delete(davor)


def rohtabelle(lieferung: Lieferung) -> Rohtabelle:
    with lieferung.rohtabelle.open("rb") as datei:
        return Rohtabelle.auspacken(datei.read())


def pruefung(lieferung: Lieferung) -> Pruefung:
    with lieferung.pruefung.open("rb") as datei:
        return Pruefung.auspacken(datei)


def neu_pruefen(lieferung: Lieferung) -> None:
    """After a decision, or when what stands has changed. Raises LieferungFehler."""
    roh = rohtabelle(lieferung)
    if zuordnung_von(lieferung, roh) is not None:
        _ablegen(lieferung, _pruefung(lieferung, roh))
    else:
        lieferung.save()


@transaction.atomic
def zuordnen(lieferung: Lieferung, zuordnung: deuten.Zuordnung) -> None:
    """Remember what the words of such files mean, and check this one. Raises LieferungFehler."""
    Zuordnung.objects.update_or_create(
        kennzeichen=lieferung.angaben["kennzeichen"],
        defaults={
            "titel": " ".join(filter(None, [lieferung.tabelle, lieferung.angaben["titel"]]))[:200] or lieferung.dateiname,
            "reihen": zuordnung.reihen, "schluessel": zuordnung.schluessel, "name": zuordnung.name, "zeit": zuordnung.zeit,
            "quelle": lieferung.quelle, "lizenz": lieferung.lizenz,
        },
    )  # fmt: skip
    neu_pruefen(lieferung)


@transaction.atomic
def uebernehmen(lieferung: Lieferung, *, schritt: Callable = schritt_ohne_anzeige) -> None:
    """Write what is new or changed; all or nothing. Raises LieferungFehler, also when what stands is not what was shown."""
    lieferung = Lieferung.objects.select_for_update().get(pk=lieferung.pk)
    if not lieferung.ist_offen:
        raise LieferungFehler(f"Diese Lieferung ist schon {lieferung.get_zustand_display()}.")
    ergebnis = pruefung(lieferung)
    _bereit(lieferung, ergebnis)
    stellen = ergebnis.zu_schreiben
    schritt("vergleichen")
    betroffene = set(np.unique(ergebnis.indikator[stellen]).tolist())
    list(Indikator.objects.select_for_update().filter(pk__in=betroffene).order_by("pk"))  # who writes the same figures waits here
    vorher = _noch_wie_gezeigt(lieferung, ergebnis, betroffene)
    schritt("schreiben")
    if len(stellen):
        schreiben.aendern(vorher, gilt=False)
        schreiben.einfuegen(_zeilen(lieferung, ergebnis, stellen))
        kleine_zahlen.markieren(
            von=ergebnis.tag[stellen].min().item(),
            bis=ergebnis.tag[stellen].max().item(),
            ist_amtlich=lieferung.gebiet_id is None,
            gebiete=_wenige(ergebnis.gebiet[stellen]),
        )
    lieferung.zustand = Lieferung.Zustand.UEBERNOMMEN
    lieferung.uebernommen = timezone.now()
    lieferung.summen = ergebnis.summen(lieferung.entscheidungen)
    lieferung.save()
    transaction.on_commit(lambda: _verschlanken(lieferung.pk))


def _bereit(lieferung: Lieferung, ergebnis: Pruefung) -> None:
    if offen := ergebnis.offen(lieferung.entscheidungen):
        raise LieferungFehler(f"Bitte entscheiden Sie noch: {', '.join(ARTEN[art].titel for art in offen)}.")
    ohne_quelle = any(
        not ergebnis.texte["herkunft"][k].split("\t")[0] for k in np.unique(ergebnis.herkunft[ergebnis.zu_schreiben]) if k >= 0
    )
    if ohne_quelle and not lieferung.quelle:
        raise LieferungFehler("Es fehlt die Quelle. Bitte tragen Sie ein, woher diese Zahlen stammen.")


def _wenige(gebiete: np.ndarray) -> set[int] | None:
    verschiedene = np.unique(gebiete)
    return set(verschiedene.tolist()) if len(verschiedene) < 500 else None


def _noch_wie_gezeigt(lieferung: Lieferung, ergebnis: Pruefung, indikatoren: set[int]) -> np.ndarray:
    """Keys of the rows that will be replaced. Raises LieferungFehler where what stands differs from what the preview showed."""
    stellen = ergebnis.zu_schreiben
    if not len(stellen):
        return np.zeros(0, "i8")
    tage = ergebnis.tag[stellen]
    heute = bestand.laden(
        indikatoren,
        tage.min().item(),
        tage.max().item(),
        ist_amtlich=lieferung.gebiet_id is None,
        gebiete=_wenige(ergebnis.gebiet[stellen]),
    )
    stelle = heute.stellen(bestand.schluessel(ergebnis.indikator[stellen], tage, ergebnis.gebiet[stellen]))
    da = stelle >= 0
    stimmt = da == (ergebnis.alt_status[stellen] >= 0)
    if len(heute.ort):
        alt, neu = ergebnis.alt[stellen], heute.wert[stelle]
        stimmt &= ~da | ((heute.status[stelle] == ergebnis.alt_status[stellen]) & ((alt == neu) | (np.isnan(alt) & np.isnan(neu))))
    if not stimmt.all():
        raise LieferungFehler("Seit der Vorschau haben sich Werte im Portal geändert. Bitte sehen Sie die Vorschau noch einmal an.")
    return heute.pk[stelle[da]] if len(heute.ort) else np.zeros(0, "i8")


def _zeilen(lieferung: Lieferung, ergebnis: Pruefung, stellen: np.ndarray) -> list:
    anzahl = len(stellen)
    status = np.array(bestand.STATUS, dtype=object)[ergebnis.status[stellen]].tolist()
    zeichen = np.array([schreiben.copy_sicher(text) for text in ergebnis.texte["zeichen"]], dtype=object)[
        ergebnis.zeichen[stellen]
    ].tolist()
    ist_amtlich = lieferung.gebiet_id is None
    return [
        ergebnis.indikator[stellen],
        ergebnis.gebiet[stellen],
        ergebnis.tag[stellen],
        ergebnis.wert[stellen],
        status,
        zeichen,
        _herkuenfte(lieferung, ergebnis, stellen),
        [ist_amtlich] * anzahl,
        [True] * anzahl,
        [False] * anzahl,
    ]


def _herkuenfte(lieferung: Lieferung, ergebnis: Pruefung, stellen: np.ndarray) -> np.ndarray:
    """One Herkunft for each source that occurs; primary keys for the rows. -1 stands for sums the portal formed."""
    kodes, wo = np.unique(ergebnis.herkunft[stellen], return_inverse=True)
    pks = []
    for kode in kodes.tolist():
        quelle, tabelle, stand = (
            ergebnis.texte["herkunft"][kode].split("\t") if kode >= 0 and ergebnis.texte["herkunft"][kode] else LEER
        )
        herkunft, _ = Herkunft.objects.get_or_create(
            lieferung=lieferung,
            quelle=(quelle or lieferung.quelle)[:200],
            tabelle=(tabelle or lieferung.tabelle)[:80],
            stand=(stand or lieferung.stand)[:40],
            ist_summe=kode < 0,
        )
        pks.append(herkunft.pk)
    return np.array(pks, "i8")[wo]


def _verschlanken(pk: int) -> None:
    """What was read can be read again from the file; of the check the rows that needed eyes are kept."""
    lieferung = Lieferung.objects.get(pk=pk)
    ergebnis = pruefung(lieferung)
    mit_befund = np.unique(
        np.concatenate([np.flatnonzero(ergebnis.was == GEAENDERT), *(b.stellen for b in ergebnis.befunde)])
    ).astype("i8")
    roh, lieferung.rohtabelle = lieferung.rohtabelle.name, ""
    _ablegen(lieferung, ergebnis.nur(mit_befund), summen=lieferung.summen)
    lieferung.pruefung.storage.delete(roh)


@transaction.atomic
def zuruecknehmen(lieferung: Lieferung, *, als: str = "") -> int:
    """What stood before stands again; how many values. A later Lieferung that replaced some of them stays in force."""
    lieferung = Lieferung.objects.select_for_update().get(pk=lieferung.pk)
    if lieferung.zustand != Lieferung.Zustand.UEBERNOMMEN:
        raise LieferungFehler(f"Diese Lieferung lässt sich nicht zurücknehmen: Sie ist {lieferung.get_zustand_display()}.")
    eigene = Messwert.objects.filter(herkunft__lieferung=lieferung)
    list(Indikator.objects.select_for_update().filter(pk__in=eigene.values("indikator")).order_by("pk"))
    lieferung.zustand = Lieferung.Zustand.ZURUECKGENOMMEN
    lieferung.zurueckgenommen = timezone.now()
    lieferung.zurueckgenommen_als = als
    lieferung.save()
    stehende = eigene.gueltig()
    grenzen = stehende.aggregate(von=models.Min("stichtag"), bis=models.Max("stichtag"))
    frueher = Messwert.objects.filter(
        indikator=models.OuterRef("indikator"),
        stichtag=models.OuterRef("stichtag"),
        gebiet=models.OuterRef("gebiet"),
        ist_amtlich=models.OuterRef("ist_amtlich"),
        herkunft__lieferung__zustand=Lieferung.Zustand.UEBERNOMMEN,
    )
    wieder = stehende.annotate(davor=models.Subquery(frueher.order_by("-pk").values("pk")[:1])).values_list("davor", flat=True)
    pks = np.array([pk for pk in wieder.order_by() if pk], "i8")
    anzahl = stehende.update(gilt=False)
    schreiben.aendern(pks, gilt=True)
    if anzahl:
        kleine_zahlen.markieren(von=grenzen["von"], bis=grenzen["bis"], ist_amtlich=lieferung.gebiet_id is None)
    return anzahl


@transaction.atomic
def verwerfen(lieferung: Lieferung) -> None:
    """The person does not want it; the file and what was found in it are kept with the log."""
    lieferung = Lieferung.objects.select_for_update().get(pk=lieferung.pk)
    if not lieferung.ist_offen:
        raise LieferungFehler(f"Diese Lieferung ist schon {lieferung.get_zustand_display()}.")
    lieferung.zustand = Lieferung.Zustand.VERWORFEN
    lieferung.save()
