"""Data maintenance by the Fachadministration: master data, rights, what concerns the whole programme, lists in and out.

What belongs to a Kommune's profile is shown here and changed where coordinators change it, with drafts and versions:
one way to do a thing.
"""

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import URLField
from django.urls import reverse
from django.utils.html import format_html
from simple_history.admin import SimpleHistoryAdmin

from kern.austausch import AustauschAdmin
from kern.models import Vermerk, vermerken
from kommunen import models
from kommunen.austausch import KommuneResource, KontaktResource
from kommunen.auswertung import wert_schreiben
from kommunen.beteiligte.actions import abgeben
from kommunen.dateien import WELCHE_DATEIEN, DateiFehler, datei_ablegen
from kommunen.redaktion.actions import funktion_von
from statistik.namen import kernname, sortierschluessel


class KoordinationForm(forms.ModelForm):
    """A right belongs to one person: another one gets a right of her own, so that both changes are noted."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["nutzer"].disabled = bool(self.instance.pk)


class KoordinationInline(admin.StackedInline):
    model = models.Koordination
    form = KoordinationForm
    fk_name = "kommune"
    autocomplete_fields = ["nutzer"]
    fields = ["nutzer", "funktion", "seit", "eingeladen_von", "eingeladen_als"]
    readonly_fields = ["seit", "eingeladen_von", "eingeladen_als"]
    extra = 0


class ProgrammteilnahmeInline(admin.StackedInline):
    model = models.Programmteilnahme
    extra = 0


@admin.register(models.Kommune)
class KommuneAdmin(AustauschAdmin, SimpleHistoryAdmin):
    resource_classes = [KommuneResource]
    list_display = ["name", "gebiet", "obere", "is_published", "bearbeiten"]
    list_filter = ["is_published", "gebiet__ebene"]
    list_select_related = ["gebiet", "obere"]
    search_fields = ["name", "gebiet__ags"]
    autocomplete_fields = ["gebiet", "obere", "jugendamt"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [KoordinationInline, ProgrammteilnahmeInline]

    @admin.display(description="Seiten")
    def bearbeiten(self, kommune):
        return format_html('<a href="{}">im Portal bearbeiten</a>', reverse("meine_kommune", args=[kommune.slug]))

    def save_model(self, request, obj, form, change):
        obj.sortierung = sortierschluessel(kernname(obj.gebiet.name))
        super().save_model(request, obj, form, change)
        if "is_published" in form.changed_data:
            vermerken(Vermerk.Art.VEROEFFENTLICHT, f"{obj}: {'öffentlich' if obj.is_published else 'nicht mehr öffentlich'}")

    def save_formset(self, request, form, formset, change):
        for zeile in formset.save(commit=False):
            if isinstance(zeile, models.Koordination) and not zeile.pk:
                zeile.eingeladen_von, zeile.eingeladen_als = request.user, funktion_von(request.user, zeile.kommune)
                vermerken(Vermerk.Art.RECHTE, f"Konto {zeile.nutzer_id} betreut jetzt {zeile.kommune}")
            zeile.save()
        for zeile in formset.deleted_objects:
            if isinstance(zeile, models.Koordination):
                abgeben(nutzer=zeile.nutzer, kommune=zeile.kommune)
            else:
                zeile.delete()


class NurLesenAdmin(admin.ModelAdmin):
    """To look at only."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class ImPortalAdmin(NurLesenAdmin):
    """Rows of a profile: to look at and to search. Changing them means making a version, which the portal's pages do."""

    abschnitt = None
    list_select_related = ["kommune"]

    @admin.display(description="Ändern")
    def bearbeiten(self, zeile):
        adresse = reverse("kommunen:bearbeiten", args=[zeile.kommune.slug, self.abschnitt])
        return format_html('<a href="{}">im Portal bearbeiten</a>', adresse)


@admin.register(models.Profil)
class ProfilAdmin(ImPortalAdmin):
    abschnitt = "grund"
    list_display = ["kommune", "is_published", "kurztext", "bearbeiten"]
    list_filter = ["is_published"]
    search_fields = ["kommune__name", "kurztext", "grund", "ziele", "besonderheiten"]


@admin.register(models.Kontakt)
class KontaktAdmin(AustauschAdmin, ImPortalAdmin):
    abschnitt = "kontakt"
    resource_classes = [KontaktResource]
    list_display = ["__str__", "kommune", "ort", "email", "bearbeiten"]
    search_fields = ["kommune__name", "funktionen", "dienststelle", "ort", "email"]


@admin.register(models.Kennzahl)
class KennzahlAdmin(ImPortalAdmin):
    abschnitt = "kennzahlen"
    list_display = ["art", "wie_veroeffentlicht", "stichtag", "quelle", "kommune", "bearbeiten"]
    list_filter = ["art", "status"]
    search_fields = ["kommune__name", "quelle"]

    @admin.display(description="Wert", ordering="wert")
    def wie_veroeffentlicht(self, kennzahl):
        return wert_schreiben(kennzahl)


@admin.register(models.Projektbaustein)
class ProjektbausteinAdmin(ImPortalAdmin):
    abschnitt = "ziele"
    list_display = ["titel", "nummer", "kommune", "bearbeiten"]
    search_fields = ["kommune__name", "titel", "text"]


@admin.register(models.Erfolg)
class ErfolgAdmin(ImPortalAdmin):
    abschnitt = "erfolge"
    list_display = ["text", "kommune", "bearbeiten"]
    search_fields = ["kommune__name", "text"]


class ProgrammweitAdmin(SimpleHistoryAdmin):
    """Rows with a Kommune are hers to change, rows without one are the programme's and changed here."""

    abschnitt = None
    list_select_related = ["kommune"]
    exclude = ["kommune", "position"]
    formfield_overrides = {URLField: {"assume_scheme": "https"}}

    @admin.display(description="Kommune", ordering="kommune")
    def gehoert(self, zeile):
        if zeile.kommune is None:
            return "Programm"
        adresse = reverse("kommunen:bearbeiten", args=[zeile.kommune.slug, self.abschnitt])
        return format_html('{} (<a href="{}">im Portal bearbeiten</a>)', zeile.kommune, adresse)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and (obj is None or obj.kommune_id is None)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and (obj is None or obj.kommune_id is None)

    def history_form_view(self, request, object_id, version_id, extra_context=None):
        """An older state of a row one may not change is not brought back here either."""
        if request.method == "POST" and not self.has_change_permission(request, self.get_object(request, object_id)):
            raise PermissionDenied
        return super().history_form_view(request, object_id, version_id, extra_context)

    def get_actions(self, request):
        return {}  # deleting many at once would ask no row


class DownloadForm(forms.ModelForm):
    neue_datei = forms.FileField(label="Datei hochladen", required=False, help_text=WELCHE_DATEIEN)

    url = forms.URLField(label="Oder eine Adresse außerhalb des Portals", required=False, assume_scheme="https")

    class Meta:
        model = models.Download
        fields = ["titel", "datum", "url"]

    def clean(self):
        daten = super().clean()
        if hochgeladen := daten.get("neue_datei"):
            try:
                self.instance.datei = datei_ablegen(kommune=None, hochgeladen=hochgeladen, nutzer=self.nutzer)
            except DateiFehler as fehler:
                self.add_error("neue_datei", str(fehler))
        if daten.get("url") and self.instance.datei:
            self.add_error("url", "Bitte entweder eine Datei oder eine Adresse angeben, nicht beides.")
        return daten


@admin.register(models.Download)
class DownloadAdmin(ProgrammweitAdmin):
    abschnitt = "downloads"
    form = DownloadForm
    exclude = None
    fields = ["titel", "datum", "neue_datei", "url"]
    list_display = ["titel", "gehoert", "datum", "angaben"]
    list_select_related = ["kommune", "datei"]
    search_fields = ["titel", "kommune__name"]

    def get_form(self, request, obj=None, **kwargs):
        if not self.has_change_permission(request, obj):
            kwargs["fields"] = ["titel", "datum", "url"]
        klasse = super().get_form(request, obj, **kwargs)
        klasse.nutzer = request.user
        return klasse

    def get_fields(self, request, obj=None):
        return self.fields if self.has_change_permission(request, obj) else ["titel", "datum", "angaben"]


@admin.register(models.Termin)
class TerminAdmin(ProgrammweitAdmin):
    abschnitt = "termine"
    list_display = ["titel", "datum", "gehoert", "is_published", "abgesagt"]
    list_filter = ["is_published", "abgesagt"]
    search_fields = ["titel", "ort", "kommune__name"]

    def has_delete_permission(self, request, obj=None):
        """Once public it is cancelled or withdrawn, so that calendars hear of it."""
        return super().has_delete_permission(request, obj) and (obj is None or obj.veroeffentlicht_am is None)

    def save_model(self, request, obj, form, change):
        if form.changed_data and (obj.is_published or obj.veroeffentlicht_am):
            obj.geaendert()
        super().save_model(request, obj, form, change)


@admin.register(models.Meldung)
class MeldungAdmin(ProgrammweitAdmin):
    abschnitt = "meldungen"
    list_display = ["__str__", "datum", "gehoert", "is_published"]
    list_filter = ["is_published"]
    search_fields = ["titel", "text", "kommune__name"]

    def save_model(self, request, obj, form, change):
        obj.geaendert()
        super().save_model(request, obj, form, change)


@admin.register(models.Einlesung)
class EinlesungAdmin(NurLesenAdmin):
    list_display = ["herkunft", "eingelesen_am", "von", "kommune"]
    list_select_related = ["von", "kommune"]
    search_fields = ["herkunft", "kommune__name"]
    fields = ["herkunft", "eingelesen_am", "von", "kommune", "text"]
    readonly_fields = fields


@admin.register(models.Fassung)
class FassungAdmin(NurLesenAdmin):
    list_display = ["abschnitt", "nummer", "am", "als", "anlass", "veroeffentlicht_am"]
    list_filter = ["anlass", "abschnitt__art"]
    list_select_related = ["abschnitt__kommune"]
    search_fields = ["abschnitt__kommune__name", "wortlaut", "notiz"]
    fields = ["abschnitt", "nummer", "am", "von", "als", "anlass", "notiz", "wortlaut"]


@admin.register(models.Datei)
class DateiAdmin(NurLesenAdmin):
    list_display = ["schluessel", "typ", "groesse", "kommune", "hochgeladen_am"]
    list_filter = ["typ"]
    list_select_related = ["kommune"]
    search_fields = ["schluessel", "kommune__name"]
    fields = ["schluessel", "typ", "groesse", "hat_tags", "kommune", "hochgeladen_am", "von"]


@admin.register(models.Einladung)
class EinladungAdmin(NurLesenAdmin):
    list_display = ["email", "funktion", "am", "gueltig_bis", "angenommen_am", "von_als"]
    search_fields = ["email", "kommunen__name"]
    fields = ["email", "funktion", "kommunen", "von", "von_als", "am", "gueltig_bis", "angenommen_am"]


@admin.register(models.Ansprechperson)
class AnsprechpersonAdmin(NurLesenAdmin):
    """Who is named, and on which Grundlage: the register. Changed at the contact itself."""

    list_display = ["name", "kommune", "grundlage", "seit", "gilt_bis"]
    list_filter = ["grundlage"]
    list_select_related = ["kommune"]
    search_fields = ["name", "kommune__name"]
    fields = ["name", "email", "kommune", "grundlage", "seit", "umfang", "gilt_bis"]
