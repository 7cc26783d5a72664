"""Where the five real documents lie that the portal began with. They are not part of the repository: a clone has none."""

from pathlib import Path

from django.conf import settings

SEEDS = Path(settings.BASE_DIR).parent / "shared" / "seeds"
