from django.contrib import admin
from django.db.models import ManyToManyField
from django.forms import CheckboxSelectMultiple
from django.urls import path, re_path, reverse

from statistik import kleine_zahlen, views
from statistik.models import Gebiet, Indikator, Lieferung, Zuordnung


@admin.register(Gebiet)
class GebietAdmin(admin.ModelAdmin):
    list_display = ["anzeigename", "ags", "ars", "ebene", "parent", "gueltig_bis", "nachfolger"]
    list_filter = ["ebene", ("gueltig_bis", admin.EmptyFieldListFilter)]
    list_select_related = ["parent", "nachfolger"]
    search_fields = ["anzeigename", "ags", "ars"]
    autocomplete_fields = ["parent", "nachfolger"]


@admin.register(Indikator)
class IndikatorAdmin(admin.ModelAdmin):
    list_display = ["titel", "kennung", "art", "einheit", "gezaehlt", "eigene_berechnung"]
    list_filter = ["art", "gezaehlt", "eigene_berechnung"]
    search_fields = ["titel", "kennung"]
    formfield_overrides = {ManyToManyField: {"widget": CheckboxSelectMultiple}}
    fieldsets = [
        (None, {"fields": ["kennung", "titel", "definition", "lesehilfe", "position"]}),
        ("Was gezählt wird", {"fields": ["gezaehlt", "alter_von", "alter_unter", "art", "einheit", "stichtagsart", "ebenen"]}),
        ("Woher", {"fields": ["quelle", "lizenz"]}),
        ("Zusammenhang", {"fields": ["zaehler", "nenner", "teile", "eigene_berechnung"]}),
    ]

    def save_related(self, request, form, formsets, change):
        """How Indikatoren hang together decides what gives a small count away."""
        super().save_related(request, form, formsets, change)
        kleine_zahlen.alle_markieren()

    def get_readonly_fields(self, request, obj=None):
        """Files and addresses know an Indikator by this name."""
        return ["kennung"] if obj else []


@admin.register(Zuordnung)
class ZuordnungAdmin(admin.ModelAdmin):
    """To be forgotten when it was wrong; made and changed where one sees the file (views.zuordnen)."""

    list_display = ["titel", "kennzeichen", "quelle"]
    search_fields = ["titel", "kennzeichen"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False


@admin.register(Lieferung)
class LieferungAdmin(admin.ModelAdmin):
    """Pages of our own in the admin's place, behind the admin's door."""

    ADRESSEN = {"lieferungen": "changelist", "lieferung_neu": "add", "lieferung": "change"}

    def adresse(self, name, *args):
        return reverse(f"admin:statistik_lieferung_{self.ADRESSEN.get(name, name)}", args=args)

    def get_urls(self):
        def seite(view):
            return self.admin_site.admin_view(
                lambda request, *args, **kwargs: view(request, views.Ort(self.adresse), *args, **kwargs)
            )

        return [
            path("", seite(views.lieferungen), name="statistik_lieferung_changelist"),
            path("neu/", seite(views.lieferung_neu), name="statistik_lieferung_add"),
            re_path(r"^vorlage\.(csv|xlsx)$", seite(views.vorlage), name="statistik_lieferung_vorlage"),
            path("<int:pk>/", seite(views.lieferung), name="statistik_lieferung_change"),
            path("<int:pk>/zuordnen/", seite(views.zuordnen), name="statistik_lieferung_zuordnen"),
            path("<int:pk>/werte/", seite(views.zeilen), name="statistik_lieferung_zeilen"),
            path("<int:pk>/werte.csv", seite(views.zeilen_csv), name="statistik_lieferung_zeilen_csv"),
            path("<int:pk>/original/", seite(views.original), name="statistik_lieferung_original"),
        ]

    def has_delete_permission(self, request, obj=None):
        return False
