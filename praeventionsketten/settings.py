"""One settings file. What differs between installations comes from the environment, see docs/betrieb/einstellungen.md."""

import os
import sqlite3
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
if (BASE_DIR / ".env").exists() and not os.access(BASE_DIR / ".env", os.R_OK):
    raise ImproperlyConfigured(
        f"Die Datei {BASE_DIR / '.env'} ist für den Nutzer, unter dem das Portal läuft, nicht lesbar. "
        "Unter Debian: chgrp portal .env && chmod 640 .env"
    )
env.read_env(BASE_DIR / ".env")  # what the environment already names wins


def text(name, default=""):
    """Words from the environment. A line with nothing behind its "=" says nothing: then the default holds."""
    return env.str(name, default="").strip() or default


def liste(name):
    """Several, parted by commas; blanks around them mean nothing."""
    return [teil.strip() for teil in text(name).split(",") if teil.strip()]


def zahl(name, default):
    """A whole number above zero from the environment."""
    try:
        wert = int(text(name, str(default)))
    except ValueError:
        wert = 0
    if wert < 1:
        raise ImproperlyConfigured(f"{name} ist „{env.str(name)}“. Erwartet wird eine ganze Zahl ab 1, zum Beispiel {default}.")
    return wert


def ja_nein(name):
    """ "true" or "false" from the environment; false where it says nothing."""
    wert = text(name).lower()
    if wert not in {"", "true", "false", "1", "0"}:
        raise ImproperlyConfigured(f"{name} ist „{wert}“. Erwartet wird true oder false.")
    return wert in {"true", "1"}


DEBUG = ja_nein("DEBUG")
TESTING = "pytest" in sys.modules

# Where people reach the portal. Links in mails are built from it, never from the request's host.
SITE_URL = text("SITE_URL", "http://127.0.0.1:8000").rstrip("/")
if not SITE_URL.startswith(("http://", "https://")):
    raise ImproperlyConfigured(f"SITE_URL ist {SITE_URL}. Bitte mit https:// davor angeben: https://{SITE_URL}")
HTTPS = SITE_URL.startswith("https://")
LOOPBACK = urlsplit(SITE_URL).hostname in {"127.0.0.1", "localhost", "::1"}

SECRET_KEY_FALLBACKS = liste("SECRET_KEY_FALLBACKS")  # earlier ones, until what they sealed is over
SECRET_KEY = text("SECRET_KEY", "unsicher-nur-fuer-die-entwicklung" if DEBUG and LOOPBACK else "")
if not SECRET_KEY:
    raise ImproperlyConfigured(
        "SECRET_KEY fehlt. Legen Sie eine Zeile SECRET_KEY=… in die Datei .env (oder in die Umgebung). "
        "Einen Wert erzeugt: python -c 'import secrets; print(secrets.token_urlsafe(50))'"
    )
if not (HTTPS or LOOPBACK):
    raise ImproperlyConfigured(
        f"SITE_URL ist {SITE_URL}, also unverschlüsselt und von außen erreichbar. Bitte eine Adresse mit https:// angeben."
    )

ALLOWED_HOSTS = [urlsplit(SITE_URL).hostname, *liste("ALLOWED_HOSTS")]
if LOOPBACK and len(ALLOWED_HOSTS) > 1:
    raise ImproperlyConfigured(
        f"ALLOWED_HOSTS nennt {', '.join(ALLOWED_HOSTS[1:])}, aber SITE_URL fehlt. "
        "Bitte die Adresse des Portals mit https:// angeben."
    )
if LOOPBACK:
    ALLOWED_HOSTS += ["127.0.0.1", "localhost", "[::1]"]
CSRF_TRUSTED_ORIGINS = [SITE_URL]

INSTALLED_APPS = [
    "praeventionsketten",
    "kern",
    "grafik",
    "konten",
    "statistik",
    "kommunen",
    "netzwerke",
    "kooperation",
    "planung",
    "gremien",
    "betrieb",
    "praeventionsketten.verwaltung_app.VerwaltungConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "import_export",
    "simple_history",
    "csp",
]

MIDDLEWARE = [
    "kern.protokoll.mitschreiben",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "kern.protokoll.geheime_adressen",
    "django.middleware.gzip.GZipMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "kern.methoden.nur_bekannte",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # Closed by default: a page is open to everybody only where its view says @login_not_required.
    "konten.anmeldung.AnmeldungErforderlich",
    "simple_history.middleware.HistoryRequestMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "praeventionsketten.urls"
WSGI_APPLICATION = "praeventionsketten.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "praeventionsketten.context.betreiber",
                "praeventionsketten.context.menue",
                "praeventionsketten.context.hilfe",
            ],
            "builtins": [
                "django.templatetags.static",
                "grafik.templatetags.zeichnen",
                "kern.templatetags.schreibweise",
                "kooperation.templatetags.dialoge",
                "kooperation.templatetags.erhebungen",
                "netzwerke.templatetags.zeitpunkt",
                "praeventionsketten.templatetags.portal",
            ],
        },
    }
]

# ---------- Database: SQLite unless DATABASE_URL names a server ----------
try:
    DATABASES = {"default": env.db_url_config(text("DATABASE_URL", f"sqlite:///{BASE_DIR / 'db.sqlite3'}"))}
except ValueError:  # its message would show part of the password
    DATABASES = {"default": {}}
SQLITE = DATABASES["default"].get("ENGINE", "").endswith("sqlite3")
# Readers and a writer at once, but only where SQLite is free of the error that can lose data when the log is reset
# (3.7.0 to 3.51.2, mended also in 3.44.6 and 3.50.7): https://www.sqlite.org/wal.html
SQLITE_WAL = sqlite3.sqlite_version_info >= (3, 51, 3) or sqlite3.sqlite_version_info in {(3, 44, 6), (3, 50, 7)}
if SQLITE:
    # IMMEDIATE: two writers wait for each other instead of failing in the middle of a transaction.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": f"PRAGMA journal_mode={'WAL' if SQLITE_WAL else 'DELETE'}",
    }
elif "postgresql" in DATABASES["default"].get("ENGINE", ""):
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
else:
    raise ImproperlyConfigured(
        "DATABASE_URL nennt keine Datenbank, die das Portal kennt. Erwartet wird postgres://nutzer:passwort@host:5432/name; "
        "Sonderzeichen im Passwort bitte als %-Zeichen schreiben (@ wird %40, / wird %2F, # wird %23)."
    )
DATABASES["default"].setdefault("CONN_MAX_AGE", 60)  # seconds; opening one costs as much as a short page, on SQLite too
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Shared between the server's processes, so that limits on login attempts count for all of them.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "zwischenspeicher",
        "TIMEOUT": 2 * 60 * 60,  # seconds; counting up starts it anew, so it is longer than the hour it counts
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    }
}

# ---------- Language ----------
LANGUAGE_CODE = "de"
TIME_ZONE = "Europe/Berlin"
USE_I18N = True  # Django's and allauth's own texts; the portal's stand in its templates
USE_TZ = True

# ---------- Login: a code by mail, no passwords ----------
AUTH_USER_MODEL = "konten.Nutzer"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "meine"
LOGOUT_REDIRECT_URL = "start"
ACCOUNT_ADAPTER = "konten.adapter.KontenAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60  # seconds; as long as OWASP ASVS 6.5.5 allows, mail is slow in offices
ACCOUNT_EMAIL_VERIFICATION = "none"  # the code itself proves the address
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # no mail to addresses that somebody else typed
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_NOTIFICATIONS = True  # a second factor set up or switched off is told by mail
ACCOUNT_FORMS = {
    "login": "konten.forms.AnmeldeForm",
    "confirm_login_code": "konten.forms.CodeForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True  # the login code has proved the address
MFA_TOTP_ISSUER = "Präventionsketten"
MFA_FORMS = {
    "authenticate": "konten.forms.ZweiterFaktorForm",
    "reauthenticate": "konten.forms.NochmalsZweiterFaktorForm",
    "activate_totp": "konten.forms.ZweiterFaktorEinrichtenForm",
    "deactivate_totp": "konten.forms.ZweiterFaktorAbschaltenForm",
    "generate_recovery_codes": "konten.forms.NotfallcodesForm",
}
IMPORT_EXPORT_TMP_STORAGE_CLASS = "import_export.tmp_storages.CacheStorage"  # whichever process confirms finds the file
SESSION_ENGINE = "kern.sitzung"
SESSION_COOKIE_AGE = 60 * 60 * 12  # seconds from the login: a working day; the cookie itself ends with the browser
MESSAGE_TAGS = {40: "danger"}  # messages.ERROR, by the name KERN has for it
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # no further cookie

# ---------- Mail ----------
if not (LOOPBACK or text("EMAIL_URL")):
    raise ImproperlyConfigured(
        "EMAIL_URL fehlt. Ohne Mailserver kann sich niemand anmelden. Zum Beispiel: EMAIL_URL=smtp+tls://nutzer:passwort@host:587"
    )
try:
    vars().update(env.email_url_config(text("EMAIL_URL", "consolemail://")))
except ImproperlyConfigured:
    raise ImproperlyConfigured(
        "EMAIL_URL hat nicht die Form smtp+tls://nutzer:passwort@host:587 (oder smtp+ssl://…:465, smtp://…:25)."
    ) from None
EMAIL_TIMEOUT = 10  # seconds; a mail server that does not answer must not hold a person up
DEFAULT_FROM_EMAIL = text("MAIL_ABSENDER", "praeventionsketten@example.org")
EMAIL_FILE_PATH = text("EMAIL_FILE_PATH", str(BASE_DIR / "var" / "mails"))

# ---------- What is kept how long ----------
STATISTIK_MINDESTZAHL = zahl("STATISTIK_MINDESTZAHL", 10)  # counts of people in need below it are never public
ERHEBUNG_ADRESSEN_TAGE = zahl("ERHEBUNG_ADRESSEN_TAGE", 90)  # how long addresses outlive an anonymous round

# ---------- Backups ----------
SICHERUNG_ORDNER = Path(text("SICHERUNG_ORDNER", str(BASE_DIR / "var" / "sicherungen")))
SICHERUNG_SCHLUESSEL = liste("SICHERUNG_SCHLUESSEL")  # public age keys; the secret ones stay elsewhere
SICHERUNG_TAGE = zahl("SICHERUNG_TAGE", 30)  # how long a backup is kept; the newest always

# ---------- Who runs this installation (Impressum, feedback) ----------
BETREIBER_NAME = text("BETREIBER_NAME")
BETREIBER_ANSCHRIFT = text("BETREIBER_ANSCHRIFT")  # lines parted by "|"
BETREIBER_MAIL = text("BETREIBER_MAIL", DEFAULT_FROM_EMAIL)
ADMIN_MAIL = liste("ADMIN_MAIL")  # who is told when something stays broken

# ---------- Static files, uploads ----------
STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "build" / "static"
FIXTURE_DIRS = [BASE_DIR / "fixtures"]
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("handbuch/bilder", BASE_DIR / "docs" / "handbuch" / "bilder"),
    ("kern", BASE_DIR / "build" / "kern"),  # put there by `make build/kern`, see docs/entscheidungen
]
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        # for the portal's own user only; what the server collects for pages is for all
        "OPTIONS": {"file_permissions_mode": 0o600, "directory_permissions_mode": 0o700},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage" if DEBUG or TESTING else "kern.ablage.Ablage"
    },
}
MEDIA_ROOT = text("MEDIA_ROOT", str(BASE_DIR / "var" / "dateien"))
DATEIEN_URL = text("DATEIEN_URL")  # uploads in an S3-compatible store instead of a folder
if DATEIEN_URL:
    ort = urlsplit(DATEIEN_URL)
    if ort.scheme not in {"s3", "s3+http"} or not (ort.username and ort.password and ort.hostname and ort.path.strip("/")):
        raise ImproperlyConfigured("DATEIEN_URL hat nicht die Form s3://schluessel:geheimnis@host/eimer.")
    STORAGES["default"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "endpoint_url": f"{'http' if ort.scheme == 's3+http' else 'https'}://{ort.netloc.rpartition('@')[2]}",
            "access_key": unquote(ort.username),
            "secret_key": unquote(ort.password),
            "bucket_name": ort.path.strip("/"),
            "file_overwrite": False,
            "default_acl": None,
        },
    }
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000  # a hundred dates with ten fields each
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024  # bytes; a pasted text that is far too long still gets our own words

# ---------- Security ----------
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_NAME = "__Host-sessionid" if HTTPS else "sessionid"  # the prefix: browsers keep it from other hosts of the domain
CSRF_COOKIE_NAME = "__Host-csrftoken" if HTTPS else "csrftoken"
CSRF_COOKIE_HTTPONLY = True  # forms carry the token, no script reads the cookie
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = False  # other services of the same town may not be ours to bind
SECURE_REDIRECT_EXEMPT = [r"^status/"]  # asked from inside, behind the proxy
HINTER_PROXY = ja_nein("HINTER_PROXY")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HINTER_PROXY else None
ALLAUTH_TRUSTED_PROXY_COUNT = int(HINTER_PROXY)  # limits on logins count per visitor, not for the proxy as one of them
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],  # KERN draws its icons as data: images in its stylesheet
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
SILENCED_SYSTEM_CHECKS = [
    "security.W005",  # subdomains belong to the town's other services, they are not ours to bind to HTTPS ...
    "security.W021",  # ... nor to put on the browsers' preload list
    # betrieb/pruefungen.py says the same in German and with the way out: of a weak secret, and once of an address without https://
    "security.W009",
    *([] if HTTPS else ["security.W004", "security.W008", "security.W012", "security.W016"]),
]
PERMISSIONS_POLICY = {
    name: [] for name in ("camera", "microphone", "geolocation", "payment", "usb", "display-capture", "fullscreen")
}

# Lines of JSON on standard output for journald or the container engine; on one's own machine readable ones, and errors only.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"ohne_personen": {"()": "kern.protokoll.OhnePersonen"}},
    "formatters": {
        "zeilen": {"()": "kern.protokoll.Zeilen", "json_ensure_ascii": False},
        "lesbar": {"()": "kern.protokoll.Lesbar", "format": "{levelname} {name}: {message}", "style": "{"},
    },
    "handlers": {
        "konsole": {
            "class": "logging.StreamHandler",
            "filters": ["ohne_personen"],
            "formatter": "lesbar" if LOOPBACK else "zeilen",
        },
        "fehler": {"class": "betrieb.fehler.Zaehler", "level": "ERROR", "filters": ["ohne_personen"]},
    },
    "root": {"handlers": ["konsole", "fehler"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING"},  # not to its own console, nor by mail: both would tell what was typed
        "django.security.DisallowedHost": {"level": "CRITICAL"},  # whoever knocks with a foreign name gets 400, no more
        "zugriff": {"level": "WARNING" if LOOPBACK else "INFO"},
        "betrieb": {"level": "INFO"},
    },
}
