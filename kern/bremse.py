"""A limit on what scripts do and people do not: so many in a time, for the whole portal. Nothing about a sender is kept."""

import time

from django.core.cache import cache


def zu_viele(name: str, hoechstens: int, sekunden: int) -> bool:
    """Counts this one in, and says whether it is one too many in this minute, hour, …"""
    schluessel = f"bremse-{name}-{int(time.time() // sekunden)}"
    cache.add(schluessel, 0, timeout=sekunden)
    try:
        return cache.incr(schluessel) > hoechstens
    except ValueError:  # its time ended between the two lines
        return False
