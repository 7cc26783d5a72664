"""Addresses of a group's members for mail and address book: for those who keep the group, and nowhere else."""

from collections.abc import Iterable

import vobject

from netzwerke.models import Gruppe, Mitgliedschaft


def adresszeile(mitglieder: Iterable[Mitgliedschaft]) -> str:
    """One line to copy into a mail: addresses without names, each once."""
    return "; ".join(dict.fromkeys(m.person.email for m in mitglieder if hasattr(m, "person") and m.person.email))


def visitenkarten(gruppe: Gruppe, mitglieder: Iterable[Mitgliedschaft]) -> str:
    """vCard 3.0 (RFC 2426), one for each member whose name or address is known."""
    return "".join(_karte(gruppe, m).serialize(lineTerminator="\r\n") for m in mitglieder if hasattr(m, "person"))


def _karte(gruppe, mitglied):
    karte = vobject.vCard()
    name = mitglied.person.name or mitglied.person.email
    vorname, _, nachname = name.rpartition(" ")
    karte.add("fn").value = name
    karte.add("n").value = vobject.vcard.Name(family=nachname, given=vorname)
    if mitglied.person.email:
        karte.add("email").value = mitglied.person.email
    if mitglied.funktion:
        karte.add("title").value = mitglied.funktion
    if mitglied.einrichtung:
        karte.add("org").value = [mitglied.einrichtung.name]
    karte.add("categories").value = [gruppe.name]
    return karte
