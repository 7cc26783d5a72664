"""How wide a text in Fira Sans is, near enough to break lines and to keep labels apart. The server has no font to measure with."""

from functools import cache
from itertools import accumulate

import pyphen

SCHMAL, BREIT = "iljtfrI.,:;'|!()[]/„“‚‘- ", "mwMWÄÖÜ&@%–QGOD"


def breite(text: str, groesse: float) -> float:
    """In the unit of `groesse`; a few percent more than drawn, so that nothing is cut."""
    return groesse * sum(0.34 if z in SCHMAL else 0.82 if z in BREIT else 0.68 if z.isupper() else 0.58 for z in text)


def umbrechen(text: str, groesse: float, platz: float) -> list[str]:
    """Lines that fit; a word that is too long is cut behind a hyphen or where it must be."""
    zeilen = [""]
    for wort in text.split():
        for teil in _teile(wort, groesse, platz):
            versuch = f"{zeilen[-1]} {teil}".strip() if not zeilen[-1].endswith("\u00ad") else zeilen[-1][:-1] + teil
            if breite(versuch, groesse) <= platz or not zeilen[-1]:
                zeilen[-1] = versuch
            else:
                zeilen.append(teil)
    return [zeile.replace("\u00ad", "-") for zeile in zeilen if zeile]


def _teile(wort: str, groesse: float, platz: float) -> list[str]:
    """A word in pieces that fit: at its own hyphens, where German allows it, and only then where it must be."""
    if breite(wort, groesse) <= platz or len(wort) <= 3:
        return [wort]
    passend = [i for i in range(1, len(wort)) if breite(wort[:i], groesse) <= platz - groesse * 0.4]
    striche = [i for i in passend if wort[i - 1] in "-/"]
    silben = [i for i in map(int, _trennung().positions(wort)) if i in passend]
    schnitt = max(striche or silben or passend or [3])
    anfang = wort[:schnitt] if striche else f"{wort[:schnitt]}\u00ad"
    return [anfang, *_teile(wort[schnitt:], groesse, platz)]


GENAEHT = (  # words of the trade where the patterns miss the seams
    "ansprech|personen", "erziehungs|beistand", "familien|hebammen", "informations|material", "sprach|kompetenz|zentrum",
    "willkommens|besuche", "zusammen|arbeiten",
)  # fmt: skip
NAEHTE = {"".join(teile): list(accumulate(map(len, teile[:-1]))) for teile in (wort.split("|") for wort in GENAEHT)}


@cache
def _trennung():
    return pyphen.Pyphen(lang="de_DE", left=4, right=4)


def trennbar(text: str, laengstes: int = 12) -> str:
    """The text with soft hyphens in its long words, for narrow cells: browsers know no German syllables everywhere."""
    return " ".join(_getrennt(wort) if len(wort) > laengstes else wort for wort in text.split(" "))


def _getrennt(wort: str) -> str:
    """With soft hyphens; where the patterns leave single letters ("zusam-me-n-a-r-beiten") they are mistaken around them."""
    stellen = set(_trennung().positions(wort))
    sichere = [stelle for stelle in stellen if not {stelle - 1, stelle + 1} & stellen]
    for stelle in sorted(NAEHTE.get(wort.casefold(), sichere), reverse=True):
        wort = f"{wort[:stelle]}\u00ad{wort[stelle:]}"
    return wort
