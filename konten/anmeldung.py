"""Closed by default, and nothing typed is lost at the door: what somebody sends after her session has ended waits for her."""

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import QueryDict
from django.utils.cache import patch_cache_control

EINGABEN = "bewahrte_eingaben"
HOECHSTENS = 500_000  # characters; a section of a profile has a few thousand
SEITEN = 5  # open tabs whose text is kept


def bewahrt_eingaben(view):
    """Mark a view whose form survives an expired login. The view asks `bewahrte_eingaben` for what was kept."""
    view.bewahrt_eingaben = True
    return view


class AnmeldungErforderlich(LoginRequiredMiddleware):
    def handle_no_permission(self, request, view_func):
        if request.method == "POST" and getattr(view_func, "bewahrt_eingaben", False) and request.POST.get("taste") != "selbst":
            eingaben = dict(request.POST.lists())
            if sum(len(wert) for werte in eingaben.values() for wert in werte) <= HOECHSTENS:
                bewahrt = request.session.get(EINGABEN, {})
                bewahrt.pop(request.path, None)
                request.session[EINGABEN] = dict([*bewahrt.items(), (request.path, eingaben)][-SEITEN:])
        return super().handle_no_permission(request, view_func)

    def process_response(self, request, antwort):
        """What was made for somebody is kept by nobody on the way, and her browser asks each time.

        Not "no-store": going back would then lose what she has typed. Leaving clears her browser's cache instead.
        """
        if settings.SESSION_COOKIE_NAME in request.COOKIES and "no-store" not in antwort.get("Cache-Control", ""):
            patch_cache_control(antwort, private=True, no_cache=True)
        return antwort


def bewahrte_eingaben(request) -> QueryDict | None:
    """What was sent to this address before the login, once."""
    bewahrt = request.session.get(EINGABEN, {})
    if request.path not in bewahrt:
        return None
    eingaben = QueryDict(mutable=True)
    for name, werte in bewahrt.pop(request.path).items():
        eingaben.setlist(name, werte)
    request.session[EINGABEN] = bewahrt
    return eingaben
