"""A paper at a glance: where it has been, what was decided, what comes next; stations reduced to what a reader may see."""

from dataclasses import dataclass
from datetime import date

from gremien.models import Beratung, Vorlage

ANGENOMMEN = {Beratung.Ergebnis.EINSTIMMIG, Beratung.Ergebnis.MEHRHEIT}


@dataclass(frozen=True)
class Station:
    """One station as this reader may see it; of a non-public one everybody else sees `name` and `datum` only."""

    schluessel: str
    name: str
    datum: date | None
    oeffentlich: str
    rolle: str = ""
    top: str = ""
    ergebnis: str = ""
    art: str = ""  # value of Beratung.Ergebnis
    stimmen: str = ""
    laut_vorschlag: bool | None = None
    abweichend: str = ""
    entscheidet: bool = False
    vorbei: bool = False
    url: str = ""
    verborgen: bool = False  # from everybody else
    gekuerzt: bool = False  # for this reader


@dataclass(frozen=True)
class Stand:
    """`art`: "getan", "laeuft", "offen" or "nein", for a symbol beside the words."""

    text: str
    art: str


def stationen(
    vorlage: Vorlage, *, alles: bool, heute: date, sichtbare_gruppen: frozenset[int] = frozenset()
) -> tuple[Station, ...]:
    """In the order of the paper; `alles` for those who keep it. Expects `with_beratungen`."""
    return tuple(_station(eine, alles, heute, sichtbare_gruppen) for eine in vorlage.beratungen.all())


def _station(eine: Beratung, alles: bool, heute: date, sichtbare_gruppen: frozenset[int]) -> Station:
    felder = {
        "schluessel": eine.schluessel,
        "name": eine.name,
        "datum": eine.datum,
        "vorbei": bool(eine.datum and eine.datum < heute),
        "url": eine.gruppe.get_absolute_url() if eine.gruppe and eine.gruppe_id in sichtbare_gruppen else "",
        "oeffentlich": "nichtöffentlich" if eine.nie_oeffentlich else eine.get_oeffentlich_display(),
        "verborgen": not eine.zeigt_inhalt,
    }
    if not (alles or eine.zeigt_inhalt):
        return Station(**felder, gekuerzt=True)
    return Station(
        **felder,
        rolle=eine.get_rolle_display(),
        top=eine.top,
        ergebnis=eine.get_ergebnis_display(),
        art=eine.ergebnis,
        stimmen=_stimmen(eine),
        laut_vorschlag=eine.laut_vorschlag,
        abweichend=eine.abweichend,
        entscheidet=eine.rolle == Beratung.Rolle.ENTSCHEIDUNG,
    )


def _stimmen(eine: Beratung) -> str:
    enthaltungen = "Enthaltung" if eine.enthaltungen == 1 else "Enthaltungen"
    gezaehlt = ((eine.ja, "Ja"), (eine.nein, "Nein"), (eine.enthaltungen, enthaltungen))
    return ", ".join(f"{zahl} {wort}" for zahl, wort in gezaehlt if zahl is not None)


def stand(alle: tuple[Station, ...], heute: date) -> Stand:
    """What the stations say together, in one line."""
    entscheidend = [s for s in alle if s.entscheidet]
    kommend = sorted(s.datum for s in alle if s.datum and s.datum >= heute)
    if any(s.art == Beratung.Ergebnis.ABGELEHNT for s in entscheidend):
        return Stand("abgelehnt", "nein")
    if entscheidend and all(s.art in ANGENOMMEN for s in entscheidend):
        return _angenommen(alle, entscheidend)
    if kommend:
        wer = next(s for s in alle if s.datum == kommend[0])
        return Stand(f"wird beraten: {wer.name} am {kommend[0]:%d.%m.%Y}", "laeuft")
    if alle and alle[-1].art == Beratung.Ergebnis.KENNTNIS:
        return Stand("zur Kenntnis genommen", "getan")
    if not alle:
        return Stand("noch keine Beratung eingetragen", "offen")
    letzte = max((s.datum for s in alle if s.datum), default=None)
    return Stand(f"zuletzt beraten am {letzte:%d.%m.%Y}" if letzte else "Termine stehen noch nicht fest", "offen")


def _angenommen(alle: tuple[Station, ...], entscheidend: list[Station]) -> Stand:
    am = max((s.datum for s in entscheidend if s.datum), default=None)
    wann = f" am {am:%d.%m.%Y}" if am else ""
    if any(s.gekuerzt for s in alle[alle.index(entscheidend[-1]) :]):  # what came later may have decided otherwise
        return Stand(f"{entscheidend[-1].name}: angenommen{wann}", "laeuft")
    return Stand(f"{'geändert ' if any(s.abweichend for s in entscheidend) else ''}beschlossen{wann}", "getan")


def finanzen(vorlage: Vorlage) -> list[tuple[str, str]]:
    """(label, words) of what the paper says; the question of the budget is always answered, if by "keine Angabe"."""
    felder = ("kosten_erarbeitung", "kosten_vorbereitung", "kosten_umsetzung", "kosten_folge")
    danach = ("kostenstelle", "kostentraeger", "haushaltsjahr", "einnahmen")
    gesagt = [(Vorlage._meta.get_field(name).verbose_name, getattr(vorlage, name)) for name in felder]
    gesagt.append(("haushaltsrechtlich gesichert", vorlage.get_gesichert_display() or "keine Angabe"))
    gesagt += [(Vorlage._meta.get_field(name).verbose_name, getattr(vorlage, name)) for name in danach]
    genannt = [(name, wert) for name, wert in gesagt if wert]
    return genannt if len(genannt) > 1 or vorlage.gesichert else []
