"""Sessions in the database, found by a hash of what the cookie says: a copy of the database opens nobody's session."""

import hashlib
from datetime import UTC, datetime, timedelta

from django.contrib.sessions.backends import db
from django.utils import timezone

LAENGE = 40  # characters of the column; 160 bits
SEIT = "angemeldet_seit"  # seconds since 1970


def angemeldet(sitzung):
    """A login begins: it ends SESSION_COOKIE_AGE later, however often the session is saved until then."""
    sitzung[SEIT] = timezone.now().timestamp()


def kennzeichen(schluessel: str) -> str:
    """What the database keeps of a cookie: its random bits need no salt."""
    return hashlib.sha256(schluessel.encode()).hexdigest()[:LAENGE]


class SessionStore(db.SessionStore):
    """The portal answers no request asynchronously, so only these ways to the table are used."""

    def _get_session_from_db(self):
        zeilen = self.model.objects.filter(session_key=kennzeichen(self.session_key or ""), expire_date__gt=timezone.now())
        if (zeile := zeilen.first()) is None:
            self._session_key = None
        return zeile

    def get_expiry_date(self, **kwargs):
        ende = super().get_expiry_date(**kwargs)
        if (seit := self.get(SEIT)) is None:
            return ende
        return min(ende, datetime.fromtimestamp(seit, UTC) + timedelta(seconds=self.get_session_cookie_age()))

    def exists(self, session_key):
        return super().exists(kennzeichen(session_key))

    def create_model_instance(self, data):
        zeile = super().create_model_instance(data)
        zeile.session_key = kennzeichen(zeile.session_key)
        return zeile

    def delete(self, session_key=None):
        if schluessel := session_key or self.session_key:
            super().delete(kennzeichen(schluessel))
