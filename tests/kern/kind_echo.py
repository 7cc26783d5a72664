"""A child that prints what it should not and gives back what it got."""

from kern.begrenzt import AblehnungFehler


def im_kind(daten: bytes, ablehnen: bool = False) -> bytes:
    print("laut")  # noqa: T201
    if ablehnen:
        raise AblehnungFehler("Nein, weil es so ist.")
    return daten
