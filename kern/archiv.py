"""What a ZIP archive, an office document among them, would become when it is unpacked. Pure."""

import zipfile

HOECHSTENS = 300 * 1024 * 1024  # bytes, all parts together
UNBEDENKLICH = 20_000_000  # bytes that may be packed as tightly as they like
VERDICHTET_HOECHSTENS = 100  # times; what an office writes comes to 20, a bomb to 1,000


def ist_bombe(archiv: zipfile.ZipFile) -> bool:
    """By what its directory says; where that lies, zipfile stops reading."""
    gross, klein = (sum(getattr(teil, feld) for teil in archiv.infolist()) for feld in ("file_size", "compress_size"))
    return gross > HOECHSTENS or (gross > UNBEDENKLICH and gross > VERDICHTET_HOECHSTENS * klein)
