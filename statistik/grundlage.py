"""On which census a figure of the population rests. Figures on different ones do not go into one line.

The official updating of the population starts anew with each census (Volkszählung 25.05.1987, Zensus 09.05.2011,
Zensus 15.05.2022). For days after the last one and before the end of 2024 there are figures on both bases; there only the
file or a person can say which it is. Outside that time the day says it, whatever else the same file holds.
"""

import re
from datetime import date

import numpy as np

VOLKSZAEHLUNG, ZENSUS_2011, ZENSUS_2022, UNBEKANNT = "vz1987", "zensus2011", "zensus2022", "unbekannt"
WORTE = {
    VOLKSZAEHLUNG: "Volkszählung 1987",
    ZENSUS_2011: "Zensus 2011",
    ZENSUS_2022: "Zensus 2022",
    UNBEKANNT: "Grundlage unbekannt",
}
BEGINN_2011, BEGINN_2022, NUR_NOCH_2022 = date(2011, 5, 9), date(2022, 5, 15), date(2024, 12, 31)


def grundlage(tag: date, gesagt: str = "") -> str:
    """A key of WORTE. `gesagt`: what the file or a person said; it counts only where there are figures of two kinds.

    >>> grundlage(date(2021, 12, 31)), grundlage(date(2023, 12, 31)), grundlage(date(2023, 12, 31), "zensus2011")
    ('zensus2011', 'unbekannt', 'zensus2011')
    """
    if tag < BEGINN_2011:
        return VOLKSZAEHLUNG
    if tag < BEGINN_2022:
        return ZENSUS_2011
    return ZENSUS_2022 if tag >= NUR_NOCH_2022 else gesagt or UNBEKANNT


def ist_offen(tage: np.ndarray) -> np.ndarray:
    """Of days (datetime64[D]) those for which there are figures on two bases."""
    return (tage >= np.datetime64(BEGINN_2022)) & (tage < np.datetime64(NUR_NOCH_2022))


def aus_worten(texte: list[str]) -> str:
    """What title and footnotes of a file say; empty where they name none, or both without saying which is which since 2022.

    >>> aus_worten(["Ab 2011: Ergebnisse auf Grundlage des Zensus 2011."]), aus_worten(["Zensus 2011 und Zensus 2022"])
    ('zensus2011', '')
    """
    text = " ".join(texte)
    genannt = set(re.findall(r"Zensus\D{0,12}(2011|2022)", text))
    if re.search(r"[Aa]b\D{0,30}2022\D{0,60}Zensus\D{0,12}2022", text) or genannt == {"2022"}:
        return ZENSUS_2022
    return ZENSUS_2011 if genannt == {"2011"} else ""
