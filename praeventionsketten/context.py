from django.conf import settings

from kern.protokoll import ist_geheim
from kommunen.access import eigene_kommunen, may_read_profiles_in
from praeventionsketten.handbuch import hilfe_zu


def betreiber(request):
    """Who runs this installation and what it promises, for footer and legal pages; the page a barrier may be reported on."""
    return {
        "hier_ist": "" if request.path == "/" or ist_geheim(request.path) else request.path,
        "betreiber": {
            "name": settings.BETREIBER_NAME,
            "anschrift": [zeile.strip() for zeile in settings.BETREIBER_ANSCHRIFT.split("|") if zeile.strip()],
            "mail": settings.BETREIBER_MAIL,
        },
        "adressen_tage": settings.ERHEBUNG_ADRESSEN_TAGE,
        "sicherung_tage": settings.SICHERUNG_TAGE,
    }


def menue(request):
    """What the header offers; asks the same questions as the pages behind it, and only for people with an account."""
    user = getattr(request, "user", None)  # missing where a request fails before anybody is known
    if not (user and user.is_authenticated):
        return {}
    return {"hat_eigene": bool(eigene_kommunen(user)), "darf_einlesen": may_read_profiles_in(user)}


def hilfe(request):
    """Where the handbook speaks of this page: the header's link to it is help beside each page."""
    treffer = request.resolver_match
    return {"hilfe_hier": hilfe_zu(treffer.view_name if treffer else "")}
