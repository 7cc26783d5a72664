"""What was found about a person, to be handed to her: as a letter, and as data."""

from betrieb.personen.register import register
from betrieb.personen.suche import Fund, titel_von


def als_daten(fund: Fund) -> dict:
    return {
        "eintraege": [{"tabelle": zeile.tabelle, **zeile.angaben} for zeile in fund.zeilen],
        "texte": [
            {"tabelle": stelle.objekt._meta.label, "nummer": stelle.objekt.pk, "feld": stelle.spalte, "stelle": stelle.ausschnitt}
            for stelle in fund.stellen
        ],
        "dateien": [titel_von(datei) for datei in fund.dateien],
        "nicht_durchsucht": [titel_von(datei) for datei in fund.undurchsucht],
    }


def als_brief(fund: Fund) -> str:
    zeilen = ["Was das Portal über Sie gespeichert hat", ""]
    for zeile in fund.zeilen:
        eintrag = register()[zeile.tabelle]
        zeilen += [
            f"{zeile.objekt._meta.verbose_name}",
            f"  Wozu: {eintrag.wozu}",
            f"  Grundlage: {eintrag.grundlage}",
            f"  Wie lange: {eintrag.frist}",
        ]
        for name, wert in zeile.angaben.items():
            feld = next(feld for feld in zeile.objekt._meta.concrete_fields if feld.attname == name)
            zeilen.append(f"  {feld.verbose_name}: {wert}")
        zeilen.append("")
    zeilen += [f"Texte, in denen Sie genannt sind: {len(fund.stellen) or 'keine'}"]
    zeilen += [
        f"  {stelle.objekt._meta.verbose_name} {stelle.objekt.pk}, {stelle.spalte}: {stelle.ausschnitt}" for stelle in fund.stellen
    ]
    zeilen += ["", f"Dokumente, in denen Sie genannt sind: {len(fund.dateien) or 'keine'}"]
    zeilen += [f"  {titel_von(datei)}" for datei in fund.dateien]
    if fund.undurchsucht:
        zeilen += ["", f"Bilder und Dateien, die sich nicht durchsuchen lassen, bitte selbst ansehen: {len(fund.undurchsucht)}"]
        zeilen += [f"  {titel_von(datei)}" for datei in fund.undurchsucht]
    return "\n".join(zeilen)
