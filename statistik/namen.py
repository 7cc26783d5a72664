"""Official names of areas and how people say them; sorting as in a German register."""

import re
import unicodedata

# The official register writes the title behind a comma ("Lüneburg, Hansestadt"); people say it first.
# Some Kreise carry their kind in the name already ("Region Hannover", "Städteregion Aachen").
MIT_ART_IM_NAMEN = ("Region ", "Regionalverband ", "Städteregion ")


def anzeigename(name: str, typ: str) -> str:
    """Name with its kind, so that a town is never taken for the Kreis of the same name.

    >>> anzeigename("Lüneburg, Hansestadt", "Stadt")
    'Hansestadt Lüneburg'
    >>> anzeigename("Lüneburg", "Landkreis")
    'Landkreis Lüneburg'
    >>> anzeigename("Region Hannover", "Region")
    'Region Hannover'
    """
    kern, komma, titel = name.rpartition(", ")
    if komma:
        return f"{titel} {kern}"
    if name.startswith(MIT_ART_IM_NAMEN) or typ in {"Land", "Statistische Region"}:
        return name
    return f"{typ} {name}"


def kreis_typ(name: str, typ: str) -> str:
    """The Region Hannover is filed as a Landkreis; its own law (NKomVG) calls it a Region."""
    return "Region" if name.startswith("Region ") else typ


UMSCHRIFT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})


def umschrift(text: str) -> str:
    """As one writes where there are no umlauts.

    >>> umschrift("Süd, Groß Övel")
    'Sued, Gross Oevel'
    """
    return text.translate(UMSCHRIFT)


def sortierschluessel(text: str) -> str:
    """Key for sorting by DIN 5007-1 (ä as a, ß as ss); databases disagree on umlauts, so it is stored.

    >>> sorted(["Zeven", "Übersee", "Uelzen"], key=sortierschluessel)
    ['Übersee', 'Uelzen', 'Zeven']
    """
    ohne_punkte = unicodedata.normalize("NFKD", text.casefold().replace("ß", "ss"))
    return "".join(zeichen for zeichen in ohne_punkte if zeichen.isalnum() or zeichen == " ")


def kernname(name: str) -> str:
    """The name without title, addition and kind; by it a list is sorted.

    >>> [kernname(name) for name in ("Lüneburg, Hansestadt", "Oldenburg (Oldenburg), Stadt", "Region Hannover")]
    ['Lüneburg', 'Oldenburg', 'Hannover']
    """
    return re.sub(r", .*| \(.*", "", name).removeprefix("Region ")
