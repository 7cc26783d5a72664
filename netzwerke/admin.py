"""The lists by which networks are described. Groups and institutions are kept where coordinators keep them, in the portal;
here one looks at them and at what changed. Names of persons are no part of it."""

from django.contrib import admin
from django.db.models import URLField
from django.forms import NumberInput
from django.utils.html import format_html
from simple_history.admin import SimpleHistoryAdmin

from netzwerke import models


@admin.register(models.Einrichtungsart, models.Handlungsfeld)
class ListenAdmin(admin.ModelAdmin):
    list_display = ["name", "position"]
    list_editable = ["position"]

    def get_changelist_form(self, request, **kwargs):
        return super().get_changelist_form(request, **kwargs, widgets={"position": NumberInput({"aria-label": "Reihenfolge"})})


class NurAnsehen(SimpleHistoryAdmin):
    """Read only: one way to do a thing."""

    formfield_overrides = {URLField: {"assume_scheme": "https"}}

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("kommune")

    @admin.display(description="Seite")
    def seite(self, zeile):
        return format_html('<a href="{}">im Portal ansehen</a>', zeile.get_absolute_url())


@admin.register(models.Gruppe)
class GruppeAdmin(NurAnsehen):
    list_display = ["name", "art", "kommune", "is_public", "seite"]
    list_filter = ["art", "is_public"]
    search_fields = ["name", "kommune__name"]


@admin.register(models.Einrichtung)
class EinrichtungAdmin(NurAnsehen):
    list_display = ["name", "art", "kommune", "is_public", "aufgegangen_in", "seite"]
    list_filter = ["art", "is_public"]
    list_select_related = ["kommune", "art", "aufgegangen_in"]
    search_fields = ["name", "kommune__name"]
