"""Which names mean the same institution: normalised, compared, never merged by the portal itself. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol, TypeVar

from rapidfuzz import fuzz, process

from statistik.namen import sortierschluessel, umschrift


class MitNamen(Protocol):
    name: str


Zeile = TypeVar("Zeile", bound=MitNamen)

GLEICHBEDEUTEND = (  # the left is how people write it, the right what is compared
    (r"kindertages(?:staette|einrichtung)(?:n)?|kindergarten|kindergaerten|kiga|kitas", "kita"),
    (r"kindertagespflege\w*", "tagespflege"),
    (r"gs", "grundschule"),
    (r"igs", "integrierte gesamtschule"),
    (r"gym", "gymnasium"),
    (r"st", "sankt"),
    (r"fb", "fachbereich"),
    (r"fd", "fachdienst"),
    (r"lk|landkreises", "landkreis"),
    (r"aerzt\w*", "arzt"),
    (r"ev|evang|evangelische[rsn]?", "evangelisch"),
    (r"kath|katholische[rsn]?", "katholisch"),
    (r"staedt|staedtische[rsn]?", "staedtisch"),
    (r"awo|arbeiterwohlfahrt", "awo"),
    (r"drk", "deutsches rotes kreuz"),
    (r"lvg", "landesvereinigung gesundheit"),
    (r"(?P<wort>\w+?)str(?:asse)?", r"\g<wort>strasse"),
    (r"frueher|fruehen", "fruehe"),
    (r"sozialer|sozialen", "soziale"),
    (r"fam", "familien"),
    (r"(?P<wort>beratungs|kontakt|anlauf|fach)st", r"\g<wort>stelle"),
)
OHNE_BEDEUTUNG = frozenset({
    "der", "die", "das", "des", "dem", "den", "ein", "eine", "einer", "im", "in", "am", "an", "auf", "bei", "beim", "von", "vom",
    "zu", "zum", "zur", "fuer", "und", "u", "mit", "e", "v", "gmbh", "ggmbh", "mbh", "ug", "gug", "kg", "verein", "eingetragener",
    "stadt", "hansestadt", "gemeinde",
})  # fmt: skip
SCHREIBFEHLER = 70  # of 100, between two words
LAENGSTER_NAME = 300  # characters that are compared; names are no longer than 200
AEHNLICH = 88  # of 100, rapidfuzz's ratio of the sorted words


@dataclass(frozen=True)
class Bekannt:
    """An institution to compare with: any hashable `kennung`, its names, and where it is (postal codes, towns)."""

    kennung: object
    namen: tuple[str, ...]
    orte: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Treffer:
    kennung: object
    gleich: bool  # the same name once it is normalised; otherwise only similar


@dataclass(frozen=True)
class _Form:
    """A name in the two forms in which it is compared: its words in order, and without the gaps between them."""

    sortiert: str
    ohne_luecken: str


def _form(name: str) -> _Form:
    worte = _worte(name[:LAENGSTER_NAME])
    return _Form(" ".join(sorted(worte)), "".join(worte))


def normalisiert(name: str) -> str:
    """The name without what writers do differently: case, umlauts, brackets, legal forms, abbreviations, order of words.

    >>> normalisiert("KiTa Sonnenschein e. V.") == normalisiert("Kindertagesstätte „Sonnenschein“")
    True
    """
    return _form(name).sortiert


def gleichnamig(zeilen: Iterable[Zeile], name: str) -> Zeile | None:
    """The first row whose name is this one, however it is written; None without a name."""
    form = normalisiert(name) if name.strip() else None
    return next((zeile for zeile in zeilen if normalisiert(zeile.name) == form), None) if form else None


@lru_cache(maxsize=20_000)  # a page asks for the same few names again and again
def _worte(name: str) -> tuple[str, ...]:
    text = umschrift(name).casefold()
    ersetzt = " ".join(_ersetzt(wort) for wort in re.findall(r"[a-z0-9]+", text.replace("'", ""))).split()
    return tuple([wort for wort in ersetzt if wort not in OHNE_BEDEUTUNG] or ersetzt or [sortierschluessel(name)])


def _ersetzt(wort: str) -> str:
    for muster, ersatz in GLEICHBEDEUTEND:
        if treffer := re.fullmatch(muster, wort):
            return treffer.expand(ersatz)
    return wort


def orte(angaben: Iterable[str]) -> frozenset[str]:
    """Places in a form that can be compared: postal codes, and names of towns without "Stadt"."""
    return frozenset(normalisiert(angabe) for angabe in angaben if angabe.strip())


class Verzeichnis:
    """Known institutions, ready to be asked for a name. Each name is normalised once."""

    def __init__(self, bekannte: Iterable[Bekannt] = ()):
        self._wem: list[Bekannt] = []
        self._formen: list[_Form] = []
        self._sortierte: list[str] = []  # the same in the same order, for rapidfuzz
        self._nach_form: dict[str, set[int]] = {}
        for bekannt in bekannte:
            self.aufnehmen(bekannt)

    def aufnehmen(self, bekannt: Bekannt) -> None:
        for form in dict.fromkeys(map(_form, bekannt.namen)):
            for gleich in (form.sortiert, form.ohne_luecken):
                self._nach_form.setdefault(gleich, set()).add(len(self._wem))
            self._wem.append(bekannt)
            self._formen.append(form)
            self._sortierte.append(form.sortiert)

    def suchen(self, namen: Iterable[str], an: frozenset[str] = frozenset(), ausser: object = None) -> list[Treffer]:
        """Those that may be meant, the surest first. A name in another place is another institution."""
        werte: dict[int, float] = {}
        for form in dict.fromkeys(_form(name) for name in namen if name.strip()):
            for i, wert in self._aehnliche(form):
                werte[i] = max(wert, werte.get(i, 0.0))
        gefunden: dict[object, float] = {}
        for i, wert in sorted(werte.items(), key=lambda paar: (-paar[1], paar[0])):
            bekannt = self._wem[i]
            if bekannt.kennung != ausser and not (an and bekannt.orte and not an & bekannt.orte):
                gefunden.setdefault(bekannt.kennung, wert)
        return [Treffer(kennung, gleich=wert >= 100) for kennung, wert in gefunden.items()]

    def _aehnliche(self, form: "_Form") -> Iterable[tuple[int, float]]:
        """(place, nearness from 0 to 100). "Sozial-Planung" is "Sozialplanung"; "Kita 1" and "Kita 2" are two."""
        gleiche = self._nach_form.get(form.sortiert, set()) | self._nach_form.get(form.ohne_luecken, set())
        yield from ((i, 100.0) for i in gleiche)
        for andere, wert, i in process.extract(
            form.sortiert, self._sortierte, scorer=fuzz.ratio, score_cutoff=AEHNLICH, limit=None
        ):
            ziffern_gleich = re.findall(r"\d+", form.sortiert) == re.findall(r"\d+", andere)
            if i not in gleiche and ziffern_gleich and not _unterscheidend(form.sortiert.split(), andere.split()):
                yield i, min(99.0, wert)


def _unterscheidend(a: list[str], b: list[str]) -> bool:
    """Does each have a word of its own that is no misspelling of the other's? "… Süd" and "… Ost" are two."""
    nur_a, nur_b = [wort for wort in a if wort not in b], [wort for wort in b if wort not in a]
    return bool(nur_a and nur_b) and max(fuzz.ratio(x, y) for x in nur_a for y in nur_b) < SCHREIBFEHLER


def gemeinte_art(text: str, arten: Iterable[str]) -> str:
    """The kind (by name) whose name shares a word with the text; an equal name first, "" where none does.

    >>> gemeinte_art("Kinderarztpraxis Dorf", ["Klinik", "Praxis"]), gemeinte_art("KiTas", ["Kita oder Kindertagespflege"])
    ('Praxis', 'Kita oder Kindertagespflege')
    """
    arten = list(arten)
    gleiche = [art for art in arten if art.casefold() == text.casefold()]
    worte = [(wort, art) for wort in _alle_worte(text) for art in arten]
    passende = (art for wort, art in worte if any(_meint(wort, w) for w in _alle_worte(art) if w not in OHNE_ART))
    return next(iter(gleiche), "") or next(passende, "")


OHNE_ART = frozenset(("oder", "freien", "land", "der", "stelle", "sonstige", "weiterführende", "weiterfuehrende", "schule"))


def _alle_worte(text: str) -> list[str]:
    return [*_worte(text), *re.findall(r"[^\W\d_]+", text.casefold())]


def _meint(wort: str, ihres: str) -> bool:
    """ "kitas" means "kita", "arztpraxis" means "praxis"."""
    return wort == ihres or (len(ihres) > 4 and (wort.startswith(ihres[:9]) or wort.endswith(ihres)))


def steckt_in(name: str, funktion: str) -> bool:
    """Does the function already say the institution's name? "Bereichsleitung Soziale Dienste" says "Bereich Soziale Dienste"."""
    gesagt = normalisiert(funktion).split()
    return all(any(wort.startswith(teil[:6]) for wort in gesagt) for teil in normalisiert(name).split())


# ---------- What institution a function speaks of ----------

PERSON = r"(?:Vertret\w*(?:[*:_]in\w*)?|Expert\w*(?:[*:_]in\w*)?|Fachkr\w+|Fachperson\w*|Mitarbeit\w*(?:[*:_]in\w*)?)"
AMTSLEITUNG = r"(?P<art>Fachbereich|Fachdienst|Bereich|Abteilung|Dezernat|Amt)s?leitung(?:en)?"
VORSILBEN = (
    (re.compile(rf"^{PERSON}\s+(?:(?:der|des|dem|den|aus|vom|von|im|für|die)\s+)*(?P<name>[A-ZÄÖÜ].+)$"), r"\g<name>"),
    (re.compile(r"^(?:Leitung|Leiter(?:[*:_]in)?|Leiterin)\s+(?:(?:der|des|vom|von)\s+)?(?P<name>[A-ZÄÖÜ].+)$"), r"\g<name>"),
    (re.compile(rf"^{AMTSLEITUNG}\s+(?:(?:für|der|des)\s+)?(?P<name>[A-ZÄÖÜ].+)$"), r"\g<art> \g<name>"),
    (re.compile(r"^\w+leitung\s+(?:im|in|beim)\s+(?:der\s+)?(?P<name>[A-ZÄÖÜ].+)$"), r"\g<name>"),
)
GENITIV = re.compile(
    r"^(?P<kern>\w*(?:Fachbereich|Bereich|Landkreis|Gesundheitsamt|Jugendamt|Ausschuss|[Zz]entrum|amt|verband|Fachdienst))(?:e?s)\b"
)
AMT = re.compile(r"amt\b|^(?:Stabsstelle|Fachbereich|Bereich|Jobcenter|Dezernat|Abteilung)\b|planung\b")
ALLGEMEIN = frozenset(("Bereich", "Kommunen", "Gemeinden", "Städte", "Städten", "Landkreis", "Stadt", "Gemeinde", "Verwaltung"))
REIN_PERSOENLICH = re.compile(
    r"^(?:Dezernent|Sozialdezernent|Stadtr|Koordin|Bürgermeister|Landr|Dezernatsleitung|Fachbereichsleitung)"
)


def einrichtung_in(funktion: str) -> str:
    """The institution a function probably names, to be looked at by a person; empty where it names none.

    >>> einrichtung_in("Leitung des Fachbereichs Jugend"), einrichtung_in("Bereichsleitung Soziale Dienste")
    ('Fachbereich Jugend', 'Bereich Soziale Dienste')
    >>> einrichtung_in("Gesundheitsamt"), einrichtung_in("Dezernentin für Bildung")
    ('Gesundheitsamt', '')
    """
    text = " ".join(funktion.split())
    for muster, ersatz in VORSILBEN:
        if treffer := muster.match(text):
            name = re.sub(r"^(Früh|Sozial)en\b", r"\1e", GENITIV.sub(r"\g<kern>", treffer.expand(ersatz)))
            return "" if name in ALLGEMEIN else name.removeprefix("Bereich ") if AMT.search(name.split()[-1]) else name
    if REIN_PERSOENLICH.match(text):
        return ""
    return text if AMT.search(text.split(" (", maxsplit=1)[0]) else ""
