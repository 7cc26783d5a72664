"""Only the pages of allauth that the portal uses; there is no registration and there are no passwords."""

from allauth.account import views
from django.contrib.auth.decorators import login_not_required
from django.urls import path
from django.views.generic import RedirectView

urlpatterns = [
    path("anmelden/", views.login, name="account_login"),
    path("anmelden/code/", views.confirm_login_code, name="account_confirm_login_code"),
    # allauth links to a page of its own for this; ours is the login page itself
    path(
        "anmelden/neu/", login_not_required(RedirectView.as_view(pattern_name="account_login")), name="account_request_login_code"
    ),
    path("abmelden/", views.logout, name="account_logout"),
    path("gesperrt/", views.account_inactive, name="account_inactive"),
]
