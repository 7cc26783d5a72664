"""The portal is read and written with forms: whatever else HTTP knows is refused before any view is asked."""

from django.http import HttpResponseNotAllowed

BEKANNT = ("GET", "HEAD", "POST", "OPTIONS")


def nur_bekannte(get_response):
    """Middleware."""

    def antworten(request):
        return get_response(request) if request.method in BEKANNT else HttpResponseNotAllowed(BEKANNT)

    return antworten
