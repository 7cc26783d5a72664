"""Accessible PDFs (PDF/UA-1) with typst. Values go in as data: no text of a user is ever read as markup."""

import json
import re

import typst
from django.conf import settings

SCHRIFTEN = settings.BASE_DIR / "build" / "schrift"
VORLAGEN = settings.BASE_DIR / "templates" / "pdf"


OHNE_ZEICHEN = re.compile("[\x7f-\x9f]")
SELTENE = re.compile("[^\x00-\u04ff\u2000-\u22ff]")  # beyond Latin, Greek, Cyrillic, punctuation and arrows


def setzen(vorlage: str, daten: dict) -> bytes:
    """A PDF from `templates/pdf/<vorlage>.typ`, which reads `daten` as JSON.

    PDF/UA allows no character without a picture in the fonts: where there is one (an emoji), rare characters become "□".
    """
    text = json.dumps(daten, ensure_ascii=False)
    try:
        return _uebersetzen(vorlage, OHNE_ZEICHEN.sub("", text))
    except typst.TypstError:
        return _uebersetzen(vorlage, SELTENE.sub("□", OHNE_ZEICHEN.sub("", text)))


def _uebersetzen(vorlage, text):
    return typst.compile(
        str(VORLAGEN / f"{vorlage}.typ"),
        root=str(VORLAGEN),
        font_paths=[str(SCHRIFTEN)],
        ignore_system_fonts=True,
        sys_inputs={"daten": text},
        pdf_standards=["ua-1"],
    )
