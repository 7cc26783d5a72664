"""Who may do what: the whole rights concept of the portal as tables. An address missing here fails the last test."""

import pytest
from django.contrib import admin
from django.core.management import call_command
from django.urls import NoReverseMatch, get_resolver, reverse

from gremien.oparl.bestand import abgleichen
from kommunen.models import Einladung, Einlesung
from konten.views import abmeldezeichen
from kooperation.models import Kooperationsblatt, Zugang
from tests.conftest import ROLES
from tests.factories import (
    make_angebot,
    make_datei,
    make_dialog,
    make_download,
    make_einrichtung,
    make_entwurf,
    make_erhebung,
    make_gebiet,
    make_gruppe,
    make_karte,
    make_kommune,
    make_kontakt,
    make_sitzung,
    make_untersuchung,
    make_vorhaben,
    make_vorlage,
)
from tests.kooperation.partner import Partner
from tests.statistik.dateien import annehmen, liefern, vorlage

TO_LOGIN = 302
OK = 200
CLOSED = 405  # the address does not take this method, from nobody

#                              anonym    fremde    koordination  fachadmin
GET = {
    "start":                   (OK,       OK,       OK,       OK),
    "favicon":                 (302,      302,      302,      302),
    "kommunen:liste":          (OK,       OK,       OK,       OK),
    "kommune":                 (OK,       OK,       OK,       OK),
    "kommunen:download":       (OK,       OK,       OK,       OK),
    "impressum":               (OK,       OK,       OK,       OK),
    "datenschutz":             (OK,       OK,       OK,       OK),
    "barrierefreiheit":        (OK,       OK,       OK,       OK),
    "hilfe":                   (OK,       OK,       OK,       OK),
    "kapitel":                 (OK,       OK,       OK,       OK),
    "rueckmeldung":            (OK,       OK,       OK,       OK),
    "profil_einlesen":         (TO_LOGIN, OK,       OK,       OK),
    "einlesung":               (TO_LOGIN, 404,      OK,       OK),
    "meine":                   (TO_LOGIN, 302,      302,      302),
    "meine_kommune":           (TO_LOGIN, 403,      OK,       OK),
    "vorschau":                (TO_LOGIN, 403,      OK,       OK),
    "uebergabe":               (TO_LOGIN, 403,      OK,       OK),
    "kommunen:bearbeiten":     (TO_LOGIN, 403,      OK,       OK),
    "kommunen:verwerfen":      (TO_LOGIN, CLOSED,   CLOSED,   CLOSED),
    "kommunen:stimmt_noch":    (TO_LOGIN, CLOSED,   CLOSED,   CLOSED),
    "kommunen:veroeffentlichen": (TO_LOGIN, CLOSED, CLOSED,   CLOSED),
    "kommunen:textvorschau":   (TO_LOGIN, CLOSED,   CLOSED,   CLOSED),
    "kommunen:fassungen":      (TO_LOGIN, 403,      OK,       OK),
    "kommunen:fassung":        (TO_LOGIN, 403,      OK,       OK),
    "kommunen:ansprechperson": (TO_LOGIN, 403,      OK,       OK),
    "kommunen:datei":          (TO_LOGIN, 404,      OK,       OK),
    "kommunen:foto":           (OK,       OK,       OK,       OK),
    "kommunen:zahlen":        (OK,       OK,       OK,       OK),
    "kommunen:zahlen_csv":    (OK,       OK,       OK,       OK),
    "kommunen:zahlen_svg":    (OK,       OK,       OK,       OK),
    "kommunen:zahlenblatt":   (OK,       OK,       OK,       OK),
    "betrieb:sicherheitskontakt": (OK,    OK,       OK,       OK),
    "betrieb:lebt":           (OK,       OK,       OK,       OK),
    "betrieb:bereit":         (OK,       OK,       OK,       OK),
    "daten:uebersicht":       (OK,       OK,       OK,       OK),
    "daten:schnittstelle":    (OK,       OK,       OK,       OK),
    "daten:paket":            (OK,       OK,       OK,       OK),
    "daten:katalog":          (OK,       OK,       OK,       OK),
    "daten:openapi":          (OK,       OK,       OK,       OK),
    "daten:api_indikatoren":  (OK,       OK,       OK,       OK),
    "daten:api_indikator":    (OK,       OK,       OK,       OK),
    "daten:api":              (OK,       OK,       OK,       OK),
    "daten:api_unbekannt":    (404,      404,      404,      404),
    "daten:api_gebiete":      (OK,       OK,       OK,       OK),
    "daten:api_zahlen":       (OK,       OK,       OK,       OK),
    "daten:api_gebiet":       (OK,       OK,       OK,       OK),
    "daten:indikator":        (OK,       OK,       OK,       OK),
    "daten:karte":            (OK,       OK,       OK,       OK),
    "daten:tabelle":          (OK,       OK,       OK,       OK),
    "kommunen:lieferungen":    (TO_LOGIN, 403,      OK,       OK),
    "kommunen:lieferung_neu":  (TO_LOGIN, 403,      OK,       OK),
    "kommunen:lieferung":      (TO_LOGIN, 403,      OK,       OK),
    "kommunen:zeilen":         (TO_LOGIN, 403,      OK,       OK),
    "kommunen:zeilen_csv":     (TO_LOGIN, 403,      OK,       OK),
    "kommunen:original":       (TO_LOGIN, 403,      OK,       OK),
    "kommunen:vorlage":        (TO_LOGIN, 403,      OK,       OK),
    "kommunen:beteiligte":     (TO_LOGIN, 403,      OK,       OK),
    "kommunen:einladung_zuruecknehmen": (TO_LOGIN, CLOSED, CLOSED, CLOSED),
    "kommunen:beenden":        (TO_LOGIN, CLOSED,   CLOSED,   CLOSED),
    "kommunen:abgeben":        (TO_LOGIN, 403,      OK,       404),
    "kommunen:einladung":      (OK,       OK,       OK,       OK),
    "kommunen:termine":        (OK,       OK,       OK,       OK),
    "kalender":       (OK,       OK,       OK,       OK),
    "kalender_kommune": (OK,     OK,       OK,       OK),
    "kommunen:aktuelles":      (OK,       OK,       OK,       OK),
    "kommunen:feed":           (OK,       OK,       OK,       OK),
    "kommunen:feed_kommune":   (OK,       OK,       OK,       OK),
    "netzwerke:netzwerk":      (OK,       OK,       OK,       OK),
    "netzwerke:verbindungen":  (OK,       OK,       OK,       OK),
    "netzwerke:luecken":       (TO_LOGIN, 403,      OK,       OK),
    "netzwerke:zuordnen":      (TO_LOGIN, 403,      OK,       OK),
    "netzwerke:gruppe":        (OK,       OK,       OK,       OK),
    "netzwerke:gruppe_neu":    (TO_LOGIN, 403,      OK,       OK),
    "netzwerke:gruppe_bearbeiten": (TO_LOGIN, 403,  OK,       OK),
    "netzwerke:gruppen_einlesen": (TO_LOGIN, 403,   OK,       OK),
    "netzwerke:adressen":      (TO_LOGIN, 403,      OK,       OK),
    "netzwerke:mitglied_neu":  (TO_LOGIN, 403,      OK,       OK),
    "netzwerke:mitglied_bearbeiten": (TO_LOGIN, 403, OK,      OK),
    "netzwerke:mitglied_ordnen": (TO_LOGIN, CLOSED, CLOSED,   CLOSED),
    "netzwerke:sitzung":       (OK,       OK,       OK,       OK),
    "netzwerke:sitzung_neu":   (TO_LOGIN, 403,      OK,       OK),
    "netzwerke:sitzung_bearbeiten": (TO_LOGIN, 403, OK,       OK),
    "netzwerke:protokoll":     (OK,       OK,       OK,       OK),
    "netzwerke:kalendereintrag": (OK,     OK,       OK,       OK),
    "netzwerke:einrichtungen": (OK,       OK,       OK,       OK),
    "netzwerke:einrichtung":   (OK,       OK,       OK,       OK),
    "netzwerke:einrichtung_neu": (TO_LOGIN, 403,    OK,       OK),
    "netzwerke:einrichtung_bearbeiten": (TO_LOGIN, 403, OK,   OK),
    "netzwerke:einrichtungen_einlesen": (TO_LOGIN, 403, OK,   OK),
    "netzwerke:doppelte":      (TO_LOGIN, 403,      OK,       OK),
    "netzwerke:zusammenfuehren": (TO_LOGIN, 403,    OK,       OK),
    "netzwerke:export":        (TO_LOGIN, 403,      OK,       OK),
    "kooperation:kooperation": (OK,       OK,       OK,       OK),
    "kooperation:leerer_bogen": (OK,      OK,       OK,       OK),
    "kooperation:anfragen":    (OK,       OK,       OK,       OK),
    "kooperation:dialog_neu":  (TO_LOGIN, 403,      OK,       403),
    "kooperation:begleiten":   (TO_LOGIN, 403,      OK,       403),
    "kooperation:dienststelle": (TO_LOGIN, CLOSED,  CLOSED,   CLOSED),
    "kooperation:erhebung_neu": (TO_LOGIN, 403,     OK,       403),
    "kooperation:erhebung":    (TO_LOGIN, 403,      OK,       403),
    "kooperation:bericht":     (TO_LOGIN, 403,      OK,       403),
    "kooperation:erhebung_tabelle": (TO_LOGIN, 403, OK,       403),
    "kooperation:erhebung_bild": (TO_LOGIN, 403,    OK,       403),
    "kooperation:einladung":   (OK,       OK,       OK,       OK),
    "kooperation:dialoge":     (OK,       OK,       OK,       OK),
    "kooperation:schliessen":  (CLOSED,   CLOSED,   CLOSED,   CLOSED),
    # of a side: for whoever opened its link, and nobody else (below)
    "kooperation:bogen":       (404,      404,      404,      404),
    "kooperation:zuruecknehmen": (CLOSED, CLOSED,   CLOSED,   CLOSED),
    "kooperation:antworten":   (404,      404,      404,      404),
    "kooperation:dialog":      (404,      404,      404,      404),
    "kooperation:blatt":       (404,      404,      404,      404),
    "kooperation:bestaetigen": (CLOSED,   CLOSED,   CLOSED,   CLOSED),
    "kooperation:stand":       (CLOSED,   CLOSED,   CLOSED,   CLOSED),
    "kooperation:zusage":      (CLOSED,   CLOSED,   CLOSED,   CLOSED),
    "kooperation:verlaengern": (CLOSED,   CLOSED,   CLOSED,   CLOSED),
    "kooperation:links":       (CLOSED,   CLOSED,   CLOSED,   CLOSED),
    "kooperation:fortsetzen":  (CLOSED,   CLOSED,   CLOSED,   CLOSED),
    "kooperation:kooperationsblatt": (404, 404,     404,      404),
    "kooperation:naechster":   (404,      404,      404,      404),
    # of somebody asked in an anonymous round: the same
    "kooperation:teilnahme":   (404,      404,      404,      404),
    "kooperation:zusage_anonym": (404,    404,      404,      404),
    "kooperation:teilnahme_bericht": (404, 404,     404,      404),
    "erinnerung":              (OK,       OK,       OK,       OK),
    "planung:planung":         (OK,       OK,       OK,       OK),
    "planung:vorhaben":        (OK,       OK,       OK,       OK),
    "planung:zeigen":          (TO_LOGIN, CLOSED,   CLOSED,   CLOSED),
    "planung:untersuchung":    (OK,       OK,       OK,       OK),
    "planung:kette":           (404,      404,      OK,       OK),
    "planung:wirkung":         (404,      404,      OK,       OK),
    "planung:angebot":         (TO_LOGIN, 403,      OK,       OK),
    "planung:angebot_neu":     (TO_LOGIN, 403,      OK,       OK),
    "planung:untersuchung_neu": (TO_LOGIN, 403,     OK,       OK),
    "planung:untersuchung_bearbeiten": (TO_LOGIN, 403, OK,    OK),
    "planung:empfehlung":      (TO_LOGIN, 403,      OK,       OK),
    "planung:empfehlung_neu":  (TO_LOGIN, 403,      OK,       OK),
    "planung:karte":           (TO_LOGIN, 403,      OK,       OK),
    "planung:karte_neu":       (TO_LOGIN, 403,      OK,       OK),
    "planung:massnahme":       (TO_LOGIN, 403,      OK,       OK),
    "planung:massnahme_neu":   (TO_LOGIN, 403,      OK,       OK),
    "planung:uebergang":       (TO_LOGIN, 403,      OK,       OK),
    "planung:baustein":        (TO_LOGIN, 403,      OK,       OK),
    "planung:vorhaben_neu":    (TO_LOGIN, 403,      OK,       OK),
    "planung:vorhaben_bearbeiten": (TO_LOGIN, 403,  OK,       OK),
    "planung:phase":           (TO_LOGIN, 403,      OK,       OK),
    "planung:phase_neu":       (TO_LOGIN, 403,      OK,       OK),
    "planung:foerderung":      (TO_LOGIN, 403,      OK,       OK),
    "planung:foerderung_neu":  (TO_LOGIN, 403,      OK,       OK),
    "planung:ressource":       (TO_LOGIN, 403,      OK,       OK),
    "planung:ressource_neu":   (TO_LOGIN, 403,      OK,       OK),
    "planung:beteiligung":     (TO_LOGIN, 403,      OK,       OK),
    "planung:beteiligung_neu": (TO_LOGIN, 403,      OK,       OK),
    "planung:wirkung_pdf":     (404,      404,      OK,       OK),
    "planung:sozialraeume":    (TO_LOGIN, 403,      OK,       OK),
    "planung:sozialraum_neu":  (TO_LOGIN, 403,      OK,       OK),
    "planung:sozialraum":      (TO_LOGIN, 403,      OK,       OK),
    "planung:zahlen_loeschen": (TO_LOGIN, CLOSED,   CLOSED,   CLOSED),
    "planung:angebote_einlesen": (TO_LOGIN, 403,    OK,       OK),
    "planung:zahlen_einlesen": (TO_LOGIN, 403,      OK,       OK),
    "planung:listen_export":   (TO_LOGIN, 403,      OK,       OK),
    "gremien:oparl_system":    (OK,       OK,       OK,       OK),
    "gremien:oparl_bodies":    (OK,       OK,       OK,       OK),
    "gremien:oparl_liste":     (OK,       OK,       OK,       OK),
    "gremien:oparl_objekt":    (OK,       OK,       OK,       OK),
    "gremien:oparl_unbekannt": (404,      404,      404,      404),
    "gremien:vorhaben_daraus": (TO_LOGIN, CLOSED,   CLOSED,   CLOSED),
    "gremien:gremien":         (OK,       OK,       OK,       OK),
    "gremien:vorlage":         (OK,       OK,       OK,       OK),
    "gremien:anlage_datei":    (OK,       OK,       OK,       OK),
    "gremien:vorlage_neu":     (TO_LOGIN, 403,      OK,       OK),
    "gremien:vorlage_einlesen": (TO_LOGIN, 403,     OK,       OK),
    "gremien:sachstand":       (TO_LOGIN, 403,      OK,       OK),
    "gremien:angaben":         (TO_LOGIN, 403,      OK,       OK),
    "gremien:text":            (TO_LOGIN, 403,      OK,       OK),
    "gremien:finanzen":        (TO_LOGIN, 403,      OK,       OK),
    "gremien:beratung":        (TO_LOGIN, 403,      OK,       OK),
    "gremien:beratung_neu":    (TO_LOGIN, 403,      OK,       OK),
    "gremien:beschlusspunkt":  (TO_LOGIN, 403,      OK,       OK),
    "gremien:beschlusspunkt_neu": (TO_LOGIN, 403,   OK,       OK),
    "gremien:anlage":          (TO_LOGIN, 403,      OK,       OK),
    "gremien:anlage_neu":      (TO_LOGIN, 403,      OK,       OK),
    "konto":                   (TO_LOGIN, OK,       OK,       OK),
    "anderswo_abmelden":       (TO_LOGIN, CLOSED,   CLOSED,   CLOSED),
    "mfa_index":               (TO_LOGIN, 302,      302,      302),
    "mfa_authenticate":        (302,      302,      302,      302),
    "mfa_reauthenticate":      (TO_LOGIN, 403,      403,      403),
    "account_reauthenticate":  (TO_LOGIN, 403,      403,      403),
    "mfa_activate_totp":       (TO_LOGIN, OK,       OK,       OK),
    "mfa_deactivate_totp":     (TO_LOGIN, 404,      404,      404),
    "mfa_view_recovery_codes": (TO_LOGIN, 404,      404,      404),
    "mfa_generate_recovery_codes": (TO_LOGIN, OK,   OK,       OK),
    "account_login":           (OK,       302,      302,      302),
    "account_request_login_code": (302,   302,      302,      302),
    "account_confirm_login_code": (302,   302,      302,      302),
    "account_logout":          (302,      OK,       OK,       OK),
    "account_inactive":        (OK,       OK,       OK,       OK),
}  # fmt: skip

POST = {
    "start":                   (CLOSED,   CLOSED,   CLOSED,   CLOSED),
    "favicon":                 (CLOSED,   CLOSED,   CLOSED,   CLOSED),
    "kommunen:liste":          (CLOSED,   CLOSED,   CLOSED,   CLOSED),
    "kommune":                 (CLOSED,   CLOSED,   CLOSED,   CLOSED),
    "kommunen:download":       (CLOSED,   CLOSED,   CLOSED,   CLOSED),
    "impressum":               (CLOSED,   CLOSED,   CLOSED,   CLOSED),
    "datenschutz":             (CLOSED,   CLOSED,   CLOSED,   CLOSED),
    "barrierefreiheit":        (CLOSED,   CLOSED,   CLOSED,   CLOSED),
    "kapitel":                 (CLOSED,   CLOSED,   CLOSED,   CLOSED),
    "hilfe":                   (CLOSED,   CLOSED,   CLOSED,   CLOSED),
    "rueckmeldung":            (OK,       OK,       OK,       OK),
    "profil_einlesen":         (TO_LOGIN, OK,       OK,       OK),
    "einlesung":               (TO_LOGIN, 404,      OK,       OK),
    "meine":                   (TO_LOGIN, CLOSED,   CLOSED,   CLOSED),
    "meine_kommune":           (TO_LOGIN, CLOSED,   CLOSED,   CLOSED),
    "vorschau":                (TO_LOGIN, CLOSED,   CLOSED,   CLOSED),
    "uebergabe":               (TO_LOGIN, CLOSED,   CLOSED,   CLOSED),
    "kommunen:bearbeiten":     (TO_LOGIN, 403,      302,      302),
    "kommunen:verwerfen":      (TO_LOGIN, 403,      302,      302),
    "kommunen:stimmt_noch":    (TO_LOGIN, 403,      302,      302),
    "kommunen:veroeffentlichen": (TO_LOGIN, 403,    302,      302),
    "kommunen:textvorschau":   (TO_LOGIN, OK,       OK,       OK),
    "kommunen:fassungen":      (TO_LOGIN, CLOSED,   CLOSED,   CLOSED),
    "kommunen:fassung":        (TO_LOGIN, 403,      302,      302),
    "kommunen:ansprechperson": (TO_LOGIN, 403,      302,      302),
    "kommunen:datei":          (TO_LOGIN, CLOSED,   CLOSED,   CLOSED),
    "kommunen:foto":           (CLOSED,   CLOSED,   CLOSED,   CLOSED),
    "kommunen:zahlen":        (CLOSED,   CLOSED,   CLOSED,   CLOSED),
    "kommunen:zahlen_csv":    (CLOSED,   CLOSED,   CLOSED,   CLOSED),
    "kommunen:zahlen_svg":    (CLOSED,   CLOSED,   CLOSED,   CLOSED),
    "kommunen:zahlenblatt":   (CLOSED,   CLOSED,   CLOSED,   CLOSED),
    "betrieb:sicherheitskontakt": (CLOSED, CLOSED,  CLOSED,   CLOSED),
    "betrieb:lebt":           (CLOSED,   CLOSED,   CLOSED,   CLOSED),
    "betrieb:bereit":         (CLOSED,   CLOSED,   CLOSED,   CLOSED),
    "daten:uebersicht":       (CLOSED,   CLOSED,   CLOSED,   CLOSED),
    "daten:schnittstelle":    (CLOSED,   CLOSED,   CLOSED,   CLOSED),
    "daten:paket":            (CLOSED,   CLOSED,   CLOSED,   CLOSED),
    "daten:katalog":          (CLOSED,   CLOSED,   CLOSED,   CLOSED),
    "daten:openapi":          (CLOSED,   CLOSED,   CLOSED,   CLOSED),
    "daten:api_indikatoren":  (CLOSED,   CLOSED,   CLOSED,   CLOSED),
    "daten:api_indikator":    (CLOSED,   CLOSED,   CLOSED,   CLOSED),
    "daten:api":              (CLOSED,   CLOSED,   CLOSED,   CLOSED),
    "daten:api_unbekannt":    (CLOSED,   CLOSED,   CLOSED,   CLOSED),
    "daten:api_gebiete":      (CLOSED,   CLOSED,   CLOSED,   CLOSED),
    "daten:api_zahlen":       (CLOSED,   CLOSED,   CLOSED,   CLOSED),
    "daten:api_gebiet":       (CLOSED,   CLOSED,   CLOSED,   CLOSED),
    "daten:indikator":        (CLOSED,   CLOSED,   CLOSED,   CLOSED),
    "daten:karte":            (CLOSED,   CLOSED,   CLOSED,   CLOSED),
    "daten:tabelle":          (CLOSED,   CLOSED,   CLOSED,   CLOSED),
    "kommunen:lieferungen":    (TO_LOGIN, 403,      CLOSED,   CLOSED),
    "kommunen:lieferung_neu":  (TO_LOGIN, 403,      OK,       OK),
    "kommunen:lieferung":      (TO_LOGIN, 403,      302,      302),
    "kommunen:zeilen":         (TO_LOGIN, 403,      CLOSED,   CLOSED),
    "kommunen:zeilen_csv":     (TO_LOGIN, 403,      CLOSED,   CLOSED),
    "kommunen:original":       (TO_LOGIN, 403,      CLOSED,   CLOSED),
    "kommunen:vorlage":        (TO_LOGIN, 403,      CLOSED,   CLOSED),
    "kommunen:beteiligte":     (TO_LOGIN, 403,      OK,       OK),
    "kommunen:einladung_zuruecknehmen": (TO_LOGIN, 403, 302,  302),
    "kommunen:beenden":        (TO_LOGIN, 403,      403,      302),
    "kommunen:abgeben":        (TO_LOGIN, 403,      302,      404),
    "kommunen:einladung":      (302,      302,      302,      302),
    "kommunen:termine":        (CLOSED,   CLOSED,   CLOSED,   CLOSED),
    "kalender":       (CLOSED,   CLOSED,   CLOSED,   CLOSED),
    "kalender_kommune": (CLOSED, CLOSED,   CLOSED,   CLOSED),
    "kommunen:aktuelles":      (CLOSED,   CLOSED,   CLOSED,   CLOSED),
    "kommunen:feed":           (CLOSED,   CLOSED,   CLOSED,   CLOSED),
    "kommunen:feed_kommune":   (CLOSED,   CLOSED,   CLOSED,   CLOSED),
    "netzwerke:netzwerk":      (CLOSED,   CLOSED,   CLOSED,   CLOSED),
    "netzwerke:verbindungen":  (CLOSED,   CLOSED,   CLOSED,   CLOSED),
    "netzwerke:luecken":       (TO_LOGIN, CLOSED,   CLOSED,   CLOSED),
    "netzwerke:zuordnen":      (TO_LOGIN, 403,      302,      302),
    "netzwerke:gruppe":        (CLOSED,   CLOSED,   CLOSED,   CLOSED),
    "netzwerke:gruppe_neu":    (TO_LOGIN, 403,      OK,       OK),
    "netzwerke:gruppe_bearbeiten": (TO_LOGIN, 403,  OK,       OK),
    "netzwerke:gruppen_einlesen": (TO_LOGIN, 403,   OK,       OK),
    "netzwerke:adressen":      (TO_LOGIN, CLOSED,   CLOSED,   CLOSED),
    "netzwerke:mitglied_neu":  (TO_LOGIN, 403,      OK,       OK),
    "netzwerke:mitglied_bearbeiten": (TO_LOGIN, 403, OK,      OK),
    "netzwerke:mitglied_ordnen": (TO_LOGIN, 403,    302,      302),
    "netzwerke:sitzung":       (CLOSED,   CLOSED,   CLOSED,   CLOSED),
    "netzwerke:sitzung_neu":   (TO_LOGIN, 403,      OK,       OK),
    "netzwerke:sitzung_bearbeiten": (TO_LOGIN, 403, OK,       OK),
    "netzwerke:protokoll":     (CLOSED,   CLOSED,   CLOSED,   CLOSED),
    "netzwerke:kalendereintrag": (CLOSED, CLOSED,   CLOSED,   CLOSED),
    "netzwerke:einrichtungen": (CLOSED,   CLOSED,   CLOSED,   CLOSED),
    "netzwerke:einrichtung":   (CLOSED,   CLOSED,   CLOSED,   CLOSED),
    "netzwerke:einrichtung_neu": (TO_LOGIN, 403,    OK,       OK),
    "netzwerke:einrichtung_bearbeiten": (TO_LOGIN, 403, OK,   OK),
    "netzwerke:einrichtungen_einlesen": (TO_LOGIN, 403, OK,   OK),
    "netzwerke:doppelte":      (TO_LOGIN, CLOSED,   CLOSED,   CLOSED),
    "netzwerke:zusammenfuehren": (TO_LOGIN, 403,    302,      302),
    "netzwerke:export":        (TO_LOGIN, CLOSED,   CLOSED,   CLOSED),
    "kooperation:kooperation": (CLOSED,   CLOSED,   CLOSED,   CLOSED),
    "kooperation:leerer_bogen": (CLOSED,  CLOSED,   CLOSED,   CLOSED),
    "kooperation:anfragen":    (OK,       OK,       OK,       OK),
    "kooperation:dialog_neu":  (TO_LOGIN, 403,      OK,       403),
    "kooperation:begleiten":   (TO_LOGIN, 403,      302,      403),
    "kooperation:dienststelle": (TO_LOGIN, 403,     404,      403),
    "kooperation:erhebung_neu": (TO_LOGIN, 403,     OK,       403),
    "kooperation:erhebung":    (TO_LOGIN, 403,      302,      403),
    "kooperation:bericht":     (TO_LOGIN, CLOSED,   CLOSED,   CLOSED),
    "kooperation:erhebung_tabelle": (TO_LOGIN, CLOSED, CLOSED, CLOSED),
    "kooperation:erhebung_bild": (TO_LOGIN, CLOSED, CLOSED,   CLOSED),
    "kooperation:einladung":   (302,      302,      302,      302),
    "kooperation:dialoge":     (CLOSED,   CLOSED,   CLOSED,   CLOSED),
    "kooperation:schliessen":  (302,      302,      302,      302),
    "kooperation:bogen":       (404,      404,      404,      404),
    "kooperation:zuruecknehmen": (404,    404,      404,      404),
    "kooperation:antworten":   (CLOSED,   CLOSED,   CLOSED,   CLOSED),
    "kooperation:dialog":      (CLOSED,   CLOSED,   CLOSED,   CLOSED),
    "kooperation:blatt":       (404,      404,      404,      404),
    "kooperation:bestaetigen": (404,      404,      404,      404),
    "kooperation:stand":       (404,      404,      404,      404),
    "kooperation:zusage":      (404,      404,      404,      404),
    "kooperation:verlaengern": (404,      404,      404,      404),
    "kooperation:links":       (404,      404,      404,      404),
    "kooperation:fortsetzen":  (404,      404,      404,      404),
    "kooperation:kooperationsblatt": (CLOSED, CLOSED, CLOSED, CLOSED),
    "kooperation:naechster":   (CLOSED,   CLOSED,   CLOSED,   CLOSED),
    "kooperation:teilnahme":   (404,      404,      404,      404),
    "kooperation:zusage_anonym": (CLOSED, CLOSED,   CLOSED,   CLOSED),
    "kooperation:teilnahme_bericht": (CLOSED, CLOSED, CLOSED, CLOSED),
    "erinnerung":              (OK,       OK,       OK,       OK),
    "planung:planung":         (CLOSED,   CLOSED,   CLOSED,   CLOSED),
    "planung:vorhaben":        (CLOSED,   CLOSED,   CLOSED,   CLOSED),
    "planung:zeigen":          (TO_LOGIN, 403,      302,      302),
    "planung:untersuchung":    (CLOSED,   CLOSED,   CLOSED,   CLOSED),
    "planung:kette":           (CLOSED,   CLOSED,   CLOSED,   CLOSED),
    "planung:wirkung":         (CLOSED,   CLOSED,   CLOSED,   CLOSED),
    "planung:angebot":         (TO_LOGIN, 403,      OK,       OK),
    "planung:angebot_neu":     (TO_LOGIN, 403,      OK,       OK),
    "planung:untersuchung_neu": (TO_LOGIN, 403,     OK,       OK),
    "planung:untersuchung_bearbeiten": (TO_LOGIN, 403, OK,    OK),
    "planung:empfehlung":      (TO_LOGIN, 403,      OK,       OK),
    "planung:empfehlung_neu":  (TO_LOGIN, 403,      OK,       OK),
    "planung:karte":           (TO_LOGIN, 403,      OK,       OK),
    "planung:karte_neu":       (TO_LOGIN, 403,      OK,       OK),
    "planung:massnahme":       (TO_LOGIN, 403,      OK,       OK),
    "planung:massnahme_neu":   (TO_LOGIN, 403,      OK,       OK),
    "planung:uebergang":       (TO_LOGIN, 403,      OK,       OK),
    "planung:baustein":        (TO_LOGIN, 403,      OK,       OK),
    "planung:vorhaben_neu":    (TO_LOGIN, 403,      OK,       OK),
    "planung:vorhaben_bearbeiten": (TO_LOGIN, 403,  OK,       OK),
    "planung:phase":           (TO_LOGIN, 403,      OK,       OK),
    "planung:phase_neu":       (TO_LOGIN, 403,      OK,       OK),
    "planung:foerderung":      (TO_LOGIN, 403,      OK,       OK),
    "planung:foerderung_neu":  (TO_LOGIN, 403,      OK,       OK),
    "planung:ressource":       (TO_LOGIN, 403,      OK,       OK),
    "planung:ressource_neu":   (TO_LOGIN, 403,      OK,       OK),
    "planung:beteiligung":     (TO_LOGIN, 403,      OK,       OK),
    "planung:beteiligung_neu": (TO_LOGIN, 403,      OK,       OK),
    "planung:wirkung_pdf":     (CLOSED,   CLOSED,   CLOSED,   CLOSED),
    "planung:sozialraeume":    (TO_LOGIN, CLOSED,   CLOSED,   CLOSED),
    "planung:sozialraum_neu":  (TO_LOGIN, 403,      OK,       OK),
    "planung:sozialraum":      (TO_LOGIN, 403,      OK,       OK),
    "planung:zahlen_loeschen": (TO_LOGIN, 403,      302,      302),
    "planung:angebote_einlesen": (TO_LOGIN, 403,    OK,       OK),
    "planung:zahlen_einlesen": (TO_LOGIN, 403,      OK,       OK),
    "planung:listen_export":   (TO_LOGIN, CLOSED,   CLOSED,   CLOSED),
    "gremien:oparl_system":    (CLOSED,   CLOSED,   CLOSED,   CLOSED),
    "gremien:oparl_bodies":    (CLOSED,   CLOSED,   CLOSED,   CLOSED),
    "gremien:oparl_liste":     (CLOSED,   CLOSED,   CLOSED,   CLOSED),
    "gremien:oparl_objekt":    (CLOSED,   CLOSED,   CLOSED,   CLOSED),
    "gremien:oparl_unbekannt": (CLOSED,   CLOSED,   CLOSED,   CLOSED),
    "gremien:vorhaben_daraus": (TO_LOGIN, 403,      302,      302),
    "gremien:gremien":         (CLOSED,   CLOSED,   CLOSED,   CLOSED),
    "gremien:vorlage":         (CLOSED,   CLOSED,   CLOSED,   CLOSED),
    "gremien:anlage_datei":    (CLOSED,   CLOSED,   CLOSED,   CLOSED),
    "gremien:vorlage_neu":     (TO_LOGIN, 403,      OK,       OK),
    "gremien:vorlage_einlesen": (TO_LOGIN, 403,     OK,       OK),
    "gremien:sachstand":       (TO_LOGIN, CLOSED,   CLOSED,   CLOSED),
    "gremien:angaben":         (TO_LOGIN, 403,      OK,       OK),
    "gremien:text":            (TO_LOGIN, 403,      302,      302),
    "gremien:finanzen":        (TO_LOGIN, 403,      302,      302),
    "gremien:beratung":        (TO_LOGIN, 403,      OK,       OK),
    "gremien:beratung_neu":    (TO_LOGIN, 403,      OK,       OK),
    "gremien:beschlusspunkt":  (TO_LOGIN, 403,      OK,       OK),
    "gremien:beschlusspunkt_neu": (TO_LOGIN, 403,   OK,       OK),
    "gremien:anlage":          (TO_LOGIN, 403,      OK,       OK),
    "gremien:anlage_neu":      (TO_LOGIN, 403,      OK,       OK),
    "konto":                   (TO_LOGIN, CLOSED,   CLOSED,   CLOSED),
    "anderswo_abmelden":       (TO_LOGIN, 302,      302,      302),
    "mfa_index":               (TO_LOGIN, 302,      302,      302),
    "mfa_authenticate":        (302,      302,      302,      302),
    "mfa_reauthenticate":      (TO_LOGIN, 403,      403,      403),
    "account_reauthenticate":  (TO_LOGIN, 403,      403,      403),
    "mfa_activate_totp":       (TO_LOGIN, OK,       OK,       OK),
    "mfa_deactivate_totp":     (TO_LOGIN, 404,      404,      404),
    "mfa_view_recovery_codes": (TO_LOGIN, CLOSED,   CLOSED,   CLOSED),
    "mfa_generate_recovery_codes": (TO_LOGIN, OK,   OK,       OK),
    "account_login":           (OK,       302,      302,      302),
    "account_request_login_code": (302,   302,      302,      302),
    "account_confirm_login_code": (302,   302,      302,      302),
    "account_logout":          (302,      302,      302,      302),
    "account_inactive":        (CLOSED,   CLOSED,   CLOSED,   CLOSED),
}  # fmt: skip

NEEDS_KOMMUNE = {
    "kommunen:lieferungen", "kommunen:lieferung_neu", "kommunen:zahlen", "kommunen:zahlen_csv",
    "kommune", "meine_kommune", "vorschau", "uebergabe", "kommunen:veroeffentlichen", "kommunen:fassungen",
    "kommunen:beteiligte", "kommunen:abgeben", "kalender_kommune", "kommunen:feed_kommune",
    "netzwerke:netzwerk", "netzwerke:verbindungen", "netzwerke:luecken", "netzwerke:zuordnen", "netzwerke:gruppe_neu",
    "netzwerke:gruppen_einlesen", "netzwerke:einrichtungen", "netzwerke:einrichtung_neu", "netzwerke:einrichtungen_einlesen",
    "netzwerke:doppelte", "kooperation:kooperation", "kooperation:leerer_bogen", "kooperation:anfragen", "kooperation:dialog_neu",
    "kooperation:erhebung_neu", "gremien:gremien", "gremien:vorlage_neu", "gremien:vorlage_einlesen",
    "planung:planung", "planung:vorhaben_neu", "planung:zeigen", "planung:kette", "planung:angebot_neu",
    "planung:sozialraeume", "planung:sozialraum_neu", "planung:zahlen_loeschen", "planung:angebote_einlesen",
    "planung:zahlen_einlesen", "planung:wirkung_pdf",
    "planung:wirkung", "planung:karte_neu", "planung:massnahme_neu", "planung:untersuchung_neu",
}  # fmt: skip
NEEDS_VORHABEN = {
    "planung:vorhaben", "planung:vorhaben_bearbeiten", "planung:phase_neu", "planung:foerderung_neu", "planung:ressource_neu",
    "planung:beteiligung_neu",
}  # fmt: skip
NEEDS_UNTERSUCHUNG = {"planung:untersuchung", "planung:untersuchung_bearbeiten", "planung:empfehlung_neu"}
# the rows of a project, by the name its page knows them by
ZEILEN = {
    "planung:phase": ("phasen", {"titel": "Aufbau"}), "planung:foerderung": ("foerderungen", {"geber": "Land"}),
    "planung:ressource": ("ressourcen", {"was": "Stellen"}), "planung:beteiligung": ("beteiligungen", {"name": "Jugendamt"}),
}  # fmt: skip
NEEDS_VORLAGE = {
    "gremien:vorlage", "gremien:angaben", "gremien:text", "gremien:finanzen", "gremien:beratung_neu", "gremien:beschlusspunkt_neu",
    "gremien:anlage_neu", "gremien:vorhaben_daraus",
}  # fmt: skip
# what only the bearer of a side's link reaches
NEEDS_SEITE = {
    "kooperation:bogen", "kooperation:zuruecknehmen", "kooperation:antworten", "kooperation:dialog", "kooperation:blatt",
    "kooperation:bestaetigen", "kooperation:zusage", "kooperation:verlaengern", "kooperation:links", "kooperation:fortsetzen",
    "kooperation:kooperationsblatt", "kooperation:naechster",
}  # fmt: skip
# what only somebody asked in an anonymous round reaches, by her link
NEEDS_TEILNAHME = {"kooperation:teilnahme", "kooperation:zusage_anonym", "kooperation:teilnahme_bericht"}
NEEDS_ERHEBUNG = {"kooperation:erhebung", "kooperation:bericht"}
NEEDS_GRUPPE = {
    "netzwerke:gruppe", "netzwerke:gruppe_bearbeiten", "netzwerke:adressen", "netzwerke:mitglied_neu", "netzwerke:sitzung_neu"
}  # fmt: skip
NEEDS_MITGLIED = {"netzwerke:mitglied_bearbeiten", "netzwerke:mitglied_ordnen"}
NEEDS_SITZUNG = {"netzwerke:sitzung", "netzwerke:sitzung_bearbeiten", "netzwerke:protokoll", "netzwerke:kalendereintrag"}
NEEDS_EINRICHTUNG = {"netzwerke:einrichtung", "netzwerke:einrichtung_bearbeiten"}
NEEDS_INDIKATOR = {"daten:indikator", "daten:karte", "daten:api_indikator", "daten:api_zahlen"}
NEEDS_LIEFERUNG = {"kommunen:lieferung", "kommunen:zeilen", "kommunen:zeilen_csv", "kommunen:original"}
NEEDS_ABSCHNITT = {"kommunen:bearbeiten", "kommunen:verwerfen", "kommunen:stimmt_noch"}


def person_with_photo(kommune):
    foto = make_datei(kommune, b"x", typ="png")
    return make_kontakt(
        kommune, person={"name": "Erika", "grundlage": "einwilligung", "seit": "2026-01-01", "umfang": "Foto", "foto": foto}
    )


def invitation(kommune, cast):
    einladung, token = Einladung.neu(email="neu@example.org", von=cast["koordination"])
    einladung.save()
    einladung.kommunen.add(kommune)
    return einladung, token


def meeting(kommune):
    gruppe = make_gruppe(kommune)
    sitzung = make_sitzung(gruppe, is_public=True, datei=make_datei(kommune))
    return [kommune.slug, gruppe.schluessel, sitzung.schluessel]


def delivery(kommune):
    """Its own figures, being checked."""
    call_command("loaddata", "statistik", verbosity=0)
    return annehmen(vorlage(f"{kommune.gebiet.ags};31.12.2019;einwohner;5000"), gebiet=kommune.gebiet)


def figures(kommune):
    """An official figure of the Kommune; returns its Indikator."""
    call_command("loaddata", "statistik", verbosity=0)
    liefern(vorlage(f"{kommune.gebiet.ags};31.12.2019;einwohner;5000"))
    return "einwohner"


def row_of_project(kommune, name):
    liste, felder = ZEILEN[name]
    vorhaben = make_vorhaben(kommune)
    return [kommune.slug, vorhaben.schluessel, getattr(vorhaben, liste).create(**felder).schluessel]


def row_of_paper(kommune, which):
    """Of a public paper: a station, a point of the decision or an annex with a file."""
    vorlage = make_vorlage(kommune, beratungen=[{}])
    vorlage.beschlusspunkte.create(text="Der Kreistag stimmt zu.")
    vorlage.anlagen.create(titel="Konzept", datei=make_datei(kommune))
    return [kommune.slug, vorlage.schluessel, getattr(vorlage, which).get().schluessel]


def counted(kommune):
    return make_erhebung(kommune, boegen=["12345123"] * 3 + ["23451234"] * 3, stand="geschlossen")


def told(kommune):
    """A paper the interface knows."""
    vorlage = make_vorlage(kommune)
    abgleichen()
    return vorlage


# what an address names, made for the test: (kommune, cast) -> its arguments
ARGS = {
    "kommunen:fassung": lambda kommune, cast: [make_entwurf(kommune, "grund", grund="Neu.") and kommune.slug, "grund", 1],
    "kommunen:ansprechperson": lambda kommune, cast: [kommune.slug, person_with_photo(kommune).schluessel],
    "kommunen:foto": lambda kommune, cast: [person_with_photo(kommune) and kommune.dateien.get().schluessel],
    "kommunen:datei": lambda kommune, cast: [make_datei(kommune).schluessel],
    "kommunen:download": lambda kommune, cast: [make_download(kommune, datei=make_datei(kommune)).schluessel],
    "kommunen:einladung": lambda kommune, cast: [invitation(kommune, cast)[1]],
    "kommunen:beenden": lambda kommune, cast: [kommune.slug, kommune.koordinationen.first().pk],
    "kommunen:einladung_zuruecknehmen": lambda kommune, cast: [kommune.slug, invitation(kommune, cast)[0].pk],
    **{name: lambda kommune, cast: [figures(kommune) and kommune.slug] for name in ("kommunen:zahlen_svg", "kommunen:zahlenblatt")},
    "daten:api_gebiet": lambda kommune, cast: [kommune.gebiet.ags],
    "kapitel": lambda kommune, cast: ["koordination"],
    "daten:api_unbekannt": lambda kommune, cast: ["irgendwas"],
    "daten:katalog": lambda kommune, cast: ["ttl"],
    "daten:tabelle": lambda kommune, cast: [figures(kommune), "csv"],
    **{name: lambda kommune, cast: [figures(kommune)] for name in NEEDS_INDIKATOR},
    "kommunen:vorlage": lambda kommune, cast: [kommune.slug, "csv"],
    **{name: lambda kommune, cast: [kommune.slug, delivery(kommune).pk] for name in NEEDS_LIEFERUNG},
    "erinnerung": lambda kommune, cast: [abmeldezeichen(cast["koordination"])],
    "einlesung": lambda kommune, cast: [Einlesung.objects.create(text="Ziele:\nEins", von=cast["koordination"]).pk],
    "netzwerke:zusammenfuehren": lambda kommune, cast: [kommune.slug, *(make_einrichtung(kommune).schluessel for _ in "ab")],
    "netzwerke:export": lambda kommune, cast: [kommune.slug, "csv"],
    **{name: lambda kommune, cast: [kommune.slug, make_gruppe(kommune).schluessel] for name in NEEDS_GRUPPE},
    **{
        name: lambda kommune, cast: [
            kommune.slug,
            (g := make_gruppe(kommune, "Leitung")).schluessel,
            g.mitgliedschaften.get().schluessel,
        ]
        for name in NEEDS_MITGLIED
    },
    **{name: lambda kommune, cast: meeting(kommune) for name in NEEDS_SITZUNG},
    **{name: lambda kommune, cast: [kommune.slug, make_einrichtung(kommune).schluessel] for name in NEEDS_EINRICHTUNG},
    "kooperation:begleiten": lambda kommune, cast: [kommune.slug, make_dialog(kommune).schluessel],
    "kooperation:dienststelle": lambda kommune, cast: [kommune.slug, 1],
    "kooperation:einladung": lambda kommune, cast: [Zugang.neu(make_dialog(kommune).paar[0])],
    "kooperation:stand": lambda kommune, cast: [
        (dialog := make_dialog(kommune, stand="fest")).paar[0].schluessel,
        dialog.vereinbarungen.create(was="Liste", wer="beide", bis="2099-01-01").schluessel,
    ],
    **{name: lambda kommune, cast: [make_dialog(kommune, stand="fest").paar[0].schluessel] for name in NEEDS_SEITE},
    **{name: lambda kommune, cast: [counted(kommune).teilnahmen.first().schluessel] for name in NEEDS_TEILNAHME},
    **{name: lambda kommune, cast: [kommune.slug, counted(kommune).schluessel] for name in NEEDS_ERHEBUNG},
    "kooperation:erhebung_tabelle": lambda kommune, cast: [kommune.slug, counted(kommune).schluessel, "xlsx"],
    "kooperation:erhebung_bild": lambda kommune, cast: [kommune.slug, counted(kommune).schluessel, "verteilung"],
    **{name: lambda kommune, cast: [kommune.slug, make_vorlage(kommune).schluessel] for name in NEEDS_VORLAGE},
    **{name: lambda kommune, cast: [kommune.slug, make_vorhaben(kommune).schluessel] for name in NEEDS_VORHABEN},
    **{name: lambda kommune, cast, name=name: row_of_project(kommune, name) for name in ZEILEN},
    "planung:baustein": lambda kommune, cast: [kommune.slug, "netzwerk"],
    "planung:uebergang": lambda kommune, cast: [kommune.slug, 3],
    **{name: lambda kommune, cast: [kommune.slug, make_untersuchung(kommune).schluessel] for name in NEEDS_UNTERSUCHUNG},
    "planung:empfehlung": lambda kommune, cast: [
        kommune.slug,
        (u := make_untersuchung(kommune)).schluessel,
        u.empfehlungen.create(text="Gemeinsam planen").schluessel,
    ],
    "planung:karte": lambda kommune, cast: [kommune.slug, make_karte(kommune).schluessel],
    "planung:massnahme": lambda kommune, cast: [kommune.slug, kommune.massnahmen.create(titel="Besuche").schluessel],
    "planung:sozialraum": lambda kommune, cast: [kommune.slug, kommune.sozialraeume.create(name="Nord").schluessel],
    "planung:listen_export": lambda kommune, cast: [kommune.slug, "angebote", "csv"],
    "planung:angebot": lambda kommune, cast: [kommune.slug, make_angebot(kommune).schluessel],
    "gremien:sachstand": lambda kommune, cast: [kommune.slug, make_vorlage(kommune).schluessel, "pdf"],
    "gremien:oparl_liste": lambda kommune, cast: [told(kommune).kommune_id, "paper"],
    "gremien:oparl_objekt": lambda kommune, cast: ["paper", told(kommune).schluessel],
    "gremien:oparl_unbekannt": lambda kommune, cast: ["irgendwas"],
    "gremien:beratung": lambda kommune, cast: row_of_paper(kommune, "beratungen"),
    "gremien:beschlusspunkt": lambda kommune, cast: row_of_paper(kommune, "beschlusspunkte"),
    "gremien:anlage": lambda kommune, cast: row_of_paper(kommune, "anlagen"),
    "gremien:anlage_datei": lambda kommune, cast: row_of_paper(kommune, "anlagen"),
    **{name: lambda kommune, cast: [kommune.slug] for name in NEEDS_KOMMUNE},
    **{name: lambda kommune, cast: [kommune.slug, "grund"] for name in NEEDS_ABSCHNITT},
}


@pytest.fixture
def address(kommune, cast, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    abgleichen()  # the interface tells of itself
    return lambda name: reverse(name, args=ARGS[name](kommune, cast) if name in ARGS else [])


def shut(response):
    """A delivered file stays open until somebody has read it; the connection to the database is not this response's to close."""
    for closer in response._resource_closers:
        closer()


def status(response):
    """Its status; whatever it is, the headers that protect a browser are there."""
    shut(response)
    assert unprotected(response) == []
    return response.status_code


def unprotected(response):
    """What is missing of the headers each answer carries, and cookies that a script or another site could use."""
    policy = response.headers.get("Content-Security-Policy", "")
    promised = {
        "CSP": "default-src 'self'" in policy and "frame-ancestors 'none'" in policy and "unsafe" not in policy,
        "base-uri": "base-uri 'none'" in policy and "object-src 'none'" in policy and "form-action 'self'" in policy,
        "nosniff": response.headers.get("X-Content-Type-Options") == "nosniff",
        "Referrer-Policy": response.headers.get("Referrer-Policy") in ("same-origin", "strict-origin"),
        "COOP": response.headers.get("Cross-Origin-Opener-Policy") == "same-origin",
        "frames": response.headers.get("X-Frame-Options") == "DENY",
        "Permissions-Policy": "camera=()" in response.headers.get("Permissions-Policy", ""),
    }
    cookies = [
        name for name, cookie in response.cookies.items() if cookie.value and not (cookie["httponly"] and cookie["samesite"])
    ]
    return [name for name, kept in promised.items() if not kept] + cookies


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", GET)
def test_reading(name, role, login, address):
    assert status(login(role).get(address(name))) == GET[name][ROLES.index(role)]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", POST)
def test_writing(name, role, login, address):
    assert status(login(role).post(address(name))) == POST[name][ROLES.index(role)]


@pytest.mark.parametrize("name", sorted(NEEDS_SEITE))
def test_an_address_of_a_side_is_open_to_whoever_holds_its_link_and_to_nobody_else(name, kommune):
    dialog = make_dialog(kommune, stand="fest")
    Kooperationsblatt.objects.update(naechster="2099-05-03")
    mine, other = dialog.paar
    browser = Partner(mine)
    ask = browser.post if GET[name][0] == CLOSED else browser.get

    mine, other, neither = (
        ask(reverse(name, args=[key])).status_code for key in (mine.schluessel, other.schluessel, dialog.schluessel)
    )

    assert mine in (OK, 302)
    assert (other, neither) == (404, 404)


@pytest.mark.parametrize("name", sorted(NEEDS_TEILNAHME))
def test_an_address_of_somebody_asked_is_open_to_whoever_holds_that_link_and_to_nobody_else(name, kommune):
    mine, other = counted(kommune).teilnahmen.all()[:2]
    browser = Partner(mine)

    codes = [browser.get(reverse(name, args=[teilnahme.schluessel])).status_code for teilnahme in (mine, other)]

    assert codes == [OK, 404]


@pytest.mark.parametrize(
    ("published", "expected"), [(True, (200, 200, 200, 200)), (False, (404, 404, 200, 200))], ids=["published", "draft"]
)
@pytest.mark.parametrize("role", ROLES)
def test_a_kommune_that_is_not_public_exists_only_for_those_who_keep_it(role, published, expected, login, kommune):
    kommune.is_published = published
    kommune.save()

    assert login(role).get(kommune.get_absolute_url()).status_code == expected[ROLES.index(role)]


@pytest.mark.parametrize(("role", "sees"), list(zip(ROLES, (False, False, True, True), strict=True)))
def test_a_draft_of_a_profile_is_read_only_by_those_who_keep_it(role, sees, login, kommune):
    kommune.profil.is_published = False
    kommune.profil.ziele = "Streng geheimes Ziel"
    kommune.profil.save()

    page = login(role).get(kommune.get_absolute_url(), follow=True).content.decode()

    assert ("Streng geheimes Ziel" in page) == sees
    assert ("Das Profil folgt" in page) != sees


@pytest.mark.parametrize(("role", "expected"), list(zip(ROLES, (404, 404, 200, 200), strict=True)))
def test_a_file_of_a_draft_is_delivered_only_to_those_who_keep_it(role, expected, login, kommune, address):
    url = address("kommunen:download")
    kommune.profil.is_published = False
    kommune.profil.save()

    assert status(login(role).get(url)) == expected


def test_a_person_without_any_kommune_cannot_read_profiles_in(client, django_user_model):
    client.force_login(
        django_user_model.objects.create_user("gast@example.org"), backend="django.contrib.auth.backends.ModelBackend"
    )

    assert client.get(reverse("profil_einlesen")).status_code == 403
    assert "Profil einlesen" not in client.get(reverse("start")).content.decode()


def test_a_reading_is_never_taken_over_for_a_foreign_kommune(login, cast, kommune):
    foreign = make_kommune(profil=False)
    einlesung = Einlesung.objects.create(text="Ziele:\nUntergeschoben", von=cast["koordination"])

    response = login("koordination").post(reverse("einlesung", args=[einlesung.pk]), {"kommune": foreign.pk})

    assert response.status_code == 200
    assert not hasattr(foreign.__class__.objects.get(pk=foreign.pk), "profil")


def test_only_the_fachadministration_makes_new_kommunen(login, cast, kommune):
    make_gebiet(name="Neuland", ars="03998")
    text = "Landkreis Neuland\n\nZiele:\nEins"
    results = {}
    for role in ("koordination", "fachadmin"):
        einlesung = Einlesung.objects.create(text=text, von=cast[role])
        results[role] = login(role).post(reverse("einlesung", args=[einlesung.pk])).status_code

    assert results == {"koordination": 200, "fachadmin": 302}


def admin_addresses():
    """Every address of the admin, with a number where it wants one."""
    for pattern in admin.site.urls[0]:
        for name in [pattern.name] if getattr(pattern, "name", None) else [p.name for p in getattr(pattern, "url_patterns", ())]:
            if name and name not in {"login", "logout", "jsi18n", "autocomplete", "view_on_site"}:
                yield f"admin:{name}"


@pytest.mark.parametrize("name", sorted(set(admin_addresses())))
@pytest.mark.parametrize("role", ["anonym", "fremde", "koordination"])
def test_the_admin_is_closed_to_everybody_but_the_fachadministration(name, role, login):
    for args in ([], [1], [1, 1], ["konten"], ["csv"]):
        try:
            url = reverse(name, args=args)
            break
        except NoReverseMatch:
            continue

    response = login(role).get(url)

    assert response.status_code == 302
    assert response.url.startswith((reverse("admin:login"), reverse("account_login")))


@pytest.mark.parametrize("model", list(admin.site._registry), ids=lambda model: model._meta.label)
def test_the_fachadministration_reaches_every_list_of_the_admin(model, login):
    name = f"{model._meta.app_label}_{model._meta.model_name}"

    assert login("fachadmin").get(reverse(f"admin:{name}_changelist")).status_code == 200


def test_every_address_stands_in_the_tables():
    def names(resolver, namespace=""):
        for pattern in resolver.url_patterns:
            if hasattr(pattern, "url_patterns"):
                inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
                yield from names(pattern, inner)
            else:
                yield f"{namespace}{pattern.name}"

    addresses = {name for name in names(get_resolver()) if not name.startswith("admin:")}

    assert addresses == set(GET) == set(POST)


@pytest.mark.parametrize("path", ["/konto/anmelden/", "/admin/"])
def test_nobody_registers_alone_and_there_are_no_passwords(path, client):
    page = client.get(path, follow=True).content.decode()

    assert "Code anfordern" in page
    assert 'type="password"' not in page
    with pytest.raises(NoReverseMatch):
        reverse("account_signup")


@pytest.mark.parametrize(("role", "expected"), list(zip(ROLES, (404, 404, 200, 200), strict=True)))
def test_a_file_of_a_kommune_that_is_not_public_is_not_delivered(role, expected, login, kommune, address):
    url = address("kommunen:download")
    kommune.is_published = False
    kommune.save()

    assert status(login(role).get(url)) == expected


def test_a_hidden_upper_kommune_is_not_named(client, kommune):
    hidden = make_kommune(name="Landkreis Geheim", is_published=False)
    kommune.obere = hidden
    kommune.save()

    assert "Landkreis Geheim" not in client.get(kommune.get_absolute_url()).content.decode()


def test_who_no_longer_keeps_a_kommune_no_longer_reads_its_sources(login, cast, kommune):
    einlesung = Einlesung.objects.create(text="Ziele:\nEins", von=cast["fremde"], kommune=kommune)

    assert login("fremde").get(reverse("einlesung", args=[einlesung.pk])).status_code == 404
    assert login("koordination").get(reverse("einlesung", args=[einlesung.pk])).status_code == 200


def test_a_source_is_not_deleted_in_the_admin(login, cast):
    einlesung = Einlesung.objects.create(text="Ziele:\nEins")
    login("fachadmin").post(reverse("admin:kommunen_einlesung_delete", args=[einlesung.pk]), {"post": "yes"})

    assert Einlesung.objects.filter(pk=einlesung.pk).exists()


def test_an_account_made_in_the_admin_can_log_in_however_its_address_was_typed(login, django_user_model):
    login("fachadmin").post(reverse("admin:konten_nutzer_add"), {"email": "Erika@Example.org", "is_active": "on"})

    assert django_user_model.objects.filter(email="erika@example.org").exists()
