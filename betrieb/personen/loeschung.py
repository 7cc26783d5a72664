"""Deleting a person everywhere: rows, links, photo, mails that wait, and her name in every text, versions and history included.

Versions never change otherwise; the right to be forgotten is the one exception (docs/entscheidungen/0025).
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from betrieb.personen.suche import Fund, Gesucht, SucheFehler, suchen
from kern.models import Vermerk, vermerken
from kommunen.beteiligte.actions import konto_loeschen
from kommunen.models import Ansprechperson, Einladung
from konten.models import Nutzer
from kooperation.models import Seite, Teilnahme
from netzwerke.models import Mitgliedsperson

STATT_DESSEN = "[gelöscht]"
LISTE = "geloescht.txt"


@dataclass(frozen=True)
class Geloescht:
    """`nummer` joins the note in the portal, the list beside the backups and the request on paper. Names nobody."""

    nummer: str
    zeilen: int
    stellen: int


@transaction.atomic
def loeschen(gesucht: Gesucht, nummer: str = "") -> tuple[Geloescht, Fund]:
    """Delete, and return what is left for a person to look at: documents that name her. Raises SucheFehler.

    `nummer` is that of an earlier deletion which is done again because an older backup has brought her back.
    """
    fund = suchen(gesucht)
    konten = fund.von(Nutzer)
    if any(konto.is_staff for konto in konten) and not _andere_verwaltung(konten):
        raise SucheFehler(
            "Das ist das letzte Konto der Fachadministration. Legen Sie zuerst ein anderes an: portal ersteinrichtung"
        )
    zeilen = [
        *konten, *fund.von(Einladung), *fund.von(Ansprechperson), *fund.von(Mitgliedsperson), *fund.von(Seite), *fund.von(Teilnahme)
    ]  # fmt: skip
    for konto in konten:
        _sitzungen_beenden(konto)
        konto_loeschen(konto)
    Einladung.objects.filter(pk__in=[e.pk for e in fund.von(Einladung)]).delete()
    for person in fund.von(Ansprechperson):
        person.entfernen()
    Mitgliedsperson.objects.filter(pk__in=[person.pk for person in fund.von(Mitgliedsperson)]).delete()
    for teilnehmend in (*fund.von(Seite), *fund.von(Teilnahme)):
        _adresse_vergessen(teilnehmend)
    for stelle in fund.stellen:
        _ersetzen(stelle.objekt, stelle.spalte, gesucht)
    geloescht = Geloescht(nummer or secrets.token_hex(4), len(zeilen), len(fund.stellen))
    vermerken(
        Vermerk.Art.GELOESCHT, f"Person, Löschnummer {geloescht.nummer}: {geloescht.zeilen} Einträge, {geloescht.stellen} Texte"
    )
    if not nummer:
        transaction.on_commit(lambda: _aufschreiben(geloescht.nummer))
    return geloescht, fund


def _andere_verwaltung(konten) -> bool:
    return Nutzer.objects.filter(is_staff=True, is_active=True).exclude(pk__in=[konto.pk for konto in konten]).exists()


def _sitzungen_beenden(konto: Nutzer) -> None:
    for sitzung in Session.objects.filter(expire_date__gt=timezone.now()):
        if sitzung.get_decoded().get("_auth_user_id") == str(konto.pk):
            sitzung.delete()


def _adresse_vergessen(teilnehmend: Seite | Teilnahme) -> None:
    """The institution stays invited; without an address nobody gets a mail, without a link nobody comes in."""
    teilnehmend.zugaenge.all().delete()
    teilnehmend.briefe.all().delete()
    felder = {"email": ""} | ({"umschlag": ""} if isinstance(teilnehmend, Teilnahme) else {})
    type(teilnehmend).objects.filter(pk=teilnehmend.pk).update(**felder)


def _ersetzen(objekt, spalte: str, gesucht: Gesucht) -> None:
    neu = _ohne(getattr(objekt, spalte), gesucht)
    feld = objekt._meta.get_field(spalte)
    if isinstance(neu, str) and feld.max_length:
        neu = neu[: feld.max_length]
    if spalte == "email":  # an address that is no text
        neu = ""
    type(objekt)._base_manager.filter(pk=objekt.pk).update(**{spalte: neu})


def _ohne(wert: Any, gesucht: Gesucht) -> Any:
    if isinstance(wert, dict):
        return {
            name: "" if name == "email" and gesucht.muster.search(str(teil)) else _ohne(teil, gesucht)
            for name, teil in wert.items()
        }
    if isinstance(wert, list):
        return [_ohne(teil, gesucht) for teil in wert]
    return gesucht.muster.sub(STATT_DESSEN, wert) if isinstance(wert, str) else wert


def _aufschreiben(nummer: str) -> None:
    """Beside the backups: whoever restores an older one sees which deletions have to be done again."""
    settings.SICHERUNG_ORDNER.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (settings.SICHERUNG_ORDNER / LISTE).open("a", encoding="utf-8") as datei:
        datei.write(f"{timezone.now().isoformat(timespec='seconds')} {nummer}\n")


def seit(wann: str) -> list[str]:
    """Numbers of the deletions after this moment (ISO 8601)."""
    liste = settings.SICHERUNG_ORDNER / LISTE
    if not liste.is_file():
        return []
    paare = (zeile.split() for zeile in liste.read_text(encoding="utf-8").splitlines() if zeile.strip())
    return [nummer for am, nummer in paare if am > wann]


def offene() -> list[str]:
    """Numbers of deletions of which this database knows nothing, since a backup from before has been restored."""
    aelteste = timezone.now() - timedelta(days=settings.SICHERUNG_TAGE + 365)  # no backup is that old, and notes end some day
    bekannt = " ".join(Vermerk.objects.filter(art=Vermerk.Art.GELOESCHT).values_list("was", flat=True))
    return [nummer for nummer in seit(aelteste.isoformat()) if f"Löschnummer {nummer}" not in bekannt]
