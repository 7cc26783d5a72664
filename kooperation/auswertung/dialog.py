"""Two sheets side by side, and what was said beside what was done. Frozen values; nothing here is shown before both handed in."""

from dataclasses import dataclass

from kooperation.auswertung.mass import unterer_median
from kooperation.models import Dialog, Einschaetzung, Seite, Vereinbarung
from kooperation.vorlage import Kriterium, Vorlage

WEIT_AUSEINANDER = 2  # Stufen
NICHT_BEANTWORTET = "nicht beantwortet"


@dataclass(frozen=True)
class Antwort:
    """What one side says to one Kriterium. `beleg` is empty unless the reader may see it; `nur_eigen`: she alone may."""

    zeichen: str
    stufe: int | None
    wortlaut: str
    beleg: str = ""
    nur_eigen: bool = False


@dataclass(frozen=True)
class Vergleich:
    """Both answers to one Kriterium; `abstand` in Stufen, None where one of them has none."""

    kriterium: Kriterium
    a: Antwort
    b: Antwort

    @property
    def abstand(self) -> int | None:
        return None if self.a.stufe is None or self.b.stufe is None else abs(self.a.stufe - self.b.stufe)

    @property
    def gleich(self) -> bool:
        return self.abstand == 0

    @property
    def ist_gespraechsanlass(self) -> bool:
        return self.abstand is not None and self.abstand >= WEIT_AUSEINANDER and not self.kriterium.einseitig

    @property
    def befund(self) -> str:
        if self.abstand is None:
            ohne = [antwort for antwort in (self.a, self.b) if antwort.stufe is None]
            return "Beide haben keine Stufe gewählt." if len(ohne) == 2 else "Eine Seite hat keine Stufe gewählt. Kein Vergleich."
        if self.gleich:
            return "Gleich eingeschätzt"
        if self.kriterium.einseitig:
            return "Sie wissen unterschiedlich viel voneinander."
        return "Nah beieinander" if self.abstand < WEIT_AUSEINANDER else "Gesprächsanlass"


@dataclass(frozen=True)
class Gegenueberstellung:
    vorlage: Vorlage
    vergleiche: tuple[Vergleich, ...]
    mitte_a: int | None
    mitte_b: int | None
    antworten_a: int
    antworten_b: int

    @property
    def gespraechsanlaesse(self) -> int:
        return sum(v.ist_gespraechsanlass for v in self.vergleiche)

    @property
    def gleiche(self) -> int:
        return sum(v.gleich for v in self.vergleiche)

    @property
    def gemeinsame_mitte(self) -> int | None:
        """The Stufe the sheet begins with: only where both medians are the same one."""
        return self.mitte_a if self.mitte_a == self.mitte_b else None


def gegenueberstellung(dialog: Dialog, fuer: Seite) -> Gegenueberstellung:
    """Both sheets as one side may read them: its own evidence, and of the other's what that one ticked. One query.

    Raises ValueError where the two have not both handed in.
    """
    seiten = dialog.paar
    if dialog.stand not in Dialog.GEMEINSAME or not all(s.abgegeben for s in seiten):
        raise ValueError("Not both sheets have been handed in.")
    vorlage = dialog.instrument.vorlage
    boegen: dict[int, dict[str, Einschaetzung]] = {seite.pk: {} for seite in seiten}
    for eine in Einschaetzung.objects.filter(seite__in=seiten):
        boegen[eine.seite_id][eine.code] = eine
    antworten = [
        [_antwort(vorlage, seite, boegen[seite.pk].get(k.code), seite.pk == fuer.pk) for k in vorlage.kriterien] for seite in seiten
    ]
    stufen = [[antwort.stufe for antwort in bogen if antwort.stufe] for bogen in antworten]
    return Gegenueberstellung(
        vorlage,
        tuple(Vergleich(k, a, b) for k, a, b in zip(vorlage.kriterien, *antworten, strict=True)),
        *(unterer_median(s) for s in stufen),
        *(len(s) for s in stufen),
    )


def _antwort(vorlage, seite, eine, eigene):
    if eine is None:
        return Antwort(seite.zeichen, None, NICHT_BEANTWORTET)
    beleg = eine.beleg if eigene or eine.beleg_frei else ""
    wortlaut = vorlage.wortlaut(eine.code, eine.wert) or NICHT_BEANTWORTET
    return Antwort(seite.zeichen, eine.stufe, wortlaut, beleg, nur_eigen=bool(beleg) and not eine.beleg_frei)


@dataclass(frozen=True)
class Veraenderung:
    """One Kriterium last time and now, for both sides, as (before, now); only where the code is the same."""

    kriterium: Kriterium
    a: tuple[int | None, int | None]
    b: tuple[int | None, int | None]


@dataclass(frozen=True)
class Rueckblick:
    """`bruch`: the instrument's version changed in between; `fehlend` are Kriterien without a counterpart."""

    gesagt: tuple[Vereinbarung, ...]
    veraenderungen: tuple[Veraenderung, ...]
    bruch: str
    fehlend: tuple[str, ...]


def rueckblick(dialog: Dialog, fuer: Seite, jetzt: Gegenueberstellung | None) -> Rueckblick | None:
    """What was said last time, what of it was done, and what changed since; None for a first Dialog."""
    vorher = dialog.vorgaenger
    if vorher is None:
        return None
    gesagt = tuple(vorher.vereinbarungen.all())
    damals_fuer = next((s for s in vorher.paar if s.buchstabe == fuer.buchstabe), None)
    ohne_vergleich = Rueckblick(gesagt, (), "", ())
    if jetzt is None or vorher.nur_gespraech or vorher.stand != Dialog.Stand.FEST or damals_fuer is None:
        return ohne_vergleich
    damals = {v.kriterium.code: v for v in gegenueberstellung(vorher, damals_fuer).vergleiche}
    bruch = "" if vorher.instrument_id == dialog.instrument_id else vorher.instrument.fassung
    return Rueckblick(
        gesagt,
        tuple(
            Veraenderung(
                v.kriterium,
                (damals[v.kriterium.code].a.stufe, v.a.stufe),
                (damals[v.kriterium.code].b.stufe, v.b.stufe),
            )
            for v in jetzt.vergleiche
            if v.kriterium.code in damals
        ),
        bruch,
        tuple(v.kriterium.name for v in jetzt.vergleiche if v.kriterium.code not in damals),
    )
