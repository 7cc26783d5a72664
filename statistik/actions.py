"""A Lieferung from its arrival to its withdrawal. A verb locks it, looks whether it may, and is one transaction."""

from collections.abc import Callable
from tempfile import TemporaryFile

import numpy as np
from django.core.files import File
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from kern.models import Vermerk, vermerken
from kern.templatetags.schreibweise import zahl_schreiben
from statistik import grundlage, kleine_zahlen, schreiben
from statistik.bericht import gezaehlt
from statistik.eingang import LieferungFehler, vorbereiten, zuordnung_von
from statistik.leser import deuten, zeit
from statistik.leser.rohtabelle import LeseFehler, Rohtabelle
from statistik.models import Herkunft, Indikator, Lieferung, Messwert, Zuordnung
from statistik.pruefung import bestand, summen
from statistik.pruefung.befunde import ARTEN
from statistik.pruefung.ergebnis import GEAENDERT, GLEICH, NEU, Pruefung
from statistik.pruefung.pruefen import pruefen

LEER = ("", "", "")  # no source, table and date of its own


class VeraltetFehler(LieferungFehler):
    """What stands, or what was decided, is no longer what the preview showed."""


def schritt_ohne_anzeige(name: str) -> None:
    """For callers that show no progress."""


def annehmen(datei: File, *, nutzer=None, als: str = "", gebiet=None, schritt: Callable = schritt_ohne_anzeige) -> Lieferung:
    """Read, keep and, where the meaning of its words is known, check a file. Nothing of it counts yet. Raises LieferungFehler."""
    schritt("lesen")
    lieferung, roh = vorbereiten(datei, nutzer=nutzer, als=als, gebiet=gebiet)
    schritt("prüfen")
    ergebnis = _pruefung(lieferung, roh)
    datei.seek(0)
    lieferung.datei.save("datei", datei, save=False)
    with TemporaryFile() as zwischen:
        roh.schreiben(zwischen)
        lieferung.rohtabelle.save("roh", File(zwischen), save=False)
    try:
        with transaction.atomic():
            _ablegen(lieferung, ergebnis)
    except IntegrityError:  # the same file, brought by a second click in this moment
        for feld in (lieferung.datei, lieferung.rohtabelle, lieferung.pruefung):
            feld.storage.delete(feld.name or "nichts")
        return Lieferung.objects.get(sha256=lieferung.sha256, gebiet=gebiet, zustand=Lieferung.Zustand.OFFEN)
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
    ergebnis = _pruefung(lieferung, roh)
    lieferung.summen = ergebnis.summen({}) | {"gezaehlt": gezaehlt(ergebnis, zuordnung_von(lieferung))} if ergebnis else {}
    return lieferung, ergebnis


def _pruefung(lieferung: Lieferung, roh: Rohtabelle) -> Pruefung | None:
    zuordnung = zuordnung_von(lieferung)
    if zuordnung is None:
        return None
    try:
        zellen = deuten.deuten(roh, zuordnung)
    except LeseFehler as fehler:
        raise LieferungFehler(str(fehler)) from fehler
    genannt = _genannte_grundlage(lieferung)
    return pruefen(
        zellen,
        entscheidungen=lieferung.entscheidungen,
        gebiet=lieferung.gebiet_id,
        grundlage=genannt,
        stand=zeit.stichtag(lieferung.stand[:10]),
    )


def _genannte_grundlage(lieferung: Lieferung) -> str:
    return grundlage.aus_worten([lieferung.angaben["titel"], *lieferung.angaben["fussnoten"]])


def _ablegen(lieferung: Lieferung, ergebnis: Pruefung | None) -> None:
    """Store the row and its check. The file of an earlier check goes when nobody can read of it any more."""
    davor = lieferung.pruefung.name
    if ergebnis is not None:
        lieferung.summen = ergebnis.summen(lieferung.entscheidungen) | {"gezaehlt": gezaehlt(ergebnis, zuordnung_von(lieferung))}
        _pruefung_schreiben(lieferung, ergebnis)
    lieferung.save()
    if davor and davor != lieferung.pruefung.name:
        transaction.on_commit(lambda: lieferung.pruefung.storage.delete(davor))


def _pruefung_schreiben(lieferung: Lieferung, ergebnis: Pruefung) -> None:
    with TemporaryFile() as zwischen:
        ergebnis.schreiben(zwischen)
        lieferung.pruefung.save("pruefung", File(zwischen), save=False)


def _gesperrt(lieferung: Lieferung, zustand: str) -> Lieferung:
    """The row as it is now, locked for this transaction. Raises LieferungFehler where it has moved on."""
    lieferung = Lieferung.objects.select_for_update().get(pk=lieferung.pk)
    if lieferung.zustand != zustand:
        raise LieferungFehler(f"Das geht nicht mehr. Zustand dieser Lieferung: {lieferung.get_zustand_display()}.")
    return lieferung


def rohtabelle(lieferung: Lieferung) -> Rohtabelle:
    with lieferung.rohtabelle.open("rb") as datei:
        return Rohtabelle.auspacken(datei.read())


def pruefung(lieferung: Lieferung) -> Pruefung:
    with lieferung.pruefung.open("rb") as datei:
        return Pruefung.auspacken(datei)


@transaction.atomic
def neu_pruefen(
    lieferung: Lieferung, *, entscheidungen: dict[str, str] | None = None, herkunft: dict[str, str] | None = None
) -> Lieferung:
    """After a decision, or when what stands has changed. Raises LieferungFehler."""
    lieferung = _gesperrt(lieferung, Lieferung.Zustand.OFFEN)
    if entscheidungen is not None:
        lieferung.entscheidungen = entscheidungen
    _herkunft_setzen(lieferung, herkunft)
    _ablegen(lieferung, _pruefung(lieferung, rohtabelle(lieferung)))
    return lieferung


def _herkunft_setzen(lieferung: Lieferung, herkunft: dict[str, str] | None) -> None:
    for name, wert in (herkunft or {}).items():
        setattr(lieferung, name, wert)


@transaction.atomic
def zuordnen(
    lieferung: Lieferung, zuordnung: deuten.Zuordnung, *, stichtag=None, herkunft: dict[str, str] | None = None
) -> Lieferung:
    """Say what the words of this file mean, remember it for others of its shape, and check. Raises LieferungFehler."""
    lieferung = _gesperrt(lieferung, Lieferung.Zustand.OFFEN)
    _herkunft_setzen(lieferung, herkunft)
    gesagt = {"reihen": zuordnung.reihen, "schluessel": zuordnung.schluessel, "name": zuordnung.name, "zeit": zuordnung.zeit}
    lieferung.angaben["zuordnung"] = gesagt
    lieferung.stichtag = stichtag
    titel = " ".join(filter(None, [lieferung.tabelle, lieferung.angaben["titel"]]))[:200] or lieferung.dateiname
    Zuordnung.objects.update_or_create(
        kennzeichen=lieferung.angaben["kennzeichen"],
        defaults=gesagt | {"titel": titel, "quelle": lieferung.quelle, "lizenz": lieferung.lizenz},
    )
    _ablegen(lieferung, _pruefung(lieferung, rohtabelle(lieferung)))
    return lieferung


@transaction.atomic
def uebernehmen(
    lieferung: Lieferung, *, gesehen: str = "", herkunft: dict[str, str] | None = None, schritt: Callable = schritt_ohne_anzeige
) -> Lieferung:
    """Write what is new or changed; all or nothing. Raises LieferungFehler, VeraltetFehler where it is not what was shown.

    `gesehen` names the check that the person has seen.
    """
    lieferung = _gesperrt(lieferung, Lieferung.Zustand.OFFEN)
    if gesehen and gesehen != lieferung.stand_der_pruefung:
        raise VeraltetFehler("Inzwischen wurde diese Datei neu geprüft. Bitte sehen Sie die Vorschau noch einmal an.")
    _herkunft_setzen(lieferung, herkunft)
    if not lieferung.pruefung:
        raise LieferungFehler("Bitte sagen Sie zuerst, was die Spalten der Datei bedeuten.")
    ergebnis = pruefung(lieferung)
    _bereit(lieferung, ergebnis)
    stellen = ergebnis.zu_schreiben
    schritt("vergleichen")
    _sperren()
    vorher = _noch_wie_gezeigt(lieferung, ergebnis)
    schritt("schreiben")
    if len(stellen):
        schreiben.aendern(vorher, gilt=False)
        schreiben.einfuegen(_zeilen(lieferung, ergebnis, stellen))
        tage = ergebnis.tag[stellen]
        kleine_zahlen.markieren(von=tage.min().item(), bis=tage.max().item(), ist_amtlich=lieferung.gebiet_id is None)
    lieferung.zustand = Lieferung.Zustand.UEBERNOMMEN
    lieferung.uebernommen = timezone.now()
    lieferung.summen |= ergebnis.summen(lieferung.entscheidungen)
    _verschlanken(lieferung, ergebnis)
    vermerken(Vermerk.Art.IMPORT, f"{lieferung} übernommen, {zahl_schreiben(len(stellen))} Werte")
    return lieferung


def _sperren() -> None:
    """Who writes figures waits here for whoever is writing: figures hang together, and so do their marks."""
    list(Indikator.objects.select_for_update().order_by("pk"))


def _bereit(lieferung: Lieferung, ergebnis: Pruefung) -> None:
    if offen := ergebnis.offen(lieferung.entscheidungen):
        raise LieferungFehler(f"Bitte entscheiden Sie noch: {', '.join(ARTEN[art].titel for art in offen)}.")
    herkuenfte = {summen.teil(kode) for kode in np.unique(ergebnis.herkunft[ergebnis.zu_schreiben]).tolist()}
    ohne_quelle = any(not ergebnis.texte["herkunft"][kode].split("\t")[0] for kode in herkuenfte)
    if ohne_quelle and not lieferung.quelle:
        raise LieferungFehler("Es fehlt die Quelle. Bitte tragen Sie ein, woher diese Zahlen stammen.")


def _noch_wie_gezeigt(lieferung: Lieferung, ergebnis: Pruefung) -> np.ndarray:
    """Keys of the rows that will be replaced. Raises VeraltetFehler where what stands differs from the preview."""
    stellen = np.flatnonzero(np.isin(ergebnis.was, (NEU, GEAENDERT, GLEICH)))
    if not len(stellen):
        return np.zeros(0, "i8")
    tage = ergebnis.tag[stellen]
    heute = bestand.laden(
        set(np.unique(ergebnis.indikator[stellen]).tolist()),
        tage.min().item(),
        tage.max().item(),
        ist_amtlich=lieferung.gebiet_id is None,
        gebiete=bestand.wenige(set(np.unique(ergebnis.gebiet[stellen]).tolist())),
    )
    stelle = heute.stellen(bestand.schluessel(ergebnis.indikator[stellen], tage, ergebnis.gebiet[stellen]))
    da = stelle >= 0
    stimmt = da == (ergebnis.alt_status[stellen] >= 0)
    wo, her = stellen[da], stelle[da]
    stimmt[da] &= bestand.gleich(heute.wert[her], heute.status[her], ergebnis.alt[wo], ergebnis.alt_status[wo])
    if not stimmt.all():
        raise VeraltetFehler("Seit der Vorschau haben sich Werte im Portal geändert. Bitte sehen Sie die Vorschau noch einmal an.")
    return heute.pk[her[ergebnis.was[wo] == GEAENDERT]]


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
    """One Herkunft for each source that occurs; primary keys for the rows. Sums the portal formed have their own."""
    kodes, wo = np.unique(ergebnis.herkunft[stellen], return_inverse=True)
    pks = []
    for kode in kodes.tolist():
        worte = ergebnis.texte["herkunft"][summen.teil(kode)]
        quelle, tabelle, stand = worte.split("\t") if worte else LEER
        herkunft, _ = Herkunft.objects.get_or_create(
            lieferung=lieferung,
            quelle=(quelle or lieferung.quelle)[:200],
            tabelle=(tabelle or lieferung.tabelle)[:80],
            stand=(stand or lieferung.stand)[:40],
            ist_summe=kode < 0,
            grundlage=_grundlage(lieferung, ergebnis),
        )
        pks.append(herkunft.pk)
    return np.array(pks, "i8")[wo]


def _grundlage(lieferung: Lieferung, ergebnis: Pruefung) -> str:
    """As the file says it, or the person where she was asked."""
    gefragt = any(befund.art == "grundlage" for befund in ergebnis.befunde)
    return _genannte_grundlage(lieferung) or (lieferung.entscheidungen["grundlage"] if gefragt else "")


def _verschlanken(lieferung: Lieferung, ergebnis: Pruefung) -> None:
    """What was read can be read again from the file; of the check the rows that needed eyes are kept."""
    stellen = [np.flatnonzero(ergebnis.was == GEAENDERT), *(befund.stellen for befund in ergebnis.befunde)]
    ueberholt = [lieferung.rohtabelle.name, lieferung.pruefung.name]
    lieferung.rohtabelle = ""
    _pruefung_schreiben(lieferung, ergebnis.nur(np.unique(np.concatenate(stellen)).astype("i8")))
    lieferung.save()
    transaction.on_commit(lambda: [lieferung.pruefung.storage.delete(name) for name in ueberholt if name])


@transaction.atomic
def zuruecknehmen(lieferung: Lieferung, *, als: str = "") -> tuple[int, list[Lieferung]]:
    """What stood before stands again: how many values, and which later Lieferungen had confirmed figures and may miss them now.

    A later Lieferung that replaced some of them stays in force.
    """
    lieferung = _gesperrt(lieferung, Lieferung.Zustand.UEBERNOMMEN)
    eigene = Messwert.objects.filter(herkunft__lieferung=lieferung)
    _sperren()
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
    vermerken(Vermerk.Art.IMPORT, f"{lieferung} zurückgenommen, {zahl_schreiben(anzahl)} Werte")
    schreiben.aendern(pks, gilt=True)
    if anzahl:
        kleine_zahlen.markieren(von=grenzen["von"], bis=grenzen["bis"], ist_amtlich=lieferung.gebiet_id is None)
    spaetere = Lieferung.objects.gueltig().filter(gebiet=lieferung.gebiet, uebernommen__gt=lieferung.uebernommen)
    return anzahl, [spaeter for spaeter in spaetere if spaeter.summen.get("gleich")]


@transaction.atomic
def verwerfen(lieferung: Lieferung) -> None:
    """The person does not want it; the file and what was found in it are kept with the log."""
    lieferung = _gesperrt(lieferung, Lieferung.Zustand.OFFEN)
    lieferung.zustand = Lieferung.Zustand.VERWORFEN
    lieferung.save()
