"""Closed by default, and nothing typed is lost at the door: what somebody sends after her session has ended waits for her."""

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import QueryDict

EINGABEN = "bewahrte_eingaben"
HOECHSTENS = 300_000  # characters; a section of a profile has a few thousand


def bewahrt_eingaben(view):
    """Mark a view whose form survives an expired login. The view asks `bewahrte_eingaben` for what was kept."""
    view.bewahrt_eingaben = True
    return view


class AnmeldungErforderlich(LoginRequiredMiddleware):
    def handle_no_permission(self, request, view_func):
        if request.method == "POST" and getattr(view_func, "bewahrt_eingaben", False) and request.POST.get("taste") != "selbst":
            text = request.POST.urlencode()
            if len(text) <= HOECHSTENS:
                request.session[EINGABEN] = {"pfad": request.path, "text": text}
        return super().handle_no_permission(request, view_func)


def bewahrte_eingaben(request) -> QueryDict | None:
    """What was sent to this address before the login, once."""
    if request.session.get(EINGABEN, {}).get("pfad") != request.path:
        return None
    return QueryDict(request.session.pop(EINGABEN)["text"])
