"""What all editing pages of the network do alike: one lock for each Kommune, and nothing typed is lost at the door."""

from django.contrib import messages
from django.http import QueryDict

from kommunen.models import Kommune
from kommunen.models.eintrag import ist_schluessel
from konten.anmeldung import bewahrte_eingaben


def sperren(request, kommune) -> None:
    """Writers of one Kommune's network wait for each other; call it inside the transaction, before anything is fetched."""
    if request.method == "POST":
        Kommune.objects.select_for_update().get(pk=kommune.pk)


def eingaben(request) -> tuple[QueryDict | None, QueryDict | None]:
    """Data and files for a form: what was sent now, or before the login ran out; none on a first look."""
    if request.method == "POST":
        return request.POST, request.FILES
    bewahrt = bewahrte_eingaben(request)
    if bewahrt:
        messages.warning(request, "Ihre Anmeldung war abgelaufen. Ihre Angaben stehen noch hier; bitte speichern Sie sie jetzt.")
    return bewahrt, None


def vorhanden_oder_neu(request, zeilen, neu):
    """The row a second click on "new" has already made, or `neu` with the key the form was given."""
    schluessel = request.POST.get("schluessel", "")
    if request.method == "POST" and ist_schluessel(schluessel):
        if vorhanden := zeilen.filter(schluessel=schluessel).first():
            return vorhanden
        if not zeilen.model.objects.filter(schluessel=schluessel).exists():  # else it is somebody else's
            neu.schluessel = schluessel
    return neu


def loeschen_gewuenscht(request) -> bool:
    return request.method == "POST" and request.POST.get("taste") == "loeschen"
