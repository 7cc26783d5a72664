"""The Fachadministration keeps the versions of the instrument. Dialoge are not here: what two institutions say is theirs."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.utils.html import format_html

from kooperation.actions import instrument as actions
from kooperation.models import Instrument
from kooperation.vorlage import LAENGSTE_DATEI, VorlageFehler, als_yaml, aus_yaml


class LadenForm(forms.ModelForm):
    datei = forms.FileField(
        label="YAML-Datei",
        help_text="Als Muster dient die Portalfassung: ihren Text unten in der Ansicht kopieren, „kennung“ und „fassung“ ändern.",
    )

    class Meta:
        model = Instrument
        fields = []

    def clean_datei(self):
        datei = self.cleaned_data["datei"]
        if datei.size > 4 * LAENGSTE_DATEI:
            raise ValidationError("Die Datei ist zu groß für ein Instrument.")
        try:
            self.instance = actions.laden(vorlage=aus_yaml(datei.read().decode("utf-8-sig")))
        except UnicodeDecodeError as fehler:
            raise ValidationError("Die Datei ist kein Text in UTF-8. Bitte speichern Sie sie als „Text (UTF-8)“.") from fehler
        except VorlageFehler as fehler:
            raise ValidationError(str(fehler)) from fehler
        return datei


@admin.register(Instrument)
class InstrumentAdmin(admin.ModelAdmin):
    """A file makes a draft, an action publishes it; nothing is typed here, and what is published stays."""

    list_display = ["fassung", "kennung", "stand", "veroeffentlicht_am"]
    actions = ["veroeffentlichen"]

    @admin.display(description="Stand")
    def stand(self, instrument):
        return "veröffentlicht" if instrument.veroeffentlicht_am else "Entwurf"

    @admin.display(description="Inhalt")
    def text(self, instrument):
        return format_html(
            '<pre tabindex="0" role="region" aria-label="Text des Instruments">{}</pre>', als_yaml(instrument.vorlage)
        )

    def get_form(self, request, obj=None, change=False, **kwargs):
        return super().get_form(request, obj, change, **kwargs) if obj else LadenForm

    def get_fields(self, request, obj=None):
        return ["kennung", "fassung", "veroeffentlicht_am", "text"] if obj else ["datei"]

    def get_readonly_fields(self, request, obj=None):
        return ["kennung", "fassung", "veroeffentlicht_am", "text"] if obj else []

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not (obj and obj.veroeffentlicht_am)

    def get_actions(self, request):
        aktionen = super().get_actions(request)
        aktionen.pop("delete_selected", None)  # it would ask for all at once, published ones among them
        return aktionen

    def save_model(self, request, obj, form, change):
        """The form has loaded it already."""

    @admin.action(description="Ausgewählte Entwürfe veröffentlichen (danach ändert sich die Fassung nicht mehr)")
    def veroeffentlichen(self, request, queryset):
        for instrument in queryset:
            if actions.veroeffentlichen(instrument=instrument):
                messages.success(request, f"„{instrument}“ ist veröffentlicht. Neue Dialoge nutzen ab jetzt diese Fassung.")
            else:
                messages.warning(request, f"„{instrument}“ war schon veröffentlicht.")
