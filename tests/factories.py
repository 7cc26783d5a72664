"""Rows for tests, made with what a test does not care about filled in. A name in a test says what matters there."""

import random
from datetime import timedelta
from itertools import count

from django.conf import settings
from django.core.files.base import ContentFile
from django.utils import timezone

from gremien.actions import beratung_speichern
from gremien.models import Beratung, Vorlage
from kommunen.models import Ansprechperson, Datei, Download, Kennzahl, Kommune, Kontakt, Koordination, Profil
from kommunen.redaktion import actions
from kommunen.redaktion.stand import stand
from konten.models import Nutzer
from kooperation import umschlag
from kooperation.actions import blatt, vorschlag
from kooperation.actions import dialog as dialoge
from kooperation.actions import erhebung as erhebungen
from kooperation.actions import instrument as instrumente
from kooperation.models import Brief, Dialog, Erhebung, Instrument, Kooperationsblatt
from kooperation.vorlage import aus_yaml
from netzwerke.models import (
    Einrichtung,
    Einrichtungsart,
    Gruppe,
    Handlungsfeld,
    Mitgliedschaft,
    Mitgliedsperson,
    Sitzung,
    Standort,
)
from planung.models import Angebot, Phase, Untersuchung, Vorhaben, Wirkungskarte
from statistik.models import Gebiet
from statistik.namen import sortierschluessel

nummern = count(1)
PORTALFASSUNG = settings.BASE_DIR / "fixtures" / "instrument" / "portalfassung-1.0.yaml"


def make_gebiet(**felder):
    nummer = next(nummern)
    name = felder.pop("name", f"Testkreis {nummer}")
    ars = felder.pop("ars", f"038{nummer % 100:02}" if nummer < 99 else f"{10000 + nummer}")
    felder = {"ags": ars[:5] + ars[9:], "typ": "Landkreis", "ebene": Gebiet.Ebene.KREIS, "sortierung": name.lower()} | felder
    return Gebiet.objects.create(ars=ars, name=name, anzeigename=felder.pop("anzeigename", f"{felder['typ']} {name}"), **felder)


def make_kommune(*, profil=True, **felder):
    """A public Kommune with a published profile; `profil=False` leaves it out, a dict sets its fields."""
    nummer = next(nummern)
    name = felder.pop("name", f"Landkreis Test {nummer}")
    gebiet = felder.pop("gebiet", None) or make_gebiet()
    felder = {"is_published": True, "slug": f"test-{nummer}", "kurzname": name, "sortierung": name.lower()} | felder
    kommune = Kommune.objects.create(name=name, gebiet=gebiet, **felder)
    if profil:
        Profil.objects.create(kommune=kommune, **({"is_published": True} | (profil if isinstance(profil, dict) else {})))
    return kommune


def make_nutzer(*, coordinates=(), **felder):
    nutzer = Nutzer.objects.create_user(felder.pop("email", f"person{next(nummern)}@example.org"), **felder)
    for kommune in coordinates:
        Koordination.objects.create(nutzer=nutzer, kommune=kommune)
    return nutzer


def make_kennzahl(kommune, art, wert, **felder):
    einheit = "prozent" if art in ("sgb2_quote_u10", "anteil_u10") else "personen"
    return Kennzahl.objects.create(kommune=kommune, art=art, wert=wert, **({"einheit": einheit} | felder))


def make_kontakt(kommune, *, person=None, **felder):
    """A contact; `person` are fields of the person behind it, or her name, which then stays internal."""
    kontakt = Kontakt.objects.create(kommune=kommune, **({"funktionen": "Koordination"} | felder))
    if person:
        angaben = person if isinstance(person, dict) else {"name": person}
        Ansprechperson.objects.create(kommune=kommune, kontakt=kontakt.schluessel, **angaben)
    return kontakt


def make_datei(kommune, inhalt=b"%PDF-1.7", **felder):
    """A stored file; not checked, so that a test can store what no upload would bring in."""
    felder = {"typ": "pdf", "groesse": len(inhalt), "sha256": f"{next(nummern):064}"} | felder
    datei = Datei(kommune=kommune, **felder)
    datei.datei.save("", ContentFile(inhalt), save=False)
    datei.save()
    return datei


def make_download(kommune, **felder):
    return Download.objects.create(kommune=kommune, **({"titel": "Bericht"} | felder))


def make_entwurf(kommune, art, *, nutzer=None, **inhalt):
    """A draft of a section that sets these fields or lists on top of where it stands."""
    jetzt = stand(kommune, art)
    actions.speichern(kommune=kommune, art=art, inhalt=jetzt.inhalt | inhalt, basis=jetzt.nummer, nutzer=nutzer)
    return stand(kommune, art)


def make_gruppe(kommune, *funktionen, **felder):
    """A group with one membership for each function; a function may be a dict of fields, `person` being a name or a dict."""
    gruppe = Gruppe.objects.create(
        kommune=kommune, **({"art": "steuerung", "name": "Steuerungsgruppe", "is_public": True} | felder)
    )
    for funktion in funktionen:
        make_mitglied(gruppe, **(funktion if isinstance(funktion, dict) else {"funktion": funktion}))
    return gruppe


def make_mitglied(gruppe, *, person=None, **felder):
    felder = {"position": gruppe.mitgliedschaften.count()} | felder
    mitglied = Mitgliedschaft.objects.create(gruppe=gruppe, **felder)
    if person:
        Mitgliedsperson.objects.create(mitgliedschaft=mitglied, **(person if isinstance(person, dict) else {"name": person}))
    return mitglied


def make_einrichtung(kommune, name="Jugendamt", *, orte=(), felder=(), **angaben):
    """An institution, public unless said otherwise; `orte` are postal codes of its Standorte, `felder` names of Handlungsfelder."""
    angaben = {"is_public": True, "sortierung": sortierschluessel(name)} | angaben
    einrichtung = Einrichtung.objects.create(kommune=kommune, name=name, **angaben)
    for plz in orte:
        Standort.objects.create(einrichtung=einrichtung, plz=plz)
    einrichtung.handlungsfelder.set(Handlungsfeld.objects.filter(name__in=felder))
    return einrichtung


def make_sitzung(gruppe, **felder):
    return Sitzung.objects.create(gruppe=gruppe, **({"datum": "2026-09-01"} | felder))


def portalfassung() -> Instrument:
    """The shipped version; a test with transactions of its own has emptied the tables before."""
    if Instrument.objects.geltend() is None:
        vorlage = aus_yaml(PORTALFASSUNG.read_text(encoding="utf-8"))
        instrumente.veroeffentlichen(instrument=instrumente.laden(vorlage=vorlage))
    return Instrument.objects.geltend()


def make_erhebung(kommune, *, boegen=(), eingeladen=6, stand="offen", saetze=(), domain="example.org", **felder):
    """A round that asks so many Einrichtungen, brought by its own actions as far as `stand`.

    `boegen` are the sheets handed in, one character per Kriterium: a Stufe, "u", "p", or "-" for none; `saetze` may give a
    sentence to the first Kriterium of each.
    """
    eingeladene = tuple(
        erhebungen.Eingeladen(make_einrichtung(kommune, f"Einrichtung {n:02}"), f"e{n}@{domain}") for n in range(eingeladen)
    )
    heute = timezone.localdate()
    oeffnet = heute + timedelta(days=7) if stand == "geplant" else heute
    plan = erhebungen.Plan(
        felder.pop("titel", "Wie arbeiten wir zusammen?"),
        felder.pop("instrument", None) or portalfassung(),
        oeffnet,
        oeffnet + timedelta(days=21),
        eingeladene,
        felder.pop("gruppe", None),
        felder.pop("setzt_fort", None),
    )
    erhebung = erhebungen.ansetzen(kommune=kommune, plan=plan)
    teilnahmen = list(erhebung.teilnahmen.all())
    for i, bogen in enumerate(boegen):
        hand_in(teilnahmen[i], bogen, saetze[i] if i < len(saetze) else "")
    if stand == "geschlossen":
        over(erhebung)
        erhebungen.auszaehlen(erhebung=erhebung)
    Erhebung.objects.filter(pk=erhebung.pk).update(**felder)
    Brief.objects.zu(erhebung).delete()
    return Erhebung.objects.get(pk=erhebung.pk)


def over(erhebung):
    """Its last day was yesterday."""
    gestern = timezone.localdate() - timedelta(days=1)
    Erhebung.objects.filter(pk=erhebung.pk).update(oeffnet=gestern - timedelta(days=20), schliesst=gestern)


def fill_in(teilnahme, bogen, satz=""):
    """Answers in the envelope, one character per Kriterium, not handed in."""
    zeilen = umschlag.oeffnen(teilnahme)
    for zeile, zeichen in zip(zeilen, bogen, strict=True):
        zeile.wert = {"u": "unklar", "p": "passt_nicht", "-": ""}.get(zeichen, zeichen)
    zeilen[0].beleg = satz
    teilnahme.umschlag = umschlag.verschliessen(zeilen)
    teilnahme.save(update_fields=["umschlag"])


def hand_in(teilnahme, bogen, satz=""):
    fill_in(teilnahme, bogen, satz)
    erhebungen.abgeben(teilnahme=teilnahme)


def make_dialog(kommune, *, stand="vorgeschlagen", antworten=("33333333", "33333333"), **felder):
    """A Dialog of two Einrichtungen, brought by its own actions as far as `stand`; `antworten` are one character per Kriterium.

    Mails are taken out, so that a test sees only those it caused.
    """
    portalfassung()
    seiten = tuple(
        vorschlag.Partei(felder.pop(name, None) or make_einrichtung(kommune, f"{art} {next(nummern)}"), email=f"{name}@example.org")
        for name, art in (("a", "Kita"), ("b", "Schule"))
    )
    dialog = vorschlag.vorschlagen(kommune=kommune, anlass=felder.pop("anlass", "Eingewöhnung"), seiten=seiten, von="koordination")
    if felder:
        Dialog.objects.filter(pk=dialog.pk).update(**felder)
    weit = ("vorgeschlagen", "laeuft", "gespraech", "fest").index(stand)
    for seite, werte in zip(dialog.paar if weit else (), antworten, strict=False):
        dialoge.zusagen(seite=seite, zusage="einschaetzen")
        answer(seite, werte)
    for seite in dialog.paar if weit > 1 else ():
        dialoge.abgeben(seite=seite)
    if weit == 3:
        Kooperationsblatt.objects.filter(dialog=dialog).update(nummer=2)
        for seite in dialog.paar:
            blatt.bestaetigen(seite=seite, nummer=2)
    Brief.objects.filter(seite__dialog=dialog).delete()
    return Dialog.objects.get(pk=dialog.pk)


def answer(seite, werte):
    """Fill in a sheet: a digit is a Stufe, "u" is unclear, "p" does not fit, "-" leaves the Kriterium open."""
    for zeile, wert in zip(seite.einschaetzungen.all(), werte, strict=True):
        zeile.wert = {"u": "unklar", "p": "passt_nicht", "-": ""}.get(wert, wert)
        zeile.save()


def make_angebot(kommune, *, felder=(), **angaben):
    """An offer; `felder` are the names of its Handlungsfelder."""
    angebot = Angebot.objects.create(kommune=kommune, **{"name": "Elterncafé", "phasen": (2,)} | angaben)
    angebot.handlungsfelder.set(Handlungsfeld.objects.filter(name__in=felder))
    return angebot


def make_karte(kommune, *, zu=(), **felder):
    """A card of the Wirkungsmodell that leads to the cards in `zu`."""
    felder = {"spalte": "outcome2", "text": "Familien finden Hilfe"} | felder
    karte = Wirkungskarte.objects.create(kommune=kommune, position=kommune.wirkungskarten.count(), **felder)
    karte.fuehrt_zu.set(zu)
    return karte


def make_untersuchung(kommune, **felder):
    felder = {"art": "konferenz", "titel": "Erste Sozialraumkonferenz", "is_public": True} | felder
    return Untersuchung.objects.create(kommune=kommune, **felder)


def make_vorhaben(kommune, *, phasen=(), **felder):
    """A public project; `phasen` are the fields of its phases, in their order."""
    vorhaben = Vorhaben.objects.create(kommune=kommune, **{"titel": "Familienzentren", "is_public": True} | felder)
    for position, angaben in enumerate(phasen):
        Phase.objects.create(vorhaben=vorhaben, position=position, **{"titel": "Aufbau"} | angaben)
    return vorhaben


def make_vorlage(kommune, *, beratungen=(), **felder):
    """A public paper; `beratungen` are the fields of its stations, in their order."""
    felder = {"art": "beschluss", "betreff": "Familienzentren ausbauen", "is_public": True} | felder
    vorlage = Vorlage.objects.create(kommune=kommune, **felder)
    for position, angaben in enumerate(beratungen):
        eine = Beratung(vorlage=vorlage, position=position, **{"name": "Kreistag", "oeffentlich": "ja"} | angaben)
        beratung_speichern(beratung=eine, platz=position + 1)
    return vorlage


def make_grosses_netz(kommune):
    """A network as large as the promise: 300 institutions, 60 groups, 1,500 memberships. Returns one group and one institution."""
    draw = random.Random(1)
    kinds, fields = list(Einrichtungsart.objects.all()), list(Handlungsfeld.objects.all())
    names = [f"{draw.choice(kinds).name.split()[0]} {draw.choice('ABCDEFGH')}{i} Musterstadt" for i in range(300)]
    institutions = Einrichtung.objects.bulk_create(
        Einrichtung(
            kommune=kommune, name=name, sortierung=sortierschluessel(name), art=draw.choice(kinds), is_public=True,
            phasen=draw.choice(["12", "3", "234", ""]), traeger="Stadt",
        )
        for name in names
    )  # fmt: skip
    for institution in institutions[::3]:
        institution.handlungsfelder.add(draw.choice(fields))
    arts = list(Gruppe.Art)
    groups = Gruppe.objects.bulk_create(
        Gruppe(kommune=kommune, name=f"Arbeitsgruppe Nummer {i}", art=arts[i % 6], position=i, is_public=True) for i in range(60)
    )
    groups[0].beteiligte.add(make_kommune(slug="testhausen"))
    Mitgliedschaft.objects.bulk_create(
        Mitgliedschaft(gruppe=groups[i % 60], einrichtung=draw.choice(institutions), funktion="Leitung", position=i)
        for i in range(1500)
    )
    make_sitzung(groups[0], is_public=True).aufgaben.create(was="Liste schicken")
    return groups[0], institutions[0]
