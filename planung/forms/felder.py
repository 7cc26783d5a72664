"""What these forms share."""


class MitZeitraum:
    """Mixin: the end is not before the beginning."""

    def clean(self):
        daten = super().clean()
        if daten.get("von") and daten.get("bis") and daten["bis"] < daten["von"][: len(daten["bis"])]:
            self.add_error("bis", "Das Ende liegt vor dem Beginn.")
        return daten
