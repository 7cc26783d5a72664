"""Only the pages of allauth that the portal uses; there is no registration and there are no passwords."""

from allauth.account import views
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as notfallcodes
from allauth.mfa.totp import views as totp
from django.contrib.auth.decorators import login_not_required
from django.urls import path
from django.views.generic import RedirectView

from konten.views import abmelden, anderswo_abmelden, erinnerung, konto, zweiten_faktor_einrichten

urlpatterns = [
    path("", konto, name="konto"),
    path("anderswo-abmelden/", anderswo_abmelden, name="anderswo_abmelden"),
    path("anmelden/", views.login, name="account_login"),
    path("anmelden/code/", views.confirm_login_code, name="account_confirm_login_code"),
    # allauth links to a page of its own for this; ours is the login page itself
    path(
        "anmelden/neu/", login_not_required(RedirectView.as_view(pattern_name="account_login")), name="account_request_login_code"
    ),
    path("abmelden/", abmelden, name="account_logout"),
    path("zweiter-faktor/", RedirectView.as_view(pattern_name="konto"), name="mfa_index"),  # where allauth returns to
    path("zweiter-faktor/zeigen/", mfa.authenticate, name="mfa_authenticate"),
    path("zweiter-faktor/nochmals/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("zweiter-faktor/bestaetigen/", views.reauthenticate, name="account_reauthenticate"),
    path("zweiter-faktor/einrichten/", zweiten_faktor_einrichten, name="mfa_activate_totp"),
    path("zweiter-faktor/abschalten/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("zweiter-faktor/notfallcodes/", notfallcodes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("zweiter-faktor/notfallcodes/neu/", notfallcodes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("erinnerung/<str:zeichen>/", erinnerung, name="erinnerung"),
    path("gesperrt/", views.account_inactive, name="account_inactive"),
]
