"""Running text: wrapped lines become paragraphs and lists, in Markdown; goals give up their Bausteine."""

import re

from kommunen.leser.ergebnis import GelesenerBaustein, GelesenerErfolg, Zeile

PUNKT = re.compile(r"^\s*[-–—•*·]\s+")
BAUSTEIN = re.compile(r"^\s*(?:[-–—•*·]\s*)?(?:Projekt)?[Bb]austein\s+(\d{1,2})\s*[:.–-]\s*(.+)$")
SCHWERPUNKT = re.compile(r"^(?:\S+\s+){0,5}?\S*[Ss]chwerpunkt(?:e|thema|themen)?\b")
NOCH_OFFEN = re.compile(
    r"zu erarbeiten|erarbeitet werden|wird (?:noch )?(?:erarbeitet|festgelegt|bestimmt)|noch (?:offen|nicht)|steht .*nicht fest"
)
VERWEIS = re.compile(r"\b(?:s\.|siehe|unter)\s*(?:den\s+)?Downloads?\b", re.IGNORECASE)


def absaetze(zeilen: list[Zeile]) -> list[list[Zeile]]:
    """Lines that belong together: a blank line, a new list item or the end of a sentence at a line's end parts them."""
    bloecke: list[list[Zeile]] = []
    for vorher, zeile in zip([None, *zeilen], zeilen, strict=False):
        if not zeile.text.strip():
            continue
        if not bloecke or vorher is None or _trennt(bloecke[-1], vorher, zeile):
            bloecke.append([])
        bloecke[-1].append(zeile)
    return bloecke


def _trennt(block: list[Zeile], vorher: Zeile, zeile: Zeile) -> bool:
    bisher = " ".join(z.text for z in block)
    if bisher.count("(") > bisher.count(")"):
        return False  # a sentence wraps inside a bracket
    return not vorher.text.strip() or bool(PUNKT.match(zeile.text)) or vorher.text.rstrip().endswith((".", ":", "!", "?"))


def verbunden(block: list[Zeile]) -> str:
    return " ".join(" ".join(zeile.text for zeile in block).split())


def markdown(bloecke: list[list[Zeile]]) -> str:
    """Paragraphs and "- " lists; list items follow each other without a gap."""
    teile: list[str] = []
    for block in bloecke:
        text = verbunden(block)
        ist_punkt = bool(PUNKT.match(block[0].text))
        text = f"- {PUNKT.sub('', text)}" if ist_punkt else text
        if ist_punkt and teile and teile[-1].rsplit("\n", 1)[-1].startswith("- "):
            teile[-1] += f"\n{text}"
        else:
            teile.append(text)
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
    texte = [PUNKT.sub("", verbunden(block)) for block in bloecke]
    return [GelesenerErfolg(text, verweist_auf_downloads=bool(VERWEIS.search(text))) for text in texte]
