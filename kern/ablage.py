from functools import cache

from whitenoise.storage import CompressedManifestStaticFilesStorage


class Ablage(CompressedManifestStaticFilesStorage):
    """The pages' own files, under names that change with what is in them; each page names some, and each is looked up once."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.url = cache(self.url)
