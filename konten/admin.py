from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin

from kern.models import Vermerk, vermerken
from konten.models import Nutzer


class NutzerForm(forms.ModelForm):
    def clean_email(self):
        return self.cleaned_data["email"].lower()  # the login looks for it in this spelling


@admin.register(Nutzer)
class NutzerAdmin(admin.ModelAdmin):
    form = NutzerForm
    list_display = ["email", "name", "is_active", "is_staff", "last_login"]
    list_filter = ["is_active", "is_staff"]
    search_fields = ["email", "name"]
    fields = ["email", "name", "is_active", "is_staff", "last_login", "date_joined"]
    readonly_fields = ["last_login", "date_joined"]
    actions = ["abmelden", "zweiter_faktor_weg"]

    @admin.action(description="Ausgewählte Nutzer*innen überall abmelden")
    def abmelden(self, request, queryset):
        for nutzer in queryset:
            nutzer.sitzungen_beenden()
            vermerken(Vermerk.Art.RECHTE, f"Konto {nutzer.pk}: überall abgemeldet")
        self.message_user(request, "Überall abgemeldet. Anmelden können sie sich weiterhin; dagegen hilft „darf sich anmelden“.")

    @admin.action(description="Zweiten Faktor entfernen (Telefon verloren; vorher prüfen, wer fragt)")
    def zweiter_faktor_weg(self, request, queryset):
        for nutzer in queryset:
            Authenticator.objects.filter(user=nutzer).delete()
            nutzer.sitzungen_beenden()
            vermerken(Vermerk.Art.RECHTE, f"Konto {nutzer.pk}: zweiter Faktor entfernt")
        self.message_user(
            request, "Entfernt. Beim nächsten Anmelden genügt der Code aus der E-Mail, bis ein neuer eingerichtet ist."
        )

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        for feld in {"is_active", "is_staff"} & set(form.changed_data):
            wie = "ja" if getattr(obj, feld) else "nein"
            vermerken(Vermerk.Art.RECHTE, f"Konto {obj.pk}: {Nutzer._meta.get_field(feld).verbose_name} – {wie}")

    def has_delete_permission(self, request, obj=None):
        return False  # ending the last right (kommunen:beenden) deletes the account and all else that names the person
