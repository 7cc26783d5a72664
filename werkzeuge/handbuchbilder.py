#!/usr/bin/env python
"""Small pictures for the users' handbook from the screenshots in docs/bilder: the top of each page, as wide as a column of text."""

import re
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
HANDBUCH = ROOT / "docs" / "handbuch"
BREIT, HOCH = 640, 400  # pixels of a picture from a desk
TELEFON = 280, 467


def main():
    gebraucht = {name for datei in HANDBUCH.glob("*.md") for name in re.findall(r"\]\(bilder/([\w-]+)\.webp\)", datei.read_text())}
    for name in sorted(gebraucht):
        breit, hoch = TELEFON if name.endswith("-390") else (BREIT, HOCH)
        with Image.open(ROOT / "docs" / "bilder" / f"{name}.png") as bild:
            klein = bild.convert("RGB").resize((breit, round(bild.height * breit / bild.width)), Image.Resampling.LANCZOS)
            klein.crop((0, 0, breit, min(hoch, klein.height))).save(HANDBUCH / "bilder" / f"{name}.webp", quality=32, method=6)
    for datei in (HANDBUCH / "bilder").glob("*.webp"):
        if datei.stem not in gebraucht:
            datei.unlink()


if __name__ == "__main__":
    main()
