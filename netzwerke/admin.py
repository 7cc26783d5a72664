from django.contrib import admin

from netzwerke import models


class MitgliedschaftInline(admin.StackedInline):
    model = models.Mitgliedschaft
    fk_name = "gruppe"
    extra = 0

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "begleitet":  # only functions of the same group can be accompanied
            gruppe = request.resolver_match.kwargs.get("object_id")
            kwargs["queryset"] = models.Mitgliedschaft.objects.filter(gruppe=gruppe)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(models.Gruppe)
class GruppeAdmin(admin.ModelAdmin):
    list_display = ["name", "art", "kommune", "is_public"]
    list_filter = ["art", "is_public"]
    list_select_related = ["kommune"]
    search_fields = ["name", "kommune__name"]
    autocomplete_fields = ["kommune"]
    inlines = [MitgliedschaftInline]
