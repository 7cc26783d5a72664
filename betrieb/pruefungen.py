"""What is wrong with this installation's settings, in words that help: `manage.py check --deploy`."""

import difflib
import json
import os
import re
import shutil
from pathlib import Path

import pyrage
from django.conf import settings
from django.core.checks import Error, Tags, Warning, register
from django.core.files.storage import default_storage

ZEILE = re.compile(r"#?\s*([A-Z][A-Z0-9_]+)=")
ADRESSE = re.compile(r"[^@\s]+@[^@\s]+")
LANG_GENUG, VERSCHIEDENE = 50, 5  # characters of a secret
ALLE_ERKLAERT = "Alle Einstellungen erklärt die Datei .env.beispiel."


def bekannte_namen() -> set[str]:
    """Of all settings: what stands in .env.beispiel, as a value or as a comment."""
    return {name for name, _ in _namen(Path(settings.BASE_DIR, ".env.beispiel"))}


def _namen(datei: Path) -> set[tuple[str, bool]]:
    """(name, is it set) for each line that names a setting; in a comment it is not set."""
    zeilen = datei.read_text(encoding="utf-8", errors="replace").splitlines() if datei.is_file() else []
    return {(treffer[1], not zeile.startswith("#")) for zeile in zeilen if (treffer := ZEILE.match(zeile))}


@register(Tags.security)
def vertippte_namen(app_configs, env_datei: Path | None = None, **kwargs):
    datei = env_datei or Path(settings.BASE_DIR, ".env")
    gesetzt = {name for name, ist_gesetzt in _namen(datei) if ist_gesetzt}
    bekannt = bekannte_namen()
    befunde = []
    for name in sorted(gesetzt - bekannt):
        aehnlich = difflib.get_close_matches(name, bekannt, 1)
        gemeint = f"Meinten Sie {aehnlich[0]}?" if aehnlich else ALLE_ERKLAERT
        befunde.append(Warning(f"{name} steht in {datei.name}, das Portal kennt es aber nicht.", hint=gemeint, id="betrieb.W001"))
    return befunde


@register(Tags.security, deploy=True)
def geheimnis(app_configs, **kwargs):
    schwach = len(settings.SECRET_KEY) < LANG_GENUG or len(set(settings.SECRET_KEY)) < VERSCHIEDENE
    if not schwach:
        return []
    return [
        Warning(
            "SECRET_KEY ist zu kurz oder zu einfach: Wer ihn errät, kann sich als jede Person anmelden.",
            hint="Einen guten erzeugt: python3 -c 'import secrets; print(secrets.token_urlsafe(50))'",
            id="betrieb.W002",
        )
    ]


@register(Tags.security, deploy=True)
def betreiber(app_configs, **kwargs):
    fehlt = [name for name in ("BETREIBER_NAME", "BETREIBER_ANSCHRIFT") if not getattr(settings, name)]
    fehlt += ["MAIL_ABSENDER"] if settings.DEFAULT_FROM_EMAIL.endswith("@example.org") else []
    fehlt += ["EMAIL_URL"] if (settings.EMAIL_HOST or "").endswith(".example.org") else []
    if not fehlt:
        return []
    wozu = (
        "Ohne sie ist das Impressum unvollständig, und Mails gehen nicht hinaus oder kommen von einer Adresse, die es nicht gibt."
    )
    return [Warning(f"Es fehlt oder steht noch auf dem Beispiel: {', '.join(fehlt)}.", hint=wozu, id="betrieb.W003")]


@register(Tags.security, deploy=True)
def verschluesselung(app_configs, **kwargs):
    if not settings.HTTPS:
        return [
            Warning(
                "SITE_URL beginnt nicht mit https://, das Portal ist so nur auf diesem Rechner erreichbar.",
                hint="Für den Betrieb die Adresse angeben, unter der man es erreicht: SITE_URL=https://…",
                id="betrieb.W004",
            )
        ]
    if not settings.HINTER_PROXY:
        return [
            Warning(
                "HINTER_PROXY ist nicht gesetzt: Anmeldeversuche zählen für alle gemeinsam, und Seiten führen vielleicht im Kreis.",
                hint="Setzt der vorgeschaltete Server X-Forwarded-Proto selbst (Caddy tut das), dann HINTER_PROXY=true.",
                id="betrieb.W005",
            )
        ]
    return []


@register(Tags.security, deploy=True)
def meldungen(app_configs, **kwargs):
    falsch = [adresse for adresse in settings.ADMIN_MAIL if not ADRESSE.fullmatch(adresse)]
    if falsch:
        return [Error(f"ADMIN_MAIL enthält keine E-Mail-Adresse: {', '.join(falsch)}", hint="Zum Beispiel it@…", id="betrieb.E006")]
    if settings.ADMIN_MAIL:
        return []
    hinweis = "ADMIN_MAIL=it@… angeben, mehrere mit Komma."
    return [Warning("ADMIN_MAIL fehlt: Bleibt etwas kaputt, erfährt es niemand.", hint=hinweis, id="betrieb.W006")]


@register(Tags.files)
def ordner(app_configs, **kwargs):
    """Folders to which nothing could be written. A missing one is made when it is needed, if its parent allows."""
    ziele = {"SICHERUNG_ORDNER": settings.SICHERUNG_ORDNER}
    if not settings.DATEIEN_URL:
        ziele["MEDIA_ROOT"] = Path(settings.MEDIA_ROOT)
    befunde = []
    for name, ziel in ziele.items():
        besteht = next(eltern for eltern in (ziel, *ziel.parents) if os.path.lexists(eltern))
        if not (besteht.is_dir() and os.access(besteht, os.W_OK | os.X_OK)):
            hinweis = f"Legen Sie ihn für den Nutzer an, unter dem das Portal läuft: install -d -o portal -g portal -m 0700 {ziel}"
            if os.statvfs(besteht).f_flag & os.ST_RDONLY:
                hinweis = f"Der Datenträger ist nur lesbar. Mit systemd gehört {ziel} in ReadWritePaths der Units."
            elif not os.access(besteht, os.X_OK):
                hinweis = f"Der Nutzer, unter dem das Portal läuft, darf {besteht} nicht öffnen: chown portal:portal {besteht}"
            befunde.append(
                Error(f"In den Ordner aus {name} ({ziel}) kann das Portal nicht schreiben.", hint=hinweis, id="betrieb.E001")
            )
    if settings.SICHERUNG_ORDNER.resolve().is_relative_to(Path(settings.MEDIA_ROOT).resolve()):
        hinweis = "Bitte SICHERUNG_ORDNER auf einen anderen Ordner zeigen lassen, am besten auf einen anderen Datenträger."
        befunde.append(
            Error("SICHERUNG_ORDNER liegt in MEDIA_ROOT: Sicherungen enthielten Sicherungen.", hint=hinweis, id="betrieb.E002")
        )
    return befunde


@register(Tags.security)
def sicherungsschluessel(app_configs, **kwargs):
    befunde = []
    for schluessel in settings.SICHERUNG_SCHLUESSEL:
        try:
            pyrage.x25519.Recipient.from_str(schluessel)
        except pyrage.RecipientError:
            gemeint = (
                "Das ist der geheime Schlüssel. Er gehört nicht auf diesen Server; hier steht nur der öffentliche (age1…)."
                if schluessel.upper().startswith("AGE-SECRET-KEY")
                else "Erwartet wird ein öffentlicher age-Schlüssel (age1…). Einen erzeugt: portal sichern --neuer-schluessel"
            )
            befunde.append(Error("SICHERUNG_SCHLUESSEL enthält keinen öffentlichen Schlüssel.", hint=gemeint, id="betrieb.E003"))
    return befunde


@register(Tags.security, deploy=True)
def sicherungen(app_configs, **kwargs):
    befunde = []
    if not settings.SICHERUNG_SCHLUESSEL:
        hinweis = "Einen Schlüssel erzeugt: portal sichern --neuer-schluessel. Der geheime Teil gehört nicht auf diesen Server."
        befunde.append(Warning("SICHERUNG_SCHLUESSEL fehlt: Sicherungen sind unverschlüsselt.", hint=hinweis, id="betrieb.W007"))
    if not settings.SQLITE and shutil.which("pg_dump") is None:
        hinweis = "Unter Debian: apt install postgresql-client, in derselben Hauptversion wie der Server."
        befunde.append(Error("pg_dump fehlt: Das Portal kann seine Datenbank nicht sichern.", hint=hinweis, id="betrieb.E004"))
    return befunde


@register(Tags.security, deploy=True)
def datenbank(app_configs, **kwargs):
    if not settings.SQLITE:
        return []
    return [
        Warning(
            "Das Portal läuft auf SQLite. Das genügt zum Ausprobieren und für eine einzelne Kommune.",
            hint="Für den Betrieb PostgreSQL: DATABASE_URL=postgres://… (docs/betrieb/einrichten.md)",
            id="betrieb.W008",
        )
    ]


@register(Tags.staticfiles, deploy=True)
def gesammelte_dateien(app_configs, **kwargs):
    """Each page names them by what the manifest says, and the portal's user has to read all of them."""
    if settings.TESTING:
        return []
    try:
        verzeichnis = json.loads(Path(settings.STATIC_ROOT, "staticfiles.json").read_text(encoding="utf-8"))["paths"]
        lesbar = all(os.access(Path(settings.STATIC_ROOT, name), os.R_OK) for name in verzeichnis.values())
    except (OSError, ValueError, KeyError):
        lesbar = False
    if lesbar:
        return []
    hinweis = "Nach jeder Aktualisierung als root: make installieren. Lesen muss sie auch der Nutzer, unter dem das Portal läuft."
    was = "Die gesammelten Dateien der Oberfläche fehlen oder sind nicht lesbar; jede Seite endete mit einem Fehler."
    return [Error(was, hint=hinweis, id="betrieb.E005")]


@register(Tags.files, deploy=True)
def speicher(app_configs, **kwargs):
    """The store named by DATEIEN_URL, asked once."""
    if not settings.DATEIEN_URL:
        return []
    try:
        default_storage.listdir("")  # the top folder only; asking for a file cannot tell a missing bucket from a missing file
    except Exception as fehler:
        hinweis = "Stimmen Host, Schlüssel und Eimer in DATEIEN_URL? Den Eimer legen Sie im Speicher an, nicht das Portal."
        was = f"Der Speicher aus DATEIEN_URL antwortet nicht wie erwartet ({type(fehler).__name__})."
        return [Error(was, hint=hinweis, id="betrieb.E007")]
    return []
