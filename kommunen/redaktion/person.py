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
from kommunen.dateien import DateiFehler, datei_ablegen, prueft_dateien
from kommunen.models import Ansprechperson, Kommune, Kontakt, profil_oeffentlich
from kommunen.redaktion.felder import tag
from kommunen.redaktion.plan import Art
from kommunen.redaktion.stand import stand


class AnsprechpersonForm(KernFormular, forms.ModelForm):
    """Consent needs date and scope, a photo needs consent; the model's constraints say the same."""

    nennt_optionales = False

    seit = tag("Eingewilligt am", "Oder: seit wann die Person das Amt hat.")
    gilt_bis = tag("Gilt bis", "Danach verschwindet der Name von selbst. Ohne Datum gilt sie, bis sie zurückgenommen wird.")
    neues_foto = forms.FileField(label="Foto", required=False, help_text="Nur mit Einwilligung. PNG, JPEG oder WebP.")
    foto_weg = forms.BooleanField(label="Das Foto entfernen", required=False)

    class Meta:
        model = Ansprechperson
        fields = ["name", "grundlage", "seit", "umfang", "gilt_bis", "email"]
        labels = {"grundlage": "Auf welcher Grundlage wird der Name gezeigt?", "umfang": "Wofür die Einwilligung gilt"}
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
            gebraucht = {
                "seit": "Bitte geben Sie an, wann die Person eingewilligt hat.",
                "umfang": "Bitte geben Sie an, wofür die Einwilligung gilt.",
            }
            for feld, meldung in gebraucht.items():
                if not daten.get(feld) and feld not in self.errors:
                    self.add_error(feld, meldung)
            if daten.get("seit") and daten.get("gilt_bis") and daten["gilt_bis"] < daten["seit"]:
                self.add_error("gilt_bis", "Das Ende liegt vor dem Beginn.")
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
                datei = datei_ablegen(kommune=kommune, hochgeladen=hochgeladen, nutzer=nutzer, nur_bild=True)
            except DateiFehler as fehler:
                self.add_error("neues_foto", str(fehler))
                return False
            self.instance.foto = datei
        elif self.cleaned_data.get("foto_weg") or ohne_einwilligung:
            self.instance.foto = None
        return True


@prueft_dateien
@transaction.atomic
def ansprechperson(request, slug, schluessel):
    kommune = get_kommune_to_edit(request.user, slug)
    eintraege = {eintrag["schluessel"]: eintrag for eintrag in stand(kommune, Art.KONTAKT).inhalt["kontakte"]}
    if request.method == "POST":  # two clicks at once wait for each other
        Kommune.objects.select_for_update().get(pk=kommune.pk)
    person = Ansprechperson.objects.filter(kommune=kommune, kontakt=schluessel).select_related("foto").first()
    if schluessel not in eintraege and person is None:
        raise Http404
    vorher = person and person.foto
    if request.method == "POST" and request.POST.get("taste") == "entfernen":
        if person:
            person.entfernen()
        messages.success(request, "Der Name ist überall entfernt, auch aus früheren Fassungen.")
        return redirect("kommunen:bearbeiten", slug=slug, abschnitt=Art.KONTAKT)
    instanz = person or Ansprechperson(kommune=kommune, kontakt=schluessel)
    eingaben = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = AnsprechpersonForm(*eingaben, instance=instanz)
    if form.is_valid() and form.foto_ablegen(kommune, request.user):
        if form.cleaned_data["name"] or form.cleaned_data["email"]:
            form.save()
        elif person:
            person.entfernen()
            vorher = None
        if vorher and vorher != form.instance.foto:
            vorher.loeschen()
        messages.success(request, _was_jetzt_gilt(form.instance))
        return redirect("kommunen:bearbeiten", slug=slug, abschnitt=Art.KONTAKT)
    eintrag = eintraege.get(schluessel, {})
    kontakt = Kontakt(funktionen=eintrag.get("funktionen", ""), dienststelle=eintrag.get("dienststelle", ""))
    return render(
        request, "redaktion/ansprechperson.html", {"kommune": kommune, "kontakt": kontakt, "form": form, "person": person}
    )


def _was_jetzt_gilt(person) -> str:
    if person.grundlage:
        return "Gespeichert. Der Name steht jetzt beim Kontakt."
    return "Gespeichert. Der Name bleibt intern." if person.name else "Es ist kein Name hinterlegt."


@login_not_required
@require_safe
def foto(request, schluessel):
    """The photo of a contact, as long as its consent holds and the contact is public."""
    personen = Ansprechperson.objects.oeffentlich(timezone.localdate())
    oeffentlich = Kontakt.objects.filter(profil_oeffentlich("kommune"))
    person = get_object_or_404(
        personen.select_related("foto").filter(kontakt__in=oeffentlich.values("schluessel")), foto__schluessel=schluessel
    )
    antwort = FileResponse(
        person.foto.datei.open(), content_type={"jpg": "image/jpeg"}.get(person.foto.typ, f"image/{person.foto.typ}")
    )
    antwort["Cache-Control"] = "private, no-store"  # gone means gone
    return antwort
