"""Asking before something that cannot be undone."""


def bestaetigt(wort: str) -> bool:
    """Whether the person at the terminal typed this word. Without a terminal nobody did."""
    try:
        return input(f"Zum Fortfahren bitte „{wort}“ eingeben: ").strip() == wort
    except EOFError:
        return False
