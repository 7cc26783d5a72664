"""Is this a text at all? Says in plain German what is wrong, before anything is read."""

GROESSTE_EINGABE = 500_000  # bytes; a profile has about 5,000
DATEIANFAENGE = (
    (b"%PDF", "eine PDF-Datei"),
    (b"PK\x03\x04", "eine Word-, Excel- oder ZIP-Datei"),
    (b"\xd0\xcf\x11\xe0", "eine ältere Word- oder Excel-Datei"),
    (b"\x89PNG", "ein Bild"),
    (b"\xff\xd8\xff", "ein Bild"),
)


class LeseFehler(ValueError):
    """The input cannot be read as a profile; the message is for the person who gave it."""


def text_aus_bytes(inhalt: bytes) -> str:
    """Decode a file: UTF-8, UTF-16 with its mark, or Windows-1252.

    Raises LeseFehler for what is no text or far too long.
    """
    if len(inhalt) > GROESSTE_EINGABE:
        raise LeseFehler(zu_gross(len(inhalt)))
    for anfang, was in DATEIANFAENGE:
        if inhalt.startswith(anfang):
            raise LeseFehler(
                f"Das ist {was}, kein reiner Text. Bitte öffnen Sie sie, kopieren Sie den Text und fügen Sie ihn hier ein."
            )
    if inhalt.startswith((b"\xff\xfe", b"\xfe\xff")):
        return inhalt.decode("utf-16", errors="replace")
    try:
        return inhalt.decode("utf-8-sig")
    except UnicodeDecodeError:
        return inhalt.decode("cp1252", errors="replace")


def pruefen(text: str) -> None:
    """Raise LeseFehler for an empty, oversized or binary text."""
    if not text.strip():
        raise LeseFehler("Der Text ist leer. Bitte fügen Sie den Text eines Profils ein.")
    groesse = len(text.encode("utf-8", errors="replace"))
    if groesse > GROESSTE_EINGABE:
        raise LeseFehler(zu_gross(groesse))
    steuerzeichen = sum(zeichen < " " and zeichen not in "\t\n\r\f\v" for zeichen in text)
    if "\x00" in text or steuerzeichen > 5 or text.count("\ufffd") > 5:
        raise LeseFehler(
            "Das ist kein lesbarer Text, sondern vermutlich der Inhalt einer Programmdatei. "
            "Bitte öffnen Sie die Datei in ihrem Programm, kopieren Sie den Text und fügen Sie ihn hier ein."
        )


def zu_gross(groesse: int) -> str:
    return (
        (
            f"Der Text ist zu lang: {groesse / 1_000_000:.1f} MB, erlaubt sind {GROESSTE_EINGABE / 1_000_000:.1f} MB. "
            "Ein Profil hat etwa zwei Seiten. Bitte prüfen Sie, ob es die richtige Datei ist."
        )
        .replace(".", ",", 1)
        .replace("0.5", "0,5")
    )
