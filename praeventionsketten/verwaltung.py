"""The admin: for the Fachadministration, and only with a second factor shown in this very session."""

from allauth.account.authentication import get_authentication_records
from allauth.account.decorators import secure_admin_login
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import admin, messages
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from betrieb.views import person, zustand


def zweiter_faktor_gezeigt(request) -> bool:
    return any(eintrag["method"] == "mfa" for eintrag in get_authentication_records(request, request.user))


class Verwaltung(admin.AdminSite):
    site_header = site_title = "Präventionsketten Niedersachsen"
    index_title = "Verwaltung"
    # registered by libraries, needed by nobody: rights are one switch, the address stands with the person, and nobody looks at
    # the secret of another's second factor
    OHNE = ("auth.Group", "account.EmailAddress", "mfa.Authenticator")

    def register(self, model_or_iterable, admin_class=None, **options):
        modelle = [model_or_iterable] if isinstance(model_or_iterable, type) else model_or_iterable
        super().register([modell for modell in modelle if modell._meta.label not in self.OHNE], admin_class, **options)

    def get_urls(self):
        eigene = [
            path("zustand/", self.admin_view(zustand), name="zustand"),
            path("person/", self.admin_view(person), name="person"),
        ]
        return [*eigene, *super().get_urls()]

    def has_permission(self, request):
        return super().has_permission(request) and zweiter_faktor_gezeigt(request)

    def login(self, request, extra_context=None):
        """Where everybody lands who may not in: to the login, to setting up the second factor, or to showing it."""
        return secure_admin_login(self._zum_zweiten_faktor)(request)

    def _zum_zweiten_faktor(self, request):
        ziel = request.GET.get("next", "")
        if not url_has_allowed_host_and_scheme(ziel, None):
            ziel = reverse("admin:index")
        if self.has_permission(request):
            return redirect(ziel)
        if is_mfa_enabled(request.user):
            return redirect(f"{reverse('mfa_reauthenticate')}?{urlencode({'next': ziel})}")
        messages.info(request, "Die Verwaltung braucht einen zweiten Faktor. Richten Sie ihn hier einmal ein.")
        return redirect("mfa_activate_totp")
