"""The tokens of links in mails: the token stands only in the mail, the database keeps what it can be recognised by."""

import hashlib
import secrets


def neues_token() -> tuple[str, str]:
    """A new token, and what is kept of it."""
    token = secrets.token_urlsafe(32)
    return token, pruefsumme(token)


def pruefsumme(token: str) -> str:
    """What the database keeps of a token: 32 random bytes need no salt."""
    return hashlib.sha256(token.encode()).hexdigest()
