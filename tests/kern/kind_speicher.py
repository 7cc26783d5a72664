"""A child that asks for two gigabytes."""


def im_kind(daten: bytes) -> bytes:
    return str(len(bytearray(2 * 1024**3))).encode()
