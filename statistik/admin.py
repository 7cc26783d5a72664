from django.contrib import admin

from statistik.models import Gebiet


@admin.register(Gebiet)
class GebietAdmin(admin.ModelAdmin):
    list_display = ["anzeigename", "ags", "ars", "ebene", "parent", "gueltig_bis", "nachfolger"]
    list_filter = ["ebene", ("gueltig_bis", admin.EmptyFieldListFilter)]
    list_select_related = ["parent", "nachfolger"]
    search_fields = ["anzeigename", "ags", "ars"]
    autocomplete_fields = ["parent", "nachfolger"]
