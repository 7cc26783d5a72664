from django.contrib import admin

from kern.models import Vermerk


@admin.register(Vermerk)
class VermerkAdmin(admin.ModelAdmin):
    """To be read; nobody changes what was noted."""

    list_display = ["am", "art", "was", "nutzer"]
    list_filter = ["art", "am"]
    search_fields = ["was"]
    date_hierarchy = "am"
    list_select_related = ["nutzer"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
