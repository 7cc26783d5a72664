"""A child that never ends."""


def im_kind(daten: bytes) -> bytes:
    while True:
        pass
