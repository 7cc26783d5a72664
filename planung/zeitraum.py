"""A stretch of time of which one end may be open, in words."""

from netzwerke.zeitpunkt import als_text


def spanne(von: str, bis: str) -> str:
    """ "August 2017 bis Juli 2020", "ab 2021", "bis 2019", "2019", or nothing; ISO 8601 with reduced precision (zeitpunkt.py)."""
    if von and bis:
        return als_text(von) if von == bis else f"{als_text(von)} bis {als_text(bis)}"
    return f"ab {als_text(von)}" if von else f"bis {als_text(bis)}" if bis else ""
