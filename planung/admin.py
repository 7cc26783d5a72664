"""Projects are kept where coordinators keep them, in the portal; here one looks at them and at what changed."""

from django.contrib import admin

from netzwerke.admin import NurAnsehen
from planung import models


@admin.register(models.Vorhaben)
class VorhabenAdmin(NurAnsehen):
    list_display = ["titel", "kommune", "stand", "von", "bis", "is_public", "seite"]
    list_filter = ["stand", "is_public"]
    search_fields = ["titel", "kommune__name"]
