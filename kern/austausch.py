"""django-import-export made strict: German CSV and safe XLSX, exact headers, errors with line and column, all or nothing."""

import tablib
from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from import_export import resources, widgets
from import_export.admin import ImportExportMixin
from import_export.formats import base_formats
from import_export.forms import ExportForm, ImportForm

from kern.models import Vermerk, vermerken
from kern.tabelle import (
    GROESSTE_LISTE,
    ZU_GROSS,
    Tabelle,
    TabelleFehler,
    csv_lesen,
    csv_schreiben,
    melden,
    xlsx_lesen,
    xlsx_schreiben,
)
from kern.templatetags.schreibweise import stueck


class JaNein(widgets.Widget):
    """The form of a line has refused whatever is neither."""

    def clean(self, value, row=None, **kwargs):
        return value == "ja"

    def render(self, value, obj=None, **kwargs):
        return "ja" if value else "nein"


class _Format(base_formats.Format):
    """Reads bytes into a dataset that remembers where each row stood in the file."""

    lesen = schreiben = None

    def __init__(self, encoding=None):
        """import_export names an encoding; what a file is written in is found out instead."""

    def is_binary(self):
        return True

    def get_read_mode(self):
        return "rb"

    def can_import(self):
        return True

    def can_export(self):
        return True

    def create_dataset(self, in_stream, **kwargs):
        tabelle: Tabelle = type(self).lesen(in_stream)
        daten = tablib.Dataset(*(zellen for _, zellen in tabelle.zeilen), headers=list(tabelle.kopf))
        daten.zeilennummern = [nummer for nummer, _ in tabelle.zeilen]
        return daten

    def export_data(self, dataset, **kwargs):
        return type(self).schreiben(dataset.headers, list(dataset))


class DeutscheCSV(_Format):
    lesen, schreiben = csv_lesen, csv_schreiben

    def get_title(self):
        return "csv"  # import_export guesses the format by this word and the file's ending

    def get_extension(self):
        return "csv"

    def get_content_type(self):
        return "text/csv; charset=utf-8"


class Excel(_Format):
    lesen, schreiben = xlsx_lesen, xlsx_schreiben

    def get_title(self):
        return "xlsx"

    def get_extension(self):
        return "xlsx"

    def get_content_type(self):
        return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class StrengeResource(resources.ModelResource):
    """Every row goes through `zeilenform`, whose labels are the columns; the first error of any row stops everything."""

    zeilenform = None
    kennung: tuple[str, ...] = ()  # columns that say together which row is meant; the first one, if nothing is said

    class Meta:
        abstract = True

    def zeile_pruefen(self, werte: dict[str, str]) -> forms.Form:
        """The form of one row; a hook for resources whose form needs to know more."""
        return self.zeilenform(werte)

    @property
    def spalten(self):
        return [feld.label for feld in self.zeilenform.base_fields.values()]

    def before_import(self, dataset, **kwargs):
        fehlend = [name for name in self.spalten if name not in dataset.headers]
        fremd = [name for name in dataset.headers if name not in self.spalten]
        if fehlend or fremd:
            teile = [f"Es fehlt: {', '.join(fehlend)}." if fehlend else "", f"Unbekannt: {', '.join(fremd)}." if fremd else ""]
            raise TabelleFehler(f"Die Kopfzeile passt nicht. {' '.join(filter(None, teile))} Erwartet: {', '.join(self.spalten)}.")
        nummern = getattr(dataset, "zeilennummern", range(2, len(dataset) + 2))
        fehler, gesehen, spalten = [], {}, self.kennung or self.spalten[:1]
        for nummer, zeile in zip(nummern, dataset.dict, strict=True):
            form = self.zeile_pruefen({name: zeile[feld.label] for name, feld in self.zeilenform.base_fields.items()})
            for name, meldungen in form.errors.items():
                ort = f"Zeile {nummer}, Spalte {form.fields[name].label}" if name in form.fields else f"Zeile {nummer}"
                fehler += [f"{ort}: {meldung}" for meldung in meldungen]
            kennung = self._kennung(form, zeile, spalten)
            if any(kennung) and kennung in gesehen:
                was = ", ".join(filter(None, (zeile[name] for name in spalten)))
                fehler.append(f"Zeile {nummer}: {' und '.join(spalten)} „{was}“ steht schon in Zeile {gesehen[kennung]}.")
            gesehen.setdefault(kennung, nummer)
        melden(fehler)

    def _kennung(self, form: forms.Form, zeile: dict[str, str], spalten) -> tuple[str, ...]:
        """What says which row is meant, as it was understood: "31.12.2019" and "2019-12-31" are one day."""
        verstanden = {feld.label: form.cleaned_data.get(name) for name, feld in form.fields.items()}
        return tuple(str(verstanden[name]) if verstanden[name] not in (None, "") else zeile[name] for name in spalten)


class Unterschied(resources.Diff):
    """What a row changes: (column, before, after) of each cell that is another one."""

    def __init__(self, resource, instance, new):
        super().__init__(resource, instance, new)
        self.spalten = [feld.column_name for feld in resource.get_import_fields()]
        if new:
            self.left = [""] * len(self.spalten)

    def as_html(self):
        return [drei for drei in zip(self.spalten, self.left, self.right, strict=True) if drei[1] != drei[2]]


class ListeResource(StrengeResource):
    """A list a coordinator keeps elsewhere and brings again and again: what is in no line stays, what is the same is left alone."""

    def bekannte_namen(self) -> tuple[str, list[str]]:
        """(column, names) of the column in which only names stand that the portal knows."""
        raise NotImplementedError

    class Meta:
        abstract = True
        use_transactions = True
        skip_unchanged = True
        report_skipped = True

    def get_diff_class(self):
        return Unterschied


class ListeForm(ImportForm):
    def clean_import_file(self):
        datei = self.cleaned_data["import_file"]
        if datei.size > GROESSTE_LISTE:
            raise ValidationError(ZU_GROSS)
        return datei


class AustauschAdmin(ImportExportMixin):
    """Mixin for the admin: import with preview, export of the chosen rows; nothing is imported unless all of it is right."""

    import_template_name = "admin/austausch/import.html"
    import_form_class = ListeForm
    export_form_class = ExportForm  # all columns: what comes out goes in again
    formats = [DeutscheCSV, Excel]

    def get_import_formats(self):
        return self.formats

    def get_export_formats(self):
        return self.formats

    def add_data_read_fail_error_to_form(self, form, e):
        meldung = str(e) if isinstance(e, TabelleFehler) else "Diese Datei lässt sich nicht lesen. Ist es CSV oder XLSX?"
        form.add_error("import_file", ValidationError(meldung.split("\n")))

    def process_dataset(self, *args, **kwargs):
        return super().process_dataset(*args, **kwargs, rollback_on_validation_errors=True)

    def process_result(self, result, request):
        """Between preview and confirming something may have changed; then nothing was taken over, and this says so."""
        if result.has_errors() or result.has_validation_errors():
            grund = next((str(fehler.error) for fehler in result.base_errors), "Die Daten passen nicht mehr zum Bestand.")
            messages.error(request, f"Nichts übernommen. {grund}")
            return redirect(request.path.replace("process_import", "import"))
        vermerken(
            Vermerk.Art.IMPORT,
            f"{self.opts.verbose_name_plural}: {stueck(sum(result.totals.values()), 'Zeile', 'Zeilen')} aus einer Liste",
        )
        return super().process_result(result, request)

    def get_export_data(self, file_format, request, queryset, **kwargs):
        daten = super().get_export_data(file_format, request, queryset, **kwargs)
        vermerken(Vermerk.Art.EXPORT, f"{self.opts.verbose_name_plural}: {queryset.count()} Zeilen als Liste")
        return daten
