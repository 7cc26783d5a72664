import logging

from allauth.account import views as allauth
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.totp import views as totp
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from konten.models import Nutzer

SALZ = "erinnerung"
log = logging.getLogger(__name__)


@require_safe
def konto(request):
    """How one logs in, and how one ends it elsewhere."""
    return render(
        request,
        "konten/konto.html",
        {
            "zweiter_faktor": is_mfa_enabled(request.user),
            "zeichen": abmeldezeichen(request.user),
        },
    )


def abmelden(request):
    antwort = allauth.logout(request)
    if request.method == "POST":
        antwort["Clear-Site-Data"] = '"cache"'  # the next one at this computer goes back to nothing
    return antwort


@require_POST
def anderswo_abmelden(request):
    """Everywhere but here."""
    request.user.sitzungen_beenden()
    update_session_auth_hash(request, request.user)
    log.info("Konto %s: anderswo abgemeldet", request.user.pk)
    messages.success(request, "Auf allen anderen Geräten sind Sie jetzt abgemeldet.")
    return redirect("konto")


def zweiten_faktor_einrichten(request):
    """allauth's own page; who has just typed a code from the app has shown the second factor in this session."""
    antwort = totp.activate_totp(request)
    if request.method == "POST" and is_mfa_enabled(request.user):
        record_authentication(request, request.user, method="mfa", type="totp", reauthenticated=True)
    return antwort


def abmeldezeichen(nutzer) -> str:
    """What a reminder's link carries: it can switch reminders off and nothing else."""
    return signing.dumps(nutzer.pk, salt=SALZ)


@login_not_required
@csrf_exempt  # mail programs send this POST themselves (RFC 8058, one-click unsubscribe)
def erinnerung(request, zeichen):
    """Looking changes nothing; POST switches reminders off, or on again."""
    try:
        nutzer = get_object_or_404(Nutzer, pk=signing.loads(zeichen, salt=SALZ))
    except signing.BadSignature as fehler:
        raise Http404 from fehler
    if request.method == "POST":
        nutzer.erinnern = request.POST.get("wieder") == "ja"
        nutzer.save(update_fields=["erinnern"])
    return render(request, "konten/erinnerung.html", {"nutzer": nutzer, "geaendert": request.method == "POST"})
