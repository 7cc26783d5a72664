"""Which version of the portal this is; publiccode.yml says it, nothing else does."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml
from django.conf import settings


class Fassung(NamedTuple):
    nummer: str
    vom: date


@cache
def fassung() -> Fassung:
    angaben = yaml.safe_load(Path(settings.BASE_DIR, "publiccode.yml").read_text(encoding="utf-8"))
    return Fassung(angaben["softwareVersion"], angaben["releaseDate"])
