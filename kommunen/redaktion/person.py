"""The person behind a contact: her name is public only with a Grundlage, and gone everywhere in one step."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kern.formulare import KernFormular, Wahl
from kommunen.access import get_kommune_to_edit
from kommunen.dateien import DateiFehler, datei_ablegen
from kommunen.models import Ansprechperson, Datei, Kontakt
from kommunen.redaktion.formulare import tag
from kommunen.redaktion.plan import Art
from kommunen.redaktion.stand import stand

BILDER = ("png", "jpg", "webp")


class AnsprechpersonForm(KernFormular, forms.ModelForm):
    """Consent needs date and scope, a photo needs consent; the model's constraints say the same."""

    seit = tag("Grundlage vom", "Bei einer Einwilligung: wann sie gegeben wurde.")
    gilt_bis = tag("Gilt bis", "Danach verschwindet der Name von selbst. Leer heißt: bis sie endet oder zurückgenommen wird.")
    neues_foto = forms.FileField(label="Foto", required=False, help_text="Nur mit Einwilligung. PNG, JPEG oder WebP.")
    foto_weg = forms.BooleanField(label="Das Foto entfernen", required=False)

    class Meta:
        model = Ansprechperson
        fields = ["name", "grundlage", "seit", "umfang", "gilt_bis", "email"]
        labels = {"grundlage": "Auf welcher Grundlage wird der Name gezeigt?", "umfang": "Wofür sie gilt"}
        help_texts = {
            "name": "Erscheint erst öffentlich, wenn unten eine Grundlage gewählt ist.",
            "umfang": "Zum Beispiel: Name und Foto auf dieser Seite.",
            "email": "Bleibt intern.",
        }
        widgets = {"grundlage": Wahl}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["grundlage"].required = False
        if not self.instance.foto:
            del self.fields["foto_weg"]

    def validate_constraints(self):
        """clean() says the same, at the field where it can be mended."""

    def clean(self):
        daten = super().clean()
        self.instance.grundlage = daten.get("grundlage") or ""  # also where no choice was sent at all
        if daten.get("grundlage") == Ansprechperson.Grundlage.EINWILLIGUNG:
            for feld in ("seit", "umfang"):
                if not daten.get(feld) and feld not in self.errors:
                    self.add_error(feld, "Das gehört zu einer Einwilligung.")
        elif daten.get("neues_foto"):
            self.add_error("neues_foto", "Ein Foto braucht immer eine Einwilligung der Person.")
        if daten.get("grundlage") and not daten.get("name"):
            self.add_error("name", "Bitte geben Sie den Namen an.")
        return daten

    def foto_ablegen(self, kommune, nutzer) -> bool:
        """Store a new photo, or drop the old one where it goes or its consent has ended. False where the file is refused."""
        hochgeladen = self.cleaned_data.get("neues_foto")
        ohne_einwilligung = self.cleaned_data["grundlage"] != Ansprechperson.Grundlage.EINWILLIGUNG
        if hochgeladen:
            try:
                datei = datei_ablegen(kommune=kommune, hochgeladen=hochgeladen, nutzer=nutzer)
                if datei.typ not in BILDER:
                    raise DateiFehler("Das ist kein Bild. Bitte wählen Sie ein PNG, JPEG oder WebP.")
            except DateiFehler as fehler:
                self.add_error("neues_foto", str(fehler))
                return False
            self.instance.foto = datei
        elif self.cleaned_data.get("foto_weg") or ohne_einwilligung:
            self.instance.foto = None
        return True


def ansprechperson(request, slug, schluessel):
    kommune = get_kommune_to_edit(request.user, slug)
    eintraege = {eintrag["schluessel"]: eintrag for eintrag in stand(kommune, Art.KONTAKT).inhalt["kontakte"]}
    if schluessel not in eintraege:
        raise Http404
    person = Ansprechperson.objects.filter(kommune=kommune, kontakt=schluessel).select_related("foto").first()
    vorher = person and person.foto
    if request.method == "POST" and request.POST.get("taste") == "entfernen":
        if person:
            entfernen(person)
        messages.success(request, "Der Name ist überall entfernt, auch aus früheren Fassungen.")
        return redirect("kommunen:bearbeiten", slug=slug, abschnitt=Art.KONTAKT)
    instanz = person or Ansprechperson(kommune=kommune, kontakt=schluessel)
    eingaben = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = AnsprechpersonForm(*eingaben, instance=instanz)
    if form.is_valid() and form.foto_ablegen(kommune, request.user):
        if form.cleaned_data["name"] or form.cleaned_data["email"]:
            form.save()
        elif person:
            person.delete()
        if vorher and vorher != form.instance.foto:
            datei_loeschen(vorher)
        messages.success(
            request, "Gespeichert. " + ("Der Name steht jetzt beim Kontakt." if instanz.grundlage else "Der Name bleibt intern.")
        )
        return redirect("kommunen:bearbeiten", slug=slug, abschnitt=Art.KONTAKT)
    kontakt = Kontakt(funktionen=eintraege[schluessel]["funktionen"], dienststelle=eintraege[schluessel]["dienststelle"])
    return render(
        request, "redaktion/ansprechperson.html", {"kommune": kommune, "kontakt": kontakt, "form": form, "person": person}
    )


@transaction.atomic
def entfernen(person: Ansprechperson) -> None:
    """Name, consent and photo are gone; versions never held them."""
    foto = person.foto
    person.delete()
    if foto:
        datei_loeschen(foto)


def datei_loeschen(datei: Datei) -> None:
    """A photo is deleted for good, row and bytes."""
    datei.delete()
    transaction.on_commit(lambda: datei.datei.delete(save=False))


@login_not_required
@require_safe
def foto(request, schluessel):
    """The photo of a contact, as long as its consent holds and the contact is public."""
    personen = Ansprechperson.objects.oeffentlich(timezone.localdate())
    oeffentlich = Kontakt.objects.filter(kommune__is_published=True, kommune__profil__is_published=True)
    person = get_object_or_404(
        personen.select_related("foto").filter(kontakt__in=oeffentlich.values("schluessel")), foto__schluessel=schluessel
    )
    antwort = FileResponse(
        person.foto.datei.open(), content_type={"jpg": "image/jpeg"}.get(person.foto.typ, f"image/{person.foto.typ}")
    )
    antwort["Cache-Control"] = "private, no-store"  # gone means gone
    return antwort
