"""Accessible PDFs (PDF/UA-1) with typst. Values go in as data: no text of a user is ever read as markup."""

import json

import typst
from django.conf import settings

SCHRIFTEN = settings.BASE_DIR / "build" / "schrift"
VORLAGEN = settings.BASE_DIR / "templates" / "pdf"


def setzen(vorlage: str, daten: dict) -> bytes:
    """A PDF from `templates/pdf/<vorlage>.typ`, which reads `daten` as JSON."""
    return typst.compile(
        str(VORLAGEN / f"{vorlage}.typ"),
        root=str(VORLAGEN),
        font_paths=[str(SCHRIFTEN)],
        ignore_system_fonts=True,
        sys_inputs={"daten": json.dumps(daten, ensure_ascii=False)},
        pdf_standards=["ua-1"],
    )
