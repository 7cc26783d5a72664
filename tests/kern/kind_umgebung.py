"""A child that tells what it can read of the portal's surroundings."""

import os


def im_kind(daten: bytes) -> bytes:
    return "\n".join(os.environ).encode()
