"""Saving, publishing and bringing back sections. Nothing is ever overwritten: each change is a new Fassung."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from kern.models import Vermerk, vermerken
from kommunen import models as k
from kommunen.auswertung import widersprueche
from kommunen.models import Abschnitt, Fassung, Kommune, Profil
from kommunen.redaktion import inhalt as inhalte
from kommunen.redaktion.plan import PLAN, Art, Liste
from kommunen.redaktion.verschmelzen import Inhalt, Streit, verschmelzen

Anlass = Fassung.Anlass


@dataclass(frozen=True)
class Ergebnis:
    """After a save: `fassung` is where things stand. With `streit` nothing was taken over; `ihre` is what others saved."""

    fassung: Fassung | None
    streit: tuple[Streit, ...] = ()
    verschmolzen: Inhalt | None = None


@dataclass(frozen=True)
class Mangel:
    """What is missing before a section can be published, in words for the person who edits."""

    art: Art
    text: str


class Veraltet(Exception):
    """Somebody went on writing after the preview that is to be published; the message names the section."""


class Unvollstaendig(Exception):
    """Something needed is missing; `maengel` says what."""

    def __init__(self, maengel):
        self.maengel = maengel
        super().__init__(" ".join(mangel.text for mangel in maengel))


def funktion_von(nutzer, kommune) -> str:
    """Under which function somebody works on a Kommune; stays in the history when the person has gone."""
    koordination = k.Koordination.objects.filter(nutzer=nutzer, kommune=kommune).first()
    return koordination.funktion if koordination else "Fachadministration"


# ---------- Saving ----------


@transaction.atomic
def speichern(
    *, kommune: Kommune, art: str, inhalt: Inhalt, nutzer=None, formular: str = "", basis: int = 0, anlass: str = Anlass.ENTWURF
) -> Ergebnis:
    """Save what a form holds as the section's draft.

    `basis` is the number of the version the form started from, 0 for none. What others saved since is merged in; where both
    touched the same field nothing is taken over, but mine is kept beside it as a version. The same content twice is one version.
    """
    abschnitt = gesperrt(kommune, art)
    grundlage = _grundlage(abschnitt, nutzer, formular, basis)
    stand = abschnitt.neueste.inhalt if abschnitt.neueste else inhalte.leer(art)
    ergebnis = verschmelzen(grundlage, inhalt, stand, PLAN[art].paare)
    if ergebnis.streit:
        _daneben_sichern(abschnitt, inhalt, nutzer, formular)
        return Ergebnis(abschnitt.neueste, ergebnis.streit, ergebnis.inhalt)
    eingereicht = inhalt if ergebnis.inhalt != inhalt else None
    if ergebnis.inhalt == stand:
        if anlass == Anlass.ENTWURF and abschnitt.entwurf and abschnitt.entwurf.anlass == Anlass.ZWISCHENSTAND:
            Fassung.objects.filter(pk=abschnitt.entwurf.pk).update(anlass=anlass, am=timezone.now())  # now somebody meant it
        if eingereicht is None or inhalt == grundlage:
            return Ergebnis(abschnitt.neueste)
        # Nothing new, but the form has not seen what others wrote: remember what it held, it will save again.
        _daneben_sichern(abschnitt, inhalt, nutzer, formular, anlass=Anlass.ZWISCHENSTAND)
        return Ergebnis(abschnitt.neueste, verschmolzen=ergebnis.inhalt)
    fassung = _neue_fassung(abschnitt, ergebnis.inhalt, anlass, nutzer, formular=formular, eingereicht=eingereicht)
    _entwurf_setzen(abschnitt, fassung)
    return Ergebnis(fassung, verschmolzen=ergebnis.inhalt if eingereicht else None)


def gesperrt(kommune, art, nutzer=None) -> Abschnitt:
    """The section, locked until the transaction ends, with what was changed outside of it taken note of."""
    abschnitt, _ = Abschnitt.objects.get_or_create(kommune=kommune, art=art)
    # Lock first, read then: a join in the locking query would show versions as they were before the wait.
    Abschnitt.objects.select_for_update().get(pk=abschnitt.pk)
    abschnitt = Abschnitt.objects.select_related("oeffentlich", "entwurf").get(pk=abschnitt.pk)
    bestand_festhalten(abschnitt, kommune, nutzer)
    return abschnitt


def bestand_festhalten(abschnitt, kommune, nutzer=None):
    """Make a version of what stands in the rows where it did not come from a version; a draft moves on top of it."""
    bestand = inhalte.aus_bestand(kommune, abschnitt.art)
    bisher = abschnitt.oeffentlich.inhalt if abschnitt.oeffentlich else inhalte.leer(abschnitt.art)
    if inhalte.geordnet(abschnitt.art, bestand) == inhalte.geordnet(abschnitt.art, inhalte.ohne_tote_verweise(bisher, bestand)):
        return
    entwurf = abschnitt.entwurf
    abschnitt.oeffentlich = _neue_fassung(abschnitt, bestand, Anlass.UEBERNOMMEN, nutzer, veroeffentlicht_am=timezone.now())
    if entwurf:
        neu = verschmelzen(bisher, entwurf.inhalt, bestand, PLAN[abschnitt.art].paare).inhalt
        entwurf = None if neu == bestand else _neue_fassung(abschnitt, neu, Anlass.ENTWURF, entwurf.von, als=entwurf.als)
    abschnitt.entwurf = entwurf
    abschnitt.save()


def _grundlage(abschnitt, nutzer, formular, basis) -> Inhalt | None:
    """What the form held when it last agreed with us: its own last save or the version it was opened with."""
    fassungen = abschnitt.fassungen.exclude(anlass=Anlass.DANEBEN)
    eigene = formular and fassungen.filter(formular=formular, von=nutzer, nummer__gt=basis).order_by("-nummer").first()
    if eigene:
        return eigene.formularstand
    if basis:
        geladen = fassungen.filter(nummer=basis).first()
        return geladen.inhalt if geladen else None
    bestand = fassungen.filter(nummer=1, anlass=Anlass.UEBERNOMMEN).first()
    return bestand.inhalt if bestand else inhalte.leer(abschnitt.art)


def _neue_fassung(abschnitt, inhalt, anlass, nutzer, **felder) -> Fassung:
    letzte = abschnitt.fassungen.order_by("-nummer").values_list("nummer", flat=True).first() or 0
    felder.setdefault("als", funktion_von(nutzer, abschnitt.kommune_id) if nutzer else "")
    return Fassung.objects.create(
        abschnitt=abschnitt,
        nummer=letzte + 1,
        inhalt=inhalt,
        wortlaut=inhalte.wortlaut(inhalt),
        anlass=anlass,
        von=nutzer,
        **felder,
    )


def _daneben_sichern(abschnitt, inhalt, nutzer, formular, anlass=Anlass.DANEBEN):
    """Keep what could not be taken over; further tries from the same form replace it."""
    vorige = abschnitt.fassungen.filter(formular=formular, anlass=Anlass.DANEBEN) if formular else Fassung.objects.none()
    if anlass == Anlass.DANEBEN and vorige.exists():
        vorige.update(inhalt=inhalt, wortlaut=inhalte.wortlaut(inhalt), am=timezone.now())
    else:
        _neue_fassung(abschnitt, inhalt, anlass, nutzer, formular=formular)


def _entwurf_setzen(abschnitt, fassung):
    """What equals the public version is no draft any more."""
    oeffentlich = abschnitt.oeffentlich.inhalt if abschnitt.oeffentlich else inhalte.leer(abschnitt.art)
    abschnitt.entwurf = None if fassung.inhalt == oeffentlich else fassung
    abschnitt.save()


@transaction.atomic
def verwerfen(*, kommune: Kommune, art: str, nutzer) -> None:
    """Give up the draft; the public version is what one goes on from. The draft stays among the versions."""
    abschnitt = gesperrt(kommune, art)
    if abschnitt.entwurf:
        stand = abschnitt.oeffentlich.inhalt if abschnitt.oeffentlich else inhalte.leer(art)
        _entwurf_setzen(abschnitt, _neue_fassung(abschnitt, stand, Anlass.VERWORFEN, nutzer))


@transaction.atomic
def zurueckholen(*, fassung: Fassung, nutzer) -> None:
    """Make an earlier version the draft. It is public only after somebody has looked at it and published it."""
    abschnitt = gesperrt(fassung.abschnitt.kommune, fassung.abschnitt.art)
    stand = abschnitt.neueste.inhalt if abschnitt.neueste else inhalte.leer(abschnitt.art)
    if fassung.inhalt != stand:
        notiz = f"Fassung {fassung.nummer} vom {timezone.localtime(fassung.am):%d.%m.%Y}"
        _entwurf_setzen(abschnitt, _neue_fassung(abschnitt, fassung.inhalt, Anlass.ZURUECKGEHOLT, nutzer, notiz=notiz))


@transaction.atomic
def stimmt_noch(*, kommune: Kommune, art: str) -> None:
    """Somebody has read the section and found it still right."""
    abschnitt = gesperrt(kommune, art)
    abschnitt.geprueft_am = timezone.localdate()
    abschnitt.save(update_fields=["geprueft_am"])


# ---------- Publishing ----------


def maengel(kommune, art, inhalt: Inhalt) -> list[Mangel]:
    """What keeps a section from being published."""
    art, gefunden = Art(art), []
    for liste in PLAN[art].listen:
        eintraege = [eintrag for eintrag in inhalt[liste.name] if not ist_leer(liste, eintrag)]
        for nummer, eintrag in enumerate(eintraege, start=1):
            gefunden += [Mangel(art, text) for text in _maengel_des_eintrags(kommune, liste, nummer, eintrag)]
        if liste.modell is k.Kennzahl and not gefunden:
            gefunden += [Mangel(art, text) for text in widersprueche(inhalte.zeilen(kommune, liste, eintraege, {}))]
        doppelt = {e.get("nummer") for e in eintraege if sum(a.get("nummer") == e.get("nummer") for a in eintraege) > 1} - {None}
        gefunden += [Mangel(art, f"Die Nummer {nummer} ist zweimal vergeben.") for nummer in sorted(doppelt)]
    return gefunden


def _maengel_des_eintrags(kommune, liste, nummer, eintrag):
    zeile = liste.modell(kommune=kommune, schluessel=eintrag["schluessel"], **inhalte.felder(liste, eintrag, {}))
    name = f"{liste.einzahl} {nummer}"
    if eintrag.get("datei") and eintrag.get("url"):
        yield f"{name}: Es gibt eine Datei und eine Adresse. Bitte nur eines von beiden."
    fehlend = [zeile._meta.get_field(feld).verbose_name for feld in liste.pflicht if getattr(zeile, feld) in (None, "")]
    if fehlend:
        yield f"{name}: Es fehlt noch: {', '.join(fehlend)}."
        return
    try:
        zeile.full_clean(exclude=["kommune", "schluessel", *liste.verweise], validate_unique=False, validate_constraints=False)
    except ValidationError as fehler:
        yield f"{name}: {' '.join(fehler.messages)}"


def ist_leer(liste: Liste, eintrag: dict) -> bool:
    """An entry somebody added and never filled in."""
    egal = {"nummer", "position", "status", "einheit", "nachkommastellen", "naeherung", "genauigkeit", "art"}
    if eintrag.get("status") in k.Kennzahl.OHNE_WERT:
        return False  # "secret" is something to say
    return not any(wert for feld, wert in eintrag.items() if feld != "schluessel" and feld not in egal)


def ohne_leere(art, inhalt: Inhalt) -> Inhalt:
    gefuellt = {
        liste.name: [eintrag for eintrag in inhalt[liste.name] if not ist_leer(liste, eintrag)] for liste in PLAN[art].listen
    }
    return inhalt | gefuellt


@transaction.atomic
def veroeffentlichen(*, kommune: Kommune, nummern: dict[str, int], nutzer=None, notiz: str = "") -> list[str]:
    """Publish these drafts, {section: number of the version that was looked at}. Returns what was published.

    The first time the profile goes public with all its sections. Raises Veraltet where somebody wrote on after the
    preview, Unvollstaendig where something needed is missing; then nothing is published.
    """
    abschnitte = [gesperrt(kommune, art) for art in PLAN if art in nummern]  # always in this order: no two wait for each other
    offen = [abschnitt for abschnitt in abschnitte if abschnitt.entwurf]
    profil, _ = Profil.objects.get_or_create(kommune=kommune)
    profil = Profil.objects.select_for_update().get(pk=profil.pk)
    if not profil.is_published:
        for uebersehen in Abschnitt.objects.filter(kommune=kommune, entwurf__isnull=False).exclude(art__in=nummern):
            raise Veraltet(uebersehen.get_art_display())
    for abschnitt in offen:
        if abschnitt.entwurf.nummer != nummern[abschnitt.art]:
            raise Veraltet(abschnitt.get_art_display())
    fehlend = [mangel for a in offen for mangel in maengel(kommune, a.art, a.entwurf.inhalt)]
    if fehlend:
        raise Unvollstaendig(fehlend)
    for abschnitt in offen:
        _abschnitt_veroeffentlichen(kommune, profil, abschnitt, nutzer, notiz)
    if any(a.art == Art.DOWNLOADS for a in offen):
        _erfolge_verknuepfen(kommune, nutzer)
    profil.is_published = True
    profil.save()
    kommune.profil = profil
    if offen:
        titel = ", ".join(abschnitt.get_art_display() for abschnitt in offen)
        vermerken(Vermerk.Art.VEROEFFENTLICHT, f"{kommune}: {titel}")
    return [abschnitt.art for abschnitt in offen]


def _abschnitt_veroeffentlichen(kommune, profil, abschnitt, nutzer, notiz):
    fassung = abschnitt.entwurf
    inhalt = ohne_leere(abschnitt.art, fassung.inhalt)
    if inhalt != fassung.inhalt:
        fassung = _neue_fassung(abschnitt, inhalt, Anlass.ENTWURF, nutzer)
    for feld in PLAN[abschnitt.art].felder:
        setattr(profil, feld, inhalt[feld])
    for liste in PLAN[abschnitt.art].listen:
        _liste_anwenden(kommune, liste, inhalt[liste.name])
    fassung.veroeffentlicht_am = timezone.now()
    fassung.veroeffentlicht_als = funktion_von(nutzer, kommune) if nutzer else ""
    fassung.notiz = notiz or fassung.notiz
    fassung.save(update_fields=["veroeffentlicht_am", "veroeffentlicht_als", "notiz"])
    abschnitt.oeffentlich, abschnitt.entwurf, abschnitt.geprueft_am = fassung, None, timezone.localdate()
    abschnitt.save()


def _liste_anwenden(kommune, liste: Liste, eintraege):
    """Make the rows say what the content says; a row is known by its key."""
    vorhanden = {zeile.schluessel: zeile for zeile in getattr(kommune, liste.name).all()}
    ziele = verweisziele(kommune, liste)
    for position, eintrag in enumerate(eintraege):
        zeile = vorhanden.pop(eintrag["schluessel"], None) or liste.modell(kommune=kommune, schluessel=eintrag["schluessel"])
        werte = inhalte.felder(liste, eintrag, ziele) | {"position": position}
        neu = zeile.pk is None or any(getattr(zeile, name) != wert for name, wert in werte.items() if name != "position")
        for name, wert in werte.items():
            setattr(zeile, name, wert)
        if liste.modell in (k.Termin, k.Meldung):
            neu = neu or not zeile.is_published
            zeile.is_published = True
            if neu:
                zeile.geaendert()
        zeile.save()
    for zeile in vorhanden.values():
        if liste.modell is k.Kontakt:
            for person in k.Ansprechperson.objects.filter(kommune=kommune, kontakt=zeile.schluessel):
                person.entfernen()
        if liste.modell is not k.Termin:
            zeile.delete()
        elif zeile.is_published:
            zeile.is_published = False
            zeile.geaendert()
            zeile.save()


def verweisziele(kommune, liste: Liste) -> dict:
    """The rows an entry may refer to, by key: only this Kommune's."""
    if "datei" in liste.verweise:
        return {datei.schluessel: datei for datei in kommune.dateien.all()}
    if "download" in liste.verweise:
        return {download.schluessel: download for download in kommune.downloads.all()}
    return {}


def _erfolge_verknuepfen(kommune, nutzer):
    """An Erfolg that was published before its document finds it now."""
    abschnitt = gesperrt(kommune, Art.ERFOLGE, nutzer)
    if abschnitt.oeffentlich:
        _liste_anwenden(kommune, PLAN[Art.ERFOLGE].listen[0], abschnitt.oeffentlich.inhalt["erfolge"])
