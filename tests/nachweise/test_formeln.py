"""Sixteen texts that a spreadsheet would run, in every text field of every row, against everything that can be brought home.

Which addresses deliver tables is not listed but found: each address of the portal is asked, and each list of the
administration exported; what comes back as CSV, XLSX or an archive of them is looked into cell by cell.
"""

import csv
import io
import re
import zipfile

import openpyxl
import pytest
from django.apps import apps
from django.contrib import admin
from django.db import Error, models, transaction
from django.urls import reverse
from import_export.admin import ExportMixin

from gremien.oparl.bestand import abgleichen
from planung.views import listen as planung
from tests.factories import make_angebot, make_einrichtung, make_kontakt
from tests.statistik.dateien import annehmen, vorlage
from tests.test_access import ARGS, GET, shut

LIVE = tuple("=+-@\t\r\n＝＋－＠")  # OWASP, CSV injection
PAYLOADS = [
    "=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1", "\n=1+1", "=cmd|' /C calc'!A0", "＝1+1", "'=1+1", "''=1+1", ';=1+1',
    '";=1+1', "x\r\n=1+1", '=HYPERLINK("http://example.org";"x")', "+49 4131 309",
]  # fmt: skip
KEYS = {"schluessel", "slug", "code", "ags", "ars", "kennung", "oparl", "sha256", "email", "stand", "art", "password"}
TABLES = ("text/csv", "openxmlformats-officedocument.spreadsheetml", "application/zip")
DELIVERED_AS_IT_CAME = {"kommunen:original", "kommunen:download", "kommunen:datei", "netzwerke:protokoll", "gremien:anlage_datei"}


def poison(payload):
    """The payload in every text that is free to say anything; whatever the database refuses stays as it was."""
    for model in apps.get_models():
        if model._meta.app_label in ("contenttypes", "sessions", "auth", "account", "mfa", "admin", "kern"):
            continue
        for field in model._meta.concrete_fields:
            free = type(field) in (models.CharField, models.TextField) and not field.choices and not field.unique
            if not free or field.name in KEYS:
                continue
            if field.max_length is None or field.max_length >= len(payload):
                try:
                    with transaction.atomic():
                        model._default_manager.update(**{field.name: payload})
                except Error:
                    continue


def variants(name, args):
    """One address in both formats, and a list of planning in each of its kinds."""
    kinds = planung.LISTEN if name == "planung:listen_export" else [None]
    for kind in kinds:
        changed = [kind if kind and arg in planung.LISTEN else arg for arg in args]
        endings = ("csv", "xlsx") if {"csv", "xlsx"} & set(map(str, args)) else ("",)
        yield from ([ending if arg in ("csv", "xlsx") else arg for arg in changed] for ending in endings)


def tables(kommune, cast, browser):
    """Names of the addresses that answer the Koordination with a table; each was asked with rows of its own."""
    for name in sorted(GET):
        if GET[name][2] == 200 and name not in DELIVERED_AS_IT_CAME:
            with transaction.atomic():
                response = browser.get(reverse(name, args=ARGS[name](kommune, cast) if name in ARGS else []))
                shut(response)
                transaction.set_rollback(True)
            if any(kind in response["Content-Type"] for kind in TABLES):
                yield name


def stage(names, kommune, cast, payload):
    """(name, arguments) of each of them, when all that can be is poisoned."""
    addresses = {name: ARGS[name](kommune, cast) if name in ARGS else [] for name in names}
    kommune.sozialraeume.create(name="Nord").zahlen.create(was="x", einheit="anzahl", stichtag="2019-12-31", wert=3, quelle="x")
    for make in (make_angebot, make_kontakt, make_einrichtung):
        make(kommune)
    poison(payload)
    cell = '"' + payload.replace('"', '""') + '"'
    lieferung = annehmen(vorlage(f"{kommune.gebiet.ags};31.12.2019;{cell};5000;;;Landesamt;T1;2020"), gebiet=kommune.gebiet)
    return addresses | {"kommunen:zeilen_csv": [kommune.slug, lieferung.pk]}


def exports(login, addresses):
    """(address, bytes, content type) of every table that the Koordination or the Fachadministration can bring home."""
    browser = login("koordination")
    for name, args in addresses.items():
        for variant in variants(name, args):
            response = browser.get(reverse(name, args=variant))
            if any(kind in response["Content-Type"] for kind in TABLES):
                content = b"".join(response.streaming_content) if response.streaming else response.content
                yield reverse(name, args=variant), content, response["Content-Type"]
            shut(response)
    office = login("fachadmin")
    for model, site in admin.site._registry.items():
        if isinstance(site, ExportMixin):
            url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_export")
            columns = dict.fromkeys(re.findall(r'name="(\w*resource_\w+)"', office.get(url).content.decode()), "on")
            for number in range(2):
                response = office.post(url, {"format": number, "resource": 0, **columns})
                yield f"{url} {number}", response.content, response["Content-Type"]


def as_typed(text, kind):
    """The text without the one apostrophe that a CSV file puts in front of it."""
    return text[1:] if "csv" in kind and text.startswith("'") else text


def cells(content, kind):
    """(text, is live) of every cell of a table, or of all tables in an archive."""
    if kind.startswith("application/zip"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                if name.endswith(".csv"):
                    yield from cells(archive.read(name), "text/csv")
    elif kind.startswith("text/csv"):
        text = content.decode("utf-8-sig")
        delimiter = ";" if text.partition("\n")[0].count(";") >= text.partition("\n")[0].count(",") else ","
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            for cell in row:
                yield cell, cell.startswith(LIVE) and not cell[1:].replace(",", "").replace(".", "").isdigit()
    else:
        for row in openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows():
            for cell in row:
                yield "" if cell.value is None else str(cell.value), cell.data_type == "f"


@pytest.mark.lang
def test_no_table_brings_a_formula_and_none_changes_a_text(kommune, cast, login, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    abgleichen()
    names = list(tables(kommune, cast, login("koordination")))
    live, changed = [], []
    for payload in PAYLOADS:
        with transaction.atomic():
            for address, content, kind in exports(login, stage(names, kommune, cast, payload)):
                texts = list(cells(content, kind))
                live += [(address, text) for text, runs in texts if runs]
                wanted = {payload, payload.strip()} | {f"Indikator unbekannt: „{as_typed(payload.strip(), 'csv')}“"}
                if not wanted & {as_typed(text, kind) for text, _ in texts}:
                    changed.append((address, payload))
            transaction.set_rollback(True)

    assert live == []
    assert changed == []
    assert {"daten:tabelle", "netzwerke:export", "planung:listen_export", "kooperation:erhebung_tabelle"} < set(names)
