"""Django forms in the shape of KERN-UX, the German administrations' design system.

A form class takes `KernFormular` as a base; the renderer is not set globally, or the admin would get it too.
"""

import re

from django import forms
from django.forms.renderers import TemplatesSetting

from kern.pruefen import sendbar

ZU_GROSS = re.compile(r"-?\d{19,}")  # more digits than surely fit into 64 bits


class KernFeld(forms.BoundField):
    """Adds KERN's classes to the widget; labels, hints and errors are tied to it by Django's ARIA attributes."""

    FORMEN = (
        (forms.CheckboxSelectMultiple, "auswahl", "kern-form-check__checkbox"),
        (forms.CheckboxInput, "check", "kern-form-check__checkbox"),
        (forms.RadioSelect, "radio", "kern-form-check__radio"),
        (forms.Select, "select", "kern-form-input__select"),
        (forms.Widget, "input", "kern-form-input__input"),
    )

    def _form(self, widget):
        return next((form, klasse) for art, form, klasse in self.FORMEN if isinstance(widget, art))

    @property
    def kern_form(self):
        return self._form(self.field.widget)[0]

    @property
    def inzwischen(self):
        """What somebody else saved here meanwhile (kern/gleichzeitig.py); None where nothing is in dispute."""
        return getattr(self.form, "inzwischen", {}).get(self.name)

    def build_widget_attrs(self, attrs, widget=None):
        attrs = super().build_widget_attrs(attrs, widget)
        klasse = self._form(widget or self.field.widget)[1]
        attrs["class"] = f"{klasse} {klasse}--error" if self.errors else klasse
        if attrs.pop("required", None):  # the browser's own bubbles speak another language than the page
            attrs["aria-required"] = "true"
        return attrs


class KernRenderer(TemplatesSetting):
    form_template_name = "kern/formular.html"
    field_template_name = "kern/feld.html"
    bound_field_class = KernFeld


class Ankreuzen(forms.CheckboxSelectMultiple):
    """Several of a few, one below the other."""

    template_name = "kern/auswahl.html"

    def value_from_datadict(self, data, files, name):
        """A number no database can hold is answered like any other wrong choice, instead of breaking the query."""
        werte = super().value_from_datadict(data, files, name) or []
        return ["…" if isinstance(wert, str) and ZU_GROSS.fullmatch(wert) else wert for wert in werte]


class Wahl(forms.RadioSelect):
    """One of a few, one below the other."""

    template_name = "kern/auswahl.html"


class MailFeld(forms.EmailField):
    """An address that mail can be sent to, as long as the database takes it."""

    default_validators = (*forms.EmailField.default_validators, sendbar)
    default_error_messages = {"invalid": "Bitte geben Sie eine vollständige Adresse an, zum Beispiel name@example.org."}

    def __init__(self, *, max_length=254, **angaben):
        super().__init__(max_length=max_length, **angaben)


class KernFormular:
    """Mixin for forms: `{{ form }}` is a KERN form with a summary of errors that links to the fields."""

    default_renderer = KernRenderer()
    nennt_optionales = True  # False where no field is required and saying so would only be noise
