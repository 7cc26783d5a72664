"""The six life phases, the same on every page: number, name, what belongs to it. Hue and symbol go by the number."""

from dataclasses import dataclass

from django import forms
from django.db import models

from kern.formulare import Ankreuzen


@dataclass(frozen=True)
class Lebensphase:
    nummer: int
    name: str
    orte: str = ""


LEBENSPHASEN = (
    Lebensphase(1, "Schwangerschaft und Geburt", "Beratung, Hebammen, Kliniken"),
    Lebensphase(2, "0 bis 3 Jahre", "Krippe, Frühe Hilfen"),
    Lebensphase(3, "3 bis 6 Jahre", "Kita"),
    Lebensphase(4, "6 bis 10 Jahre", "Grundschule"),
    Lebensphase(5, "ab 10 Jahre", "weiterführende Schule"),
    Lebensphase(6, "Schule und Beruf", "erster Beruf"),
)
AUSWAHL = [(phase.nummer, phase.name) for phase in LEBENSPHASEN]


class PhasenField(models.CharField):
    """Life phases something belongs to: a sorted tuple of numbers, stored as digits ("234")."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **({"max_length": len(LEBENSPHASEN), "blank": True, "default": ""} | kwargs))

    def from_db_value(self, value, _expression, _connection):
        return self.to_python(value)

    def to_python(self, value):
        return tuple(sorted({int(ziffer) for ziffer in value or ()}))

    def get_prep_value(self, value):
        return "".join(map(str, self.to_python(value)))

    def value_to_string(self, obj):
        return self.get_prep_value(self.value_from_object(obj))

    def get_default(self):
        return ()

    def validate(self, value, model_instance):
        """The form's choices have been checked; a tuple has no length in characters."""

    def run_validators(self, value):
        pass

    def formfield(self, **kwargs):
        return forms.TypedMultipleChoiceField(
            label=kwargs.get("label", self.verbose_name), help_text=kwargs.get("help_text", self.help_text), required=False,
            choices=AUSWAHL, coerce=int, widget=Ankreuzen,
        )  # fmt: skip
