"""Planning is kept where coordinators keep it, in the portal; here one looks at it and at what changed."""

from django.contrib import admin

from netzwerke.admin import NurAnsehen
from planung import models


@admin.register(models.Vorhaben)
class VorhabenAdmin(NurAnsehen):
    list_display = ["titel", "kommune", "stand", "von", "bis", "is_public", "seite"]
    list_filter = ["stand", "is_public"]
    search_fields = ["titel", "kommune__name"]


@admin.register(models.Angebot)
class AngebotAdmin(NurAnsehen):
    list_display = ["name", "kommune", "reichweite", "stand", "traeger"]
    list_filter = ["reichweite", "stand"]
    search_fields = ["name", "traeger", "kommune__name"]
