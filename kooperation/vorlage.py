"""The content of an instrument as plain values: five Stufen, Kriterien with a text for each Stufe, Reflexionsfragen.

It is read from a YAML file that people can write and kept as one JSON value, so that a published version is one thing that
never changes. Pure: no database, no Django.
"""

import re
from dataclasses import asdict, dataclass

import yaml

STUFEN = 5
JA_NEIN = {"true": True, "false": False}
LAENGSTE_DATEI = 200_000  # characters; the shipped one has five thousand


class VorlageFehler(ValueError):
    """The file is no instrument; the message says where and what."""


@dataclass(frozen=True)
class Kriterium:
    """`stufen` are five texts. `einseitig`: each side speaks of its own knowledge, so that a difference is no disagreement."""

    code: str
    name: str
    frage: str
    herkunft: str
    stufen: tuple[str, ...]
    reflexion: tuple[str, ...]
    einseitig: bool = False


@dataclass(frozen=True)
class Vorlage:
    kennung: str
    titel: str
    fassung: str
    herkunft: str
    leitsatz: str
    rueckblick: str
    ohne_stufe: dict[str, str]
    stufen: tuple[str, ...]
    kriterien: tuple[Kriterium, ...]

    def stufe(self, nummer: int) -> str:
        """ "3 · Sich absprechen"."""
        return f"{nummer} · {self.stufen[nummer - 1]}"

    @property
    def tafel(self) -> list[tuple[Kriterium, list[tuple[str, str]]]]:
        """Each Kriterium with its steps: (step, what it means here)."""
        return [(k, [(self.stufe(nummer), text) for nummer, text in enumerate(k.stufen, 1)]) for k in self.kriterien]

    def wortlaut(self, code: str, wert: str) -> str:
        """What an answer to a Kriterium says; "" where there is none."""
        if wert.isdigit():
            return next(k.stufen[int(wert) - 1] for k in self.kriterien if k.code == code)
        return self.ohne_stufe.get(wert, "")


OHNE_STUFE = ("unklar", "passt_nicht")


def lesen(inhalt: object) -> Vorlage:
    """An instrument from nested lists and dicts, as YAML or JSON give them. Raises VorlageFehler."""
    oben = _woerterbuch(inhalt, "Die Datei", set(Vorlage.__dataclass_fields__))
    kennung = _text(oben, "kennung", "Die Datei", 60)
    if not re.fullmatch(r"[a-z0-9][a-z0-9.-]*", kennung):
        raise VorlageFehler(f"„kennung“ darf nur kleine Buchstaben, Ziffern, Punkt und Bindestrich enthalten, nicht „{kennung}“.")
    ohne = _woerterbuch(oben["ohne_stufe"], "„ohne_stufe“", set(OHNE_STUFE))
    kriterien = tuple(_kriterium(k, i) for i, k in enumerate(_liste(oben, "kriterien", "Die Datei"), 1))
    codes = [k.code for k in kriterien]
    for code in codes:
        if codes.count(code) > 1:
            raise VorlageFehler(f"Den Code „{code}“ gibt es zweimal. Jedes Kriterium braucht seinen eigenen.")
    if not 3 <= len(kriterien) <= 20:
        raise VorlageFehler(f"Es sind {len(kriterien)} Kriterien. Erlaubt sind 3 bis 20.")
    return Vorlage(
        kennung,
        **{name: _text(oben, name, "Die Datei", 200) for name in ("titel", "fassung", "herkunft", "leitsatz", "rueckblick")},
        ohne_stufe={name: _text(ohne, name, "„ohne_stufe“", 60) for name in OHNE_STUFE},
        stufen=_texte(oben, "stufen", "Die Datei", STUFEN, 60),
        kriterien=kriterien,
    )


def aus_yaml(text: str) -> Vorlage:
    if len(text) > LAENGSTE_DATEI:
        raise VorlageFehler("Die Datei ist zu lang für ein Instrument.")
    try:
        # BaseLoader makes text of everything: no dates, no numbers, no tags, no merged keys
        return lesen(yaml.load(text, yaml.BaseLoader))  # noqa: S506 -- it makes no objects
    except (yaml.YAMLError, RecursionError, ValueError) as fehler:
        if isinstance(fehler, VorlageFehler):
            raise
        marke = getattr(fehler, "problem_mark", None)
        wo = f" in Zeile {marke.line + 1}, Spalte {marke.column + 1}" if marke else ""
        raise VorlageFehler(f"Die Datei ist kein gültiges YAML{wo}.") from fehler


def als_yaml(vorlage: Vorlage) -> str:
    """Readable, in the order of the shipped file; reading it again gives the same instrument."""
    return yaml.safe_dump(als_inhalt(vorlage), allow_unicode=True, sort_keys=False, width=120)


def als_inhalt(vorlage: Vorlage) -> dict:
    """As JSON and YAML keep it: lists instead of tuples."""
    inhalt = asdict(vorlage)
    inhalt["stufen"] = list(vorlage.stufen)
    inhalt["kriterien"] = [k | {"stufen": list(k["stufen"]), "reflexion": list(k["reflexion"])} for k in inhalt["kriterien"]]
    return inhalt


def _kriterium(inhalt, nummer):
    wo = f"Kriterium {nummer}"
    felder = _woerterbuch(inhalt, wo, set(Kriterium.__dataclass_fields__), freiwillig={"einseitig"})
    code = _text(felder, "code", wo, 12)
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9]*", code):
        raise VorlageFehler(f"{wo}: „code“ ist ein kurzes Zeichen wie K1, nicht „{code}“.")
    einseitig = JA_NEIN.get(str(felder.get("einseitig", False)).lower())
    if einseitig is None:
        raise VorlageFehler(f"{wo} ({code}): „einseitig“ ist true oder false.")
    return Kriterium(
        code,
        **{name: _text(felder, name, f"{wo} ({code})", 160) for name in ("name", "frage", "herkunft")},
        stufen=_texte(felder, "stufen", f"{wo} ({code})", STUFEN, 120),
        reflexion=_texte(felder, "reflexion", f"{wo} ({code})", 2, 200),
        einseitig=einseitig,
    )


def _woerterbuch(wert, wo, namen, freiwillig=frozenset()):
    if not isinstance(wert, dict):
        raise VorlageFehler(f"{wo}: Hier müssen Angaben der Form „name: wert“ stehen.")
    if fehlt := sorted(namen - freiwillig - set(wert)):
        raise VorlageFehler(f"{wo}: Es fehlt „{fehlt[0]}“.")
    if fremd := sorted(str(name) for name in set(wert) - namen):
        raise VorlageFehler(f"{wo}: „{fremd[0]}“ ist nicht bekannt. Bekannt sind: {', '.join(sorted(namen))}.")
    return wert


def _liste(felder, name, wo):
    if not isinstance(felder[name], list):
        raise VorlageFehler(f"{wo}: „{name}“ ist eine Liste, jede Zeile mit einem Strich davor.")
    return felder[name]


def _text(felder, name, wo, hoechstens):
    wert = felder[name]
    if not isinstance(wert, str) or not wert.strip():
        raise VorlageFehler(f"{wo}: „{name}“ braucht einen Text.")
    if not wert.strip().isprintable():
        raise VorlageFehler(f"{wo}: „{name}“ enthält ein Zeichen, das sich nicht drucken lässt, oder einen Zeilenumbruch.")
    if len(wert) > hoechstens:
        raise VorlageFehler(f"{wo}: „{name}“ hat {len(wert)} Zeichen, erlaubt sind {hoechstens}.")
    return wert.strip()


def _texte(felder, name, wo, anzahl, laenge):
    liste = _liste(felder, name, wo)
    if len(liste) != anzahl:
        raise VorlageFehler(f"{wo}: „{name}“ braucht {anzahl} Einträge, es sind {len(liste)}.")
    return tuple(_text({name: wert}, name, f"{wo}, Eintrag {i}", laenge) for i, wert in enumerate(liste, 1))
