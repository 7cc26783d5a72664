"""Reads register.yaml and holds it against the models."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from django.apps import apps
from django.conf import settings
from django.db import models

OHNE_EINTRAG = (models.BooleanField, models.IntegerField, models.FloatField, models.DecimalField)
GESCHICHTE = ("history_date", "history_change_reason", "history_type", "history_user_id")


@dataclass(frozen=True)
class Eintrag:
    """One table of the register. The words are empty where it holds nothing about persons."""

    tabelle: str
    was: str = ""  # its name for people, where the table has none of its own
    wer: str = ""
    wozu: str = ""
    grundlage: str = ""
    frist: str = ""
    person: tuple[str, ...] = ()
    freitext: tuple[str, ...] = ()
    sache: tuple[str, ...] = ()

    @property
    def modell(self) -> type[models.Model]:
        return apps.get_model(self.tabelle)

    @property
    def felder(self) -> tuple[str, ...]:
        return self.person + self.freitext + self.sache


@cache
def register() -> dict[str, Eintrag]:
    """By the name of the table, as in models: "kommunen.Kommune"."""
    roh = yaml.safe_load(Path(__file__).with_name("register.yaml").read_text(encoding="utf-8"))
    return {
        tabelle: Eintrag(tabelle, **{wort: tuple(wert) if isinstance(wert, list) else wert for wort, wert in angaben.items()})
        for tabelle, angaben in roh.items()
    }


def braucht_eintrag(feld: models.Field) -> bool:
    """Text, dates, files, JSON and references to an account do; numbers, yes and no, keys and other references do not."""
    if feld.primary_key:
        return False
    if feld.is_relation:
        return feld.related_model._meta.label == settings.AUTH_USER_MODEL
    return not isinstance(feld, OHNE_EINTRAG)


def gehoert_zu(modell: type[models.Model]) -> type[models.Model]:
    """The table itself or, of a table of history, the one whose history it is."""
    return getattr(modell, "instance_type", modell)


def fehlende() -> list[str]:
    """Fields that nobody has sorted yet: "kommunen.Kommune.name"."""
    vermisst = []
    for modell in apps.get_models(include_auto_created=True):
        eintrag = register().get(gehoert_zu(modell)._meta.label)
        bekannt = (eintrag.felder if eintrag else ()) + (GESCHICHTE if gehoert_zu(modell) is not modell else ())
        vermisst += [
            f"{modell._meta.label}.{feld.attname}"
            for feld in modell._meta.concrete_fields
            if braucht_eintrag(feld) and feld.attname not in bekannt
        ]
    return vermisst


def ueberzaehlige() -> list[str]:
    """Entries for which there is no field any more, or that stand in two columns."""
    zu_viel = []
    for tabelle, eintrag in register().items():
        da = {feld.attname for feld in eintrag.modell._meta.concrete_fields}
        zu_viel += [f"{tabelle}.{name}" for name in eintrag.felder if name not in da or eintrag.felder.count(name) > 1]
    return zu_viel


def texte() -> Iterator[tuple[type[models.Model], str]]:
    """Every column in which somebody might be named, those of history included."""
    for modell in apps.get_models(include_auto_created=True):
        if eintrag := register().get(gehoert_zu(modell)._meta.label):
            vorhanden = {feld.attname for feld in modell._meta.concrete_fields}
            yield from ((modell, name) for name in eintrag.freitext if name in vorhanden)
