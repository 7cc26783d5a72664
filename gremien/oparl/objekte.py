"""What each OParl object says, always read from what everybody may see at this moment."""

import mimetypes
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.urls import reverse

from gremien.auswertung import finanzen
from gremien.models import Anlage, Beratung, Gremium, OparlObjekt, Vorlage
from gremien.models.beratung import BeratungQuerySet
from kern.abfrage import ALLE
from kommunen.models import Kommune
from netzwerke.models import Gruppe
from netzwerke.zeitpunkt import als_text

Art = OparlObjekt.Art
UNSER = "praeventionsketten:"
SCHEMA = "https://schema.oparl.org/1.1/"
# what every Body has to offer a list of, and this portal keeps nothing of: it knows bodies and papers, no persons
GRUPPE = "g-"  # before the key of a group among the organizations
LEERE_LISTEN = ("person", "membership", "legislativeterm", "location")


@dataclass(frozen=True)
class Objekt:
    """`felder` without `id`, `type` and times; a value may be a list of further objects, which are told inside this one."""

    art: str
    schluessel: str
    felder: dict


def adresse(art: str, schluessel: str) -> str:
    if art == Art.SYSTEM:
        return settings.SITE_URL + reverse("gremien:oparl_system")
    return settings.SITE_URL + reverse("gremien:oparl_objekt", args=[art, schluessel])


def listenadresse(art: str, kommune: int) -> str:
    return settings.SITE_URL + reverse("gremien:oparl_liste", args=[kommune, art])


def _genannt(felder: dict) -> dict:
    """Without what is not known; False and 0 are known."""
    return {name: wert for name, wert in felder.items() if wert not in (None, "", [], {})}


def laden(art: str, *, kommune: Kommune | None = None, schluessel: Iterable[str] = ()) -> Iterator[Objekt]:
    """All of a Kommune, or those with these keys. The number of queries does not depend on how many there are."""
    return LADER[art](kommune, list(schluessel))


def system() -> Objekt:
    felder = {
        "oparlVersion": SCHEMA,
        "body": settings.SITE_URL + reverse("gremien:oparl_bodies"),
        "name": "Portal der Präventionsketten Niedersachsen",
        "contactName": settings.BETREIBER_NAME,
        "contactEmail": settings.BETREIBER_MAIL,
        "website": f"{settings.SITE_URL}/",
    }
    return Objekt(Art.SYSTEM, "1", _genannt(felder))


def _bodies(kommune, schluessel) -> Iterator[Objekt]:
    """Kommunen with at least one public paper."""
    wo = Q(pk=kommune.pk) if kommune else Q(pk__in=[teil for teil in schluessel if teil.isdigit()])
    oeffentlich = Vorlage.objects.visible_to(ALLE).filter(kommune=OuterRef("pk"))
    for eine in Kommune.objects.filter(wo, Exists(oeffentlich)).select_related("gebiet"):
        listen = {
            "organization": Art.ORGANIZATION, "meeting": Art.MEETING, "paper": Art.PAPER, "agendaItem": Art.AGENDAITEM,
            "consultation": Art.CONSULTATION, "file": Art.FILE, "person": "person", "membership": "membership",
            "legislativeTermList": "legislativeterm", "locationList": "location",
        }  # fmt: skip
        felder = {
            "system": adresse(Art.SYSTEM, "1"),
            "name": eine.name,
            "shortName": eine.kurzname,
            "ags": eine.gebiet.ags if len(eine.gebiet.ags) == 8 else "",
            "rgs": eine.gebiet.ars.ljust(12, "0"),
            "web": settings.SITE_URL + eine.get_absolute_url(),
        }
        zeigt = {feld: listenadresse(art, eine.pk) for feld, art in listen.items()}
        yield Objekt(Art.BODY, str(eine.pk), _genannt(felder) | zeigt | {"legislativeTerm": []})


def _organizations(kommune, schluessel) -> Iterator[Objekt]:
    """Council bodies and public groups that beraten a public paper."""
    beraet = Beratung.objects.visible_to(ALLE)
    wo = Q(kommune=kommune) if kommune else Q(schluessel__in=[teil for teil in schluessel if not teil.startswith(GRUPPE)])
    gremien = Gremium.objects.filter(wo, Exists(beraet.filter(gremium=OuterRef("pk"))))
    wo = Q(kommune=kommune) if kommune else Q(schluessel__in=[teil.removeprefix(GRUPPE) for teil in schluessel if GRUPPE in teil])
    gruppen = Gruppe.objects.visible_to(ALLE).filter(wo, Exists(beraet.filter(gruppe=OuterRef("pk")))).select_related("kommune")
    for eines in gremien.select_related("kommune"):
        yield _organization(eines, "Gremium")
    for eine in gruppen:
        yield _organization(eine, "Sonstiges", classification=eine.get_art_display(), web=_seite(eine))


def _organization(zeile: Gremium | Gruppe, art: str, **dazu) -> Objekt:
    felder = {
        "body": adresse(Art.BODY, str(zeile.kommune_id)),
        "name": zeile.name,
        "organizationType": art,
        "meeting": listenadresse(Art.MEETING, zeile.kommune_id),
    }
    return Objekt(Art.ORGANIZATION, _organschluessel(zeile), _genannt(felder | dazu))


def _organschluessel(zeile: Gremium | Gruppe) -> str:
    """Bodies and groups draw their keys apart from each other; here they stand in one list."""
    return zeile.schluessel if isinstance(zeile, Gremium) else f"{GRUPPE}{zeile.schluessel}"


def _seite(zeile) -> str:
    return settings.SITE_URL + zeile.get_absolute_url()


def _beratungen() -> BeratungQuerySet:
    sichtbar = Gruppe.objects.visible_to(ALLE).filter(pk=OuterRef("gruppe"))
    zeilen = Beratung.objects.visible_to(ALLE).select_related("vorlage__kommune", "gremium", "gruppe")
    return zeilen.annotate(gruppe_sichtbar=Exists(sichtbar))


def _organ(eine: Beratung) -> str:
    """Key of its Organization; none where an internal group sat."""
    if eine.gremium:
        return _organschluessel(eine.gremium)
    return _organschluessel(eine.gruppe) if eine.gruppe and eine.gruppe_sichtbar else ""


def _sitzung(eine: Beratung) -> str:
    """Key of its Meeting: who, and on which day."""
    organ = _organ(eine)
    return f"{organ}-{eine.datum:%Y%m%d}" if organ and eine.datum else ""


def _zeigt_top(eine: Beratung) -> bool:
    return bool(_sitzung(eine)) and eine.zeigt_inhalt


def _consultation(eine: Beratung) -> Objekt:
    """Of a non-public one body and day, nothing else."""
    organ, sitzung = _organ(eine), _sitzung(eine)
    felder = {
        "paper": adresse(Art.PAPER, eine.vorlage.schluessel),
        "organization": [adresse(Art.ORGANIZATION, organ)] if organ else [],
        "meeting": adresse(Art.MEETING, sitzung) if sitzung else "",
        f"{UNSER}gremium": eine.name,
        f"{UNSER}datum": _tag(eine.datum),
    }
    if eine.zeigt_inhalt:
        felder |= {
            "agendaItem": adresse(Art.AGENDAITEM, eine.schluessel) if _zeigt_top(eine) else "",
            "authoritative": eine.rolle == Beratung.Rolle.ENTSCHEIDUNG if eine.rolle else None,
            "role": eine.get_rolle_display(),
        }
    return Objekt(Art.CONSULTATION, eine.schluessel, _genannt(felder))


def _agendaitem(eine: Beratung) -> Objekt:
    felder = {
        "meeting": adresse(Art.MEETING, _sitzung(eine)),
        "consultation": adresse(Art.CONSULTATION, eine.schluessel),
        "number": eine.top,
        "name": eine.vorlage.betreff,
        "public": True,
        "result": eine.get_ergebnis_display(),
        "resolutionText": eine.abweichend,
        f"{UNSER}ja": eine.ja,
        f"{UNSER}nein": eine.nein,
        f"{UNSER}enthaltungen": eine.enthaltungen,
        f"{UNSER}lautBeschlussvorschlag": eine.laut_vorschlag,
    }
    return Objekt(Art.AGENDAITEM, eine.schluessel, _genannt(felder))


def _stationen(kommune, schluessel):
    wo = Q(vorlage__kommune=kommune) if kommune else Q(schluessel__in=schluessel)
    return _beratungen().filter(wo)


def _consultations(kommune, schluessel) -> Iterator[Objekt]:
    return map(_consultation, _stationen(kommune, schluessel))


def _agendaitems(kommune, schluessel) -> Iterator[Objekt]:
    """Through their meetings: only there they have an order."""
    sitzungen = () if kommune else {_sitzung(eine) for eine in _stationen(None, schluessel) if _zeigt_top(eine)}
    for meeting in _meetings(kommune, sitzungen):
        for top in meeting.felder["agendaItem"]:
            if kommune or top.schluessel in schluessel:
                yield top


def _meetings(kommune, schluessel) -> Iterator[Objekt]:
    """One body on one day. Hours are not known, so `start` is not told: midnight would be wrong."""
    if kommune:
        wo = Q(vorlage__kommune=kommune)
    else:
        organe, tage = zip(*(_zerlegt(teil) for teil in schluessel), strict=True) if schluessel else ((), ())
        gruppen = [organ.removeprefix(GRUPPE) for organ in organe]
        wo = Q(datum__in=set(filter(None, tage))) & (Q(gremium__schluessel__in=organe) | Q(gruppe__schluessel__in=gruppen))
    je_sitzung: dict[str, list[Beratung]] = {}
    for eine in _beratungen().filter(wo, datum__isnull=False).order_by("vorlage__pk", "position", "pk"):
        if sitzung := _sitzung(eine):
            je_sitzung.setdefault(sitzung, []).append(eine)
    for sitzung, alle in je_sitzung.items():
        if kommune or sitzung in schluessel:
            yield _meeting(sitzung, alle)


def _zerlegt(schluessel: str) -> tuple[str, date | None]:
    organ, _, tag = schluessel.rpartition("-")
    try:
        return organ, datetime.strptime(tag, "%Y%m%d").date()  # noqa: DTZ007 a day, no time
    except ValueError:
        return organ, None


def _meeting(sitzung: str, alle: list[Beratung]) -> Objekt:
    erste = alle[0]
    tops = [_agendaitem(eine) for eine in alle if _zeigt_top(eine)]
    for platz, top in enumerate(tops, start=1):
        top.felder["order"] = platz
    felder = {
        "name": f"{erste.name}, {erste.datum:%d.%m.%Y}",
        "organization": [adresse(Art.ORGANIZATION, _organ(erste))],
        "agendaItem": tops,
        "web": settings.SITE_URL + reverse("gremien:gremien", args=[erste.vorlage.kommune.slug]),
        f"{UNSER}datum": _tag(erste.datum),
    }
    return Objekt(Art.MEETING, sitzung, felder)


def _papers(kommune, schluessel) -> Iterator[Objekt]:
    wo = Q(kommune=kommune) if kommune else Q(schluessel__in=schluessel)
    zeilen = Vorlage.objects.visible_to(ALLE).filter(wo).select_related("kommune")
    alle = list(zeilen.prefetch_related(Prefetch("beratungen", _beratungen()), "anlagen__datei", "beschlusspunkte"))
    nummern = {nummer for vorlage in alle for nummer in vorlage.bezuege_liste}
    genannte = Vorlage.objects.visible_to(ALLE).filter(nummer__in=nummern, kommune__in={vorlage.kommune_id for vorlage in alle})
    ziele: dict[tuple[int, str], list[str]] = {}
    for ziel in genannte.only("kommune_id", "nummer", "schluessel"):
        ziele.setdefault((ziel.kommune_id, ziel.nummer), []).append(ziel.schluessel)
    for vorlage in alle:
        bezuege = [ziel for nummer in vorlage.bezuege_liste for ziel in ziele.get((vorlage.kommune_id, nummer), [])]
        andere = dict.fromkeys(ziel for ziel in bezuege if ziel != vorlage.schluessel)
        yield _paper(vorlage, [adresse(Art.PAPER, ziel) for ziel in andere])


def _paper(vorlage: Vorlage, bezuege: list[str]) -> Objekt:
    anlagen = list(vorlage.anlagen.all())
    felder = {
        "body": adresse(Art.BODY, str(vorlage.kommune_id)),
        "name": vorlage.betreff,
        "reference": vorlage.nummer,
        "date": _tag(vorlage.datum),
        "paperType": vorlage.get_art_display(),
        "relatedPaper": bezuege,
        "auxiliaryFile": [_file(anlage, vorlage) for anlage in anlagen if _zeigt_datei(anlage)],
        "consultation": [_consultation(eine) for eine in vorlage.beratungen.all()],
        "web": _seite(vorlage),
    }
    eigene = {
        "massgeblich": vorlage.url,
        "federfuehrend": vorlage.federfuehrend,
        "beteiligte": vorlage.beteiligte_liste,
        "sachverhalt": vorlage.sachverhalt,
        "beschlusspunkte": [
            _genannt({"text": punkt.text, "umsetzung": punkt.get_stand_display(), "bis": als_text(punkt.bis) if punkt.bis else ""})
            for punkt in vorlage.beschlusspunkte.all()
        ],
        "berichtspflicht": _genannt(
            {
                "worueber": vorlage.berichtspflicht,
                "an": vorlage.bericht_an,
                "wieOft": vorlage.bericht_rhythmus,
                "naechster": als_text(vorlage.bericht_naechster) if vorlage.bericht_naechster else "",
            }
        ),
        "finanzen": [{"was": was, "angabe": angabe} for was, angabe in finanzen(vorlage)],
        "bezuege": vorlage.bezuege_liste,
        "anlagenOhneDatei": [anlage.titel for anlage in anlagen if not _zeigt_datei(anlage)],
    }
    return Objekt(Art.PAPER, vorlage.schluessel, _genannt(felder) | {f"{UNSER}{n}": w for n, w in _genannt(eigene).items()})


def _zeigt_datei(anlage: Anlage) -> bool:
    return bool(anlage.datei or anlage.url)


def _file(anlage: Anlage, vorlage: Vorlage) -> Objekt:
    felder = {"name": anlage.titel, "paper": [adresse(Art.PAPER, vorlage.schluessel)]}
    if datei := anlage.datei:
        wo = [vorlage.kommune.slug, vorlage.schluessel, anlage.schluessel]
        hier = settings.SITE_URL + reverse("gremien:anlage_datei", args=wo)
        felder |= {
            "fileName": f"{anlage.titel.removesuffix(f'.{datei.typ}')}.{datei.typ}",
            "mimeType": mimetypes.types_map.get(f".{datei.typ}", "application/octet-stream"),
            "size": datei.groesse,
            "date": _tag(datei.hochgeladen_am),
            "accessUrl": hier,
            "downloadUrl": hier,
            f"{UNSER}sha256": datei.sha256,
        }
    else:
        felder["accessUrl"] = anlage.url
    return Objekt(Art.FILE, anlage.schluessel, _genannt(felder))


def _files(kommune, schluessel) -> Iterator[Objekt]:
    wo = Q(vorlage__kommune=kommune) if kommune else Q(schluessel__in=schluessel)
    zeilen = Anlage.objects.filter(wo, vorlage__in=Vorlage.objects.visible_to(ALLE)).select_related("vorlage__kommune", "datei")
    return (_file(anlage, anlage.vorlage) for anlage in zeilen if _zeigt_datei(anlage))


def _tag(wert: date | None) -> str:
    return f"{wert:%Y-%m-%d}" if wert else ""


LADER = {
    Art.BODY: _bodies,
    Art.ORGANIZATION: _organizations,
    Art.MEETING: _meetings,
    Art.PAPER: _papers,
    Art.CONSULTATION: _consultations,
    Art.AGENDAITEM: _agendaitems,
    Art.FILE: _files,
}
