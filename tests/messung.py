"""Where measured figures go."""

from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "docs" / "leistung.md"


def write(heading, lines):
    """Replace one section of docs/leistung.md, or add it."""
    old = (
        TARGET.read_text(encoding="utf-8")
        if TARGET.exists()
        else "# Leistung\n\nGemessene Zahlen; jede kommt aus einem Befehl in diesem Repository.\n"
    )
    before, found, rest = old.partition(f"## {heading}\n")
    after = rest[rest.index("\n## ") + 1 :] if found and "\n## " in rest else ""
    TARGET.write_text(
        f"{before.rstrip()}\n\n## {heading}\n\n" + "\n".join(lines) + ("\n\n" + after if after else "\n"), encoding="utf-8"
    )
