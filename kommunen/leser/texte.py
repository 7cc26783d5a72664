"""Running text: wrapped lines become paragraphs and lists, in Markdown; goals give up their Bausteine."""

import re

from kommunen.leser.ergebnis import GelesenerBaustein, GelesenerErfolg, Zeile
from kommunen.leser.zeilen import ist_nummeriert, ist_punkt, ohne_punkt, zusammengerueckt

BAUSTEIN = re.compile(r"^\s*(?:[-–—•*·]\s*)?(?:Projekt)?[Bb]austein\s+(\d{1,2})\s*[:.–-]\s*(.+)$")
SCHWERPUNKT = re.compile(r"^(?:\S+\s+){0,5}?\S*[Ss]chwerpunkt(?:e|thema|themen)?\b")
NOCH_OFFEN = re.compile(
    r"zu erarbeiten|erarbeitet werden|wird (?:noch )?(?:erarbeitet|festgelegt|bestimmt)|noch (?:offen|nicht)|steht .*nicht fest"
)
VERWEIS = re.compile(r"\b(?:s\.|siehe|unter)\s*(?:den\s+)?Downloads?\b", re.IGNORECASE)


def absaetze(zeilen: list[Zeile]) -> list[list[Zeile]]:
    """Lines that belong together: a blank line, a new list item or the end of a sentence at a line's end parts them."""
    bloecke: list[list[Zeile]] = []
    offen = 0  # brackets that the block has not closed yet: a sentence may wrap inside one
    vorher = ""
    for zeile in zeilen:
        text = zeile.text.strip()
        if text and (not bloecke or (offen <= 0 and _trennt(vorher, text, bloecke[-1]))):
            bloecke.append([])
            offen = 0
        if text:
            bloecke[-1].append(zeile)
            offen += text.count("(") - text.count(")")
        if not text and len(bloecke[-1] if bloecke else []) > 3:
            offen = 0  # a bracket nobody closed does not swallow the rest
        vorher = text
    return bloecke


def _trennt(vorher: str, text: str, block: list[Zeile]) -> bool:
    if len(block) == 1 and not ohne_punkt(block[0].text):
        return False  # a marker alone on its line waits for its text
    return not vorher or ist_punkt(text) or vorher.endswith((".", ":", "!", "?"))


def verbunden(block: list[Zeile]) -> str:
    return zusammengerueckt(" ".join(zeile.text for zeile in block))


def markdown(bloecke: list[list[Zeile]]) -> str:
    """Paragraphs and lists; list items follow each other without a gap, numbers stay."""
    teile: list[str] = []
    vorher_punkt = False
    for block in bloecke:
        text, punkt = verbunden(block), ist_punkt(block[0].text)
        if punkt and not ist_nummeriert(block[0].text):
            text = f"- {ohne_punkt(text)}"
        if punkt and vorher_punkt:
            teile[-1] += f"\n{text}"
        else:
            teile.append(text)
        vorher_punkt = punkt
    return "\n\n".join(teile)


def bausteine(bloecke: list[list[Zeile]]) -> tuple[list[GelesenerBaustein], list[list[Zeile]]]:
    """The Projektbausteine among the paragraphs, and the other paragraphs."""
    gefunden: list[GelesenerBaustein] = []
    rest: list[list[Zeile]] = []
    for block in bloecke:
        treffer = BAUSTEIN.match(verbunden(block))
        nummern = {baustein.nummer for baustein in gefunden}
        if treffer and int(treffer[1]) not in nummern:
            gefunden.append(GelesenerBaustein(int(treffer[1]), treffer[2]))
        else:
            rest.append(block)
    return gefunden, rest


def schwerpunkt(bloecke: list[list[Zeile]]) -> tuple[list[list[Zeile]], list[list[Zeile]]]:
    """(paragraphs that begin with the Schwerpunkt, the others). What follows such a paragraph stays with the goals."""
    ja = [block for block in bloecke if SCHWERPUNKT.match(verbunden(block))]
    return ja, [block for block in bloecke if block not in ja]


def ist_offen(text: str) -> bool:
    return bool(NOCH_OFFEN.search(text))


def erfolge(bloecke: list[list[Zeile]]) -> list[GelesenerErfolg]:
    texte = [ohne_punkt(verbunden(block)) for block in bloecke]
    return [GelesenerErfolg(text, verweist_auf_downloads=bool(VERWEIS.search(text))) for text in texte if text]
