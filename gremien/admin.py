"""Papers are kept where coordinators keep them, in the portal; here one looks at them and at what changed."""

from django.contrib import admin

from gremien import models
from netzwerke.admin import NurAnsehen


@admin.register(models.Gremium)
class GremiumAdmin(admin.ModelAdmin):
    list_display = ["name", "kommune", "nie_oeffentlich"]
    list_filter = ["nie_oeffentlich"]
    list_select_related = ["kommune"]
    search_fields = ["name", "kommune__name"]


@admin.register(models.Vorlage)
class VorlageAdmin(NurAnsehen):
    list_display = ["betreff", "art", "nummer", "datum", "kommune", "is_public", "seite"]
    list_filter = ["art", "is_public"]
    search_fields = ["betreff", "nummer", "kommune__name"]
