"""What every process of the portal needs, read once before gunicorn forks them.

They share it then, and the first person whom a new process answers does not wait for it.
"""

import gc
from pathlib import Path

from django.conf import settings
from django.template import engines
from django.urls import get_resolver
from django.utils import translation

from grafik.karte import niedersachsen
from kern.stand import fassung


def alles_laden() -> None:
    """Every address with its view, every template of ours, the German of Django and its libraries, the map. Asks no database."""
    get_resolver().reverse_dict  # noqa: B018 -- looking at it imports all views
    vorlagen = engines["django"]
    for ort in map(Path, vorlagen.engine.dirs):
        for pfad in sorted(ort.rglob("*.html")):
            vorlagen.get_template(str(pfad.relative_to(ort)))
    with translation.override(settings.LANGUAGE_CODE):
        niedersachsen()
        fassung()
    gc.collect()
    gc.freeze()  # what is here now stays as long as the process
    gc.set_threshold(20_000, 20, 20)  # a page makes thousands of objects and leaves next to none in cycles
