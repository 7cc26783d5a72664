from django import forms
from django.db.models import Exists, F, OuterRef, Q

from kern.abfrage import vorbereitet
from kern.formulare import KernFormular
from kommunen.leser import GROESSTE_EINGABE, LeseFehler, lesen, text_aus_bytes
from kommunen.leser.eingabe import zu_gross
from kommunen.models import Download, Kommune
from statistik.models import Gebiet

_landesteile = vorbereitet(lambda: Gebiet.objects.gueltig().filter(ebene=Gebiet.Ebene.BEZIRK).values_list("ars", "anzeigename"))


class KommunenFilter(KernFormular, forms.Form):
    """What the list of Kommunen is narrowed to; unknown values narrow nothing and are said in the form."""

    nennt_optionales = False
    ARTEN = (("", "alle"), ("kreis", "Landkreise, Region, kreisfreie Städte"), ("gemeinde", "Städte und Gemeinden"))

    q = forms.CharField(label="Name, Thema oder Dokument", required=False, max_length=100, strip=True)
    art = forms.ChoiceField(
        label="Art", choices=ARTEN, required=False, error_messages={"invalid_choice": "Diese Art kennt das Portal nicht."}
    )
    teil = forms.ChoiceField(
        label="Teil des Landes", required=False, error_messages={"invalid_choice": "Diesen Teil des Landes kennt das Portal nicht."}
    )
    kreis = forms.CharField(required=False, max_length=5, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["teil"].choices = [("", "ganz Niedersachsen"), *_landesteile()]

    def clean_kreis(self):
        """The Kreis with this key: the one of today before a dissolved one."""
        ars = self.cleaned_data["kreis"]
        kreis = Gebiet.objects.kreise().filter(ars=ars).order_by(F("gueltig_bis").desc(nulls_first=True)).first() if ars else None
        if ars and kreis is None:
            raise forms.ValidationError("Diesen Kreis kennt das Portal nicht.")
        return kreis

    def filter(self, kommunen):
        """Narrow a queryset of Kommunen; texts are searched only where everybody may read them."""
        if not self.is_valid():
            return kommunen
        daten = self.cleaned_data
        if daten["q"]:
            kommunen = kommunen.filter(_sucht(daten["q"]))
        if daten["art"] == "kreis":
            kommunen = kommunen.filter(gebiet__ebene=Gebiet.Ebene.KREIS)
        elif daten["art"] == "gemeinde":
            kommunen = kommunen.exclude(gebiet__ebene=Gebiet.Ebene.KREIS)
        if daten["teil"]:
            kommunen = kommunen.filter(gebiet__ars__startswith=daten["teil"])
        if daten["kreis"]:
            kommunen = kommunen.filter(gebiet__ars__startswith=daten["kreis"].heute.ars)
        return kommunen


def _sucht(begriff):
    """Name of the Kommune or its Kreis, published texts, titles of downloads."""
    im_profil = Q(profil__is_published=True) & (
        _enthaelt("profil__kurztext", begriff)
        | _enthaelt("profil__grund", begriff)
        | _enthaelt("profil__ziele", begriff)
        | _enthaelt("profil__schwerpunkt", begriff)
        | _enthaelt("profil__besonderheiten", begriff)
    )
    downloads = Download.objects.filter(_enthaelt("titel", begriff), kommune=OuterRef("pk"), kommune__profil__is_published=True)
    am_namen = (
        _enthaelt("name", begriff) | _enthaelt("gebiet__anzeigename", begriff) | _enthaelt("gebiet__parent__anzeigename", begriff)
    )
    return am_namen | im_profil | Exists(downloads)


def _enthaelt(feld, begriff):
    """SQLite ignores case only in ASCII, so the usual spellings of an umlaut at the start are asked for as well."""
    schreibweisen = {begriff, begriff.lower(), begriff.capitalize()}
    bedingung = Q()
    for schreibweise in schreibweisen:
        bedingung |= Q(**{f"{feld}__icontains": schreibweise})
    return bedingung


class TextEinlesenForm(KernFormular, forms.Form):
    """An old profile, pasted or as a text file; a valid form holds its `lesung`."""

    nennt_optionales = False

    text = forms.CharField(
        label="Text des Profils",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text="Am besten die ganze Seite: mit dem Namen der Kommune und allen Überschriften.",
    )
    datei = forms.FileField(label="Oder eine Textdatei", required=False, help_text="Endung .txt, höchstens 0,5 MB.")

    def clean(self):
        daten = super().clean()
        datei, text = daten.get("datei"), daten.get("text", "")
        feld = "datei" if datei else "text"
        try:
            if datei and datei.size > GROESSTE_EINGABE:
                raise LeseFehler(zu_gross(datei.size))
            if datei:
                text = text_aus_bytes(datei.read())
            self.lesung = lesen(text)
        except LeseFehler as fehler:
            self.add_error(feld, str(fehler))
        return daten | {"text": text, "herkunft": datei.name[:200] if datei else "eingefügter Text"}


class UebernahmeForm(KernFormular, forms.Form):
    """For which Kommune a reading is taken over. Only Kommunen the user may edit are on offer."""

    kommune = forms.ModelChoiceField(label="Für welche Kommune?", queryset=Kommune.objects.none(), required=False)

    def __init__(self, *args, user, gebiete, **kwargs):
        super().__init__(*args, **kwargs)
        feld = self.fields["kommune"]
        feld.queryset = Kommune.objects.editable_by(user)
        self.neues_gebiet = None
        passend = feld.queryset.filter(gebiet__in=gebiete).first() if len(gebiete) == 1 else None
        if passend:
            feld.initial = passend
        elif user.is_staff and len(gebiete) == 1:
            self.neues_gebiet = gebiete[0]
            feld.empty_label = f"neu anlegen: {gebiete[0]}"
        if self.neues_gebiet is None:
            feld.required = True
            feld.error_messages["required"] = "Bitte wählen Sie, zu welcher Kommune dieses Profil gehört."
