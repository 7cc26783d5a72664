"""One settings file. What differs between installations comes from the environment, see docs/betrieb/einstellungen.md."""

import sys
from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
env.read_env(BASE_DIR / ".env")  # what the environment already names wins

DEBUG = env.bool("DEBUG", default=False)
TESTING = "pytest" in sys.modules

# Where people reach the portal. Links in mails are built from it, never from the request's host.
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
HTTPS = SITE_URL.startswith("https://")
LOOPBACK = urlsplit(SITE_URL).hostname in {"127.0.0.1", "localhost", "::1"}

SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])  # earlier ones, until what they sealed is over
SECRET_KEY = env.str("SECRET_KEY", default="unsicher-nur-fuer-die-entwicklung" if DEBUG and LOOPBACK else "")
if not SECRET_KEY:
    raise ImproperlyConfigured(
        "SECRET_KEY fehlt. Legen Sie eine Zeile SECRET_KEY=… in die Datei .env (oder in die Umgebung). "
        "Einen Wert erzeugt: python -c 'import secrets; print(secrets.token_urlsafe(50))'"
    )
if not (HTTPS or LOOPBACK):
    raise ImproperlyConfigured(
        f"SITE_URL ist {SITE_URL}, also unverschlüsselt und von außen erreichbar. Bitte eine Adresse mit https:// angeben."
    )

ALLOWED_HOSTS = [urlsplit(SITE_URL).hostname, *env.list("ALLOWED_HOSTS", default=[])]
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
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "kern.protokoll.schluesseladressen",
    "django.middleware.gzip.GZipMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # Closed by default: a page is open to everybody only where its view says @login_not_required.
    "konten.anmeldung.AnmeldungErforderlich",
    "simple_history.middleware.HistoryRequestMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
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
            ],
            "builtins": [
                "django.templatetags.static",
                "grafik.templatetags.kette",
                "kern.templatetags.schreibweise",
                "kooperation.templatetags.dialoge",
                "kooperation.templatetags.erhebungen",
                "netzwerke.templatetags.zeitpunkt",
            ],
        },
    }
]

# ---------- Database: SQLite unless DATABASE_URL names a server ----------
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{BASE_DIR / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE: two writers wait for each other instead of failing in the middle of a transaction.
    DATABASES["default"]["OPTIONS"] = {"transaction_mode": "IMMEDIATE", "timeout": 20}
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
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
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60  # seconds; mail is slow in offices
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
SESSION_COOKIE_AGE = 60 * 60 * 12
MESSAGE_TAGS = {40: "danger"}  # messages.ERROR, by the name KERN has for it
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # no further cookie

# ---------- Mail ----------
if not (LOOPBACK or env.str("EMAIL_URL", default="")):
    raise ImproperlyConfigured(
        "EMAIL_URL fehlt. Ohne Mailserver kann sich niemand anmelden. Zum Beispiel: EMAIL_URL=smtp+tls://nutzer:passwort@host:587"
    )
vars().update(env.email("EMAIL_URL", default="consolemail://"))
EMAIL_TIMEOUT = 10  # seconds; a mail server that does not answer must not hold a person up
DEFAULT_FROM_EMAIL = env.str("MAIL_ABSENDER", default="praeventionsketten@example.org")
EMAIL_FILE_PATH = env.str("EMAIL_FILE_PATH", default=str(BASE_DIR / "var" / "mails"))

# ---------- What is kept how long ----------
STATISTIK_MINDESTZAHL = env.int("STATISTIK_MINDESTZAHL", default=10)  # counts of people in need below it are never public
ERHEBUNG_ADRESSEN_TAGE = env.int("ERHEBUNG_ADRESSEN_TAGE", default=90)  # how long addresses outlive an anonymous round

# ---------- Who runs this installation (Impressum, feedback) ----------
BETREIBER_NAME = env.str("BETREIBER_NAME", default="")
BETREIBER_ANSCHRIFT = env.str("BETREIBER_ANSCHRIFT", default="")  # lines parted by "|"
BETREIBER_MAIL = env.str("BETREIBER_MAIL", default=DEFAULT_FROM_EMAIL)

# ---------- Static files, uploads ----------
STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "build" / "static"
FIXTURE_DIRS = [BASE_DIR / "fixtures"]
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("kern", BASE_DIR / "build" / "kern"),  # put there by `make build/kern`, see docs/entscheidungen
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
MEDIA_ROOT = env.str("MEDIA_ROOT", default=str(BASE_DIR / "var" / "dateien"))
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000  # a hundred dates with ten fields each
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024  # bytes; a pasted text that is far too long still gets our own words

# ---------- Security ----------
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = False  # other services of the same town may not be ours to bind
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("HINTER_PROXY", default=False) else None
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
PERMISSIONS_POLICY = {
    name: [] for name in ("camera", "microphone", "geolocation", "payment", "usb", "display-capture", "fullscreen")
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"ohne_schluessel": {"()": "kern.protokoll.OhneSchluessel"}},
    "handlers": {"konsole": {"class": "logging.StreamHandler", "filters": ["ohne_schluessel"]}},
    "root": {"handlers": ["konsole"], "level": "WARNING"},
}
