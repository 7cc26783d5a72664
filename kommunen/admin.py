"""Data maintenance by the Fachadministration; coordinators get pages of their own."""

from django.contrib import admin

from kommunen import models
from statistik.namen import kernname, sortierschluessel


class ProfilInline(admin.StackedInline):
    model = models.Profil


class KoordinationInline(admin.TabularInline):
    model = models.Koordination
    autocomplete_fields = ["nutzer"]
    extra = 0


class KontaktInline(admin.StackedInline):
    model = models.Kontakt
    extra = 0


class KennzahlInline(admin.StackedInline):
    model = models.Kennzahl
    extra = 0


class ProjektbausteinInline(admin.TabularInline):
    model = models.Projektbaustein
    extra = 0


class ProgrammteilnahmeInline(admin.TabularInline):
    model = models.Programmteilnahme
    extra = 0


@admin.register(models.Kommune)
class KommuneAdmin(admin.ModelAdmin):
    list_display = ["name", "gebiet", "obere", "is_published"]
    list_filter = ["is_published"]
    list_select_related = ["gebiet", "obere"]
    search_fields = ["name", "gebiet__ags"]
    autocomplete_fields = ["gebiet", "obere", "jugendamt"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [ProfilInline, KoordinationInline, KontaktInline, KennzahlInline, ProjektbausteinInline, ProgrammteilnahmeInline]

    def save_model(self, request, obj, form, change):
        obj.sortierung = sortierschluessel(kernname(obj.gebiet.name))
        super().save_model(request, obj, form, change)


@admin.register(models.Download)
class DownloadAdmin(admin.ModelAdmin):
    # Whatever is uploaded is delivered as an attachment only (views.download); checks of its content come with editing.
    list_display = ["titel", "kommune", "datum", "typ"]
    list_select_related = ["kommune"]
    search_fields = ["titel"]
    autocomplete_fields = ["kommune"]


@admin.register(models.Erfolg)
class ErfolgAdmin(admin.ModelAdmin):
    list_display = ["text", "kommune"]
    list_select_related = ["kommune"]
    search_fields = ["text"]
    autocomplete_fields = ["kommune", "download"]


@admin.register(models.Termin)
class TerminAdmin(admin.ModelAdmin):
    list_display = ["titel", "datum", "kommune", "is_published"]
    list_filter = ["is_published"]
    list_select_related = ["kommune"]
    search_fields = ["titel"]
    autocomplete_fields = ["kommune"]


@admin.register(models.Meldung)
class MeldungAdmin(admin.ModelAdmin):
    list_display = ["__str__", "datum", "kommune", "is_published"]
    list_filter = ["is_published"]
    list_select_related = ["kommune"]
    search_fields = ["titel", "text"]
    autocomplete_fields = ["kommune"]


@admin.register(models.Einlesung)
class EinlesungAdmin(admin.ModelAdmin):
    """The untouched sources, to read only."""

    list_display = ["herkunft", "eingelesen_am", "von", "kommune"]
    list_select_related = ["von", "kommune"]
    fields = ["herkunft", "eingelesen_am", "von", "kommune", "text"]
    readonly_fields = fields

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
