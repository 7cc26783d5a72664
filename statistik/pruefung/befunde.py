"""Everything the check may say about a row or a file, in words, and what can be decided about it.

A Fehler keeps its rows out. A Warnung lets the person choose, for all rows of its kind; where `vorgabe` is empty, she must.
A Hinweis is only said.
"""

from dataclasses import dataclass

import numpy as np
from django.conf import settings

FEHLER, WARNUNG, HINWEIS = "fehler", "warnung", "hinweis"
UEBERNEHMEN, AUSLASSEN = "uebernehmen", "auslassen"
JA_NEIN = ((UEBERNEHMEN, "übernehmen"), (AUSLASSEN, "auslassen"))


@dataclass(frozen=True)
class Art:
    """`titel`: what is the matter. `text`: what it means and what to do. `wahl`: (value, words) of the possible decisions."""

    kennung: str
    schwere: str
    titel: str
    text: str
    wahl: tuple[tuple[str, str], ...] = ()
    vorgabe: str = ""


def gewaehlt(art: str, entscheidungen: dict[str, str]) -> str:
    """The decision that holds for a kind: what the person said, else what is proposed; empty where she still has to."""
    return entscheidungen.get(art) or ARTEN[art].vorgabe


@dataclass(frozen=True)
class Befund:
    """`stellen`: which rows of the check (int32). `angaben`: for each of them what is particular, or nothing at all."""

    art: str
    stellen: np.ndarray
    angaben: list[str]

    @property
    def schwere(self) -> str:
        return ARTEN[self.art].schwere


# fmt: off
_ALLE = (
    # Errors
    Art("jobcenter", FEHLER, "Jobcenter statt Kreis",
        "Schlüssel mit einem „t“ davor meinen ein Jobcenter, keinen Kreis; beide haben oft verschiedene Grenzen."),
    Art("unbekannt", FEHLER, "Gebiet unbekannt",
        "Diesen Schlüssel kennt das Portal nicht. Bitte prüfen Sie ihn oder laden Sie zuerst das Gemeindeverzeichnis."),
    Art("nicht_amtlich", FEHLER, "Kein Gebietsschlüssel",
        "Ein Gebietsschlüssel hat 2, 3, 5, 8, 9 oder 12 Ziffern."),
    Art("stichtag_unlesbar", FEHLER, "Stichtag fehlt oder ist unlesbar",
        "Erwartet wird ein Tag wie 31.12.2019, ein Monat oder ein Jahr."),
    Art("zukunft", FEHLER, "Stichtag in der Zukunft",
        "Für diesen Tag kann es noch keine Zahl geben."),
    Art("indikator_unbekannt", FEHLER, "Indikator unbekannt",
        "Diese Kennung gibt es im Portal nicht."),
    Art("eigene_berechnung", FEHLER, "Wird im Portal berechnet",
        "Diesen Wert rechnet das Portal selbst; er lässt sich nicht einlesen."),
    Art("zahl_unlesbar", FEHLER, "Keine Zahl",
        "Bitte prüfen Sie diese Zellen in der Datei."),
    Art("einheit_falsch", FEHLER, "Einheit passt nicht",
        "Die Datei nennt eine andere Einheit als der Indikator."),
    Art("status_falsch", FEHLER, "Status und Wert passen nicht",
        "Ein Wert kann nicht zugleich dastehen und geheim oder unbekannt sein."),
    Art("doppelt", FEHLER, "Zweimal mit verschiedenem Wert",
        "Für dieses Gebiet und diesen Stichtag nennt die Datei zwei Werte. Welcher gilt, kann nur die Quelle sagen."),
    Art("anteil_unmoeglich", FEHLER, "Anteil unter 0 oder über 100",
        "Das kann kein Anteil sein."),
    Art("negativ", FEHLER, "Anzahl unter null",
        "Eine Anzahl kann nicht negativ sein."),
    Art("nicht_addierbar", FEHLER, "Anteile lassen sich nicht zusammenzählen",
        "Mehrere Spalten sind demselben Anteil zugeordnet. Bitte ordnen Sie nur eine zu."),
    Art("doppelt_gezaehlt", FEHLER, "Doppelt gezählt",
        "Eine der zugeordneten Spalten ist schon die Summe der anderen. Bitte ordnen Sie nur sie oder nur die Teile zu."),
    Art("fremdes_gebiet", FEHLER, "Nicht Ihr Gebiet",
        "Sie können Zahlen für Ihre eigene Kommune liefern."),
    # Decisions
    Art("nullen", WARNUNG, "Führende Null fehlt",
        "Excel macht aus 03151 gern 3151. Gemeint ist vermutlich der Schlüssel mit der Null davor. Bitte vergleichen "
        "Sie die Namen.",
        (("ergaenzen", "Null ergänzen"), (AUSLASSEN, "auslassen"))),
    Art("strich", WARNUNG, "Strich statt Zahl",
        "Ein „-“ heißt bei Statistikämtern meist „nichts vorhanden“, manchmal aber auch „noch nicht geladen“.",
        (("kein_wert", "kein Wert, unbekannt"), ("null", "genau null"), (AUSLASSEN, "auslassen")), "kein_wert"),
    Art("aufgeloest", WARNUNG, "Gebiet gibt es nicht mehr",
        "Am Stichtag der Datei bestand dieses Gebiet nicht.",
        ((AUSLASSEN, "auslassen"), ("nicht_sinnvoll", "als „nicht sinnvoll“ merken")), AUSLASSEN),
    Art("name_anders", WARNUNG, "Name und Schlüssel passen nicht zusammen",
        "Unter diesem Schlüssel kennt das Portal ein Gebiet mit anderem Namen.",
        JA_NEIN),
    Art("stadt_im_kreis", WARNUNG, "Eine Stadt in einer Tabelle der Kreise",
        "Sie ist in ihrem Kreis schon enthalten und wird mit ihm nie zusammengezählt.",
        ((UEBERNEHMEN, "als Gemeinde übernehmen"), (AUSLASSEN, "auslassen")), UEBERNEHMEN),
    Art("nicht_ganz", WARNUNG, "Anzahl mit Nachkommastellen",
        "Das ist keine Zählung, sondern vermutlich eine Hochrechnung.",
        JA_NEIN, UEBERNEHMEN),
    Art("zu_viele", WARNUNG, "Mehr als die Grundgesamtheit",
        "Hier werden mehr Personen gezählt, als es insgesamt gibt.",
        JA_NEIN, AUSLASSEN),
    Art("quote_anders", WARNUNG, "Quote passt nicht zu Zähler und Nenner",
        "Selbst gerechnet kommt etwas anderes heraus (mehr als 0,5 Punkte). Stimmen Stichtage und Abgrenzung?",
        JA_NEIN, UEBERNEHMEN),
    Art("sprung", WARNUNG, "Sprung gegenüber dem Vorjahr",
        "Mehr als 30 Prozent oder 5 Punkte Unterschied. Das kann stimmen.",
        JA_NEIN, UEBERNEHMEN),
    Art("klein", WARNUNG, f"Anzahl von 1 bis {settings.STATISTIK_MINDESTZAHL - 1}",
        "So kleine Zahlen veröffentlicht die Statistik nicht, weil man Menschen erkennen könnte. Auch übernommen zeigt "
        "sie das Portal nie öffentlich.",
        JA_NEIN, AUSLASSEN),
    Art("grundlage", WARNUNG, "Zensus 2011 oder Zensus 2022?",
        "Für Stichtage von Mai 2022 bis vor Ende 2024 gibt es amtliche Bevölkerungszahlen auf zwei Grundlagen, die sich deutlich "
        "unterscheiden. Diese Datei sagt nicht, welche es ist. Meist steht es bei der Quelle unter der Tabelle.",
        (("zensus2011", "Zensus 2011"), ("zensus2022", "Zensus 2022"), ("unbekannt", "nicht bekannt"))),
    Art("bruchteil", WARNUNG, "Alle Anteile unter 1 Prozent",
        "Stehen in der Datei Bruchteile statt Prozent, also 0,14 statt 14? Dann lassen Sie sie bitte aus und lesen die Datei mit "
        "Werten in Prozent noch einmal ein.",
        JA_NEIN),
    Art("fast_nie_ganz", WARNUNG, "Anzahlen, die meist nicht ganz sind",
        "Die meisten Werte haben Nachkommastellen. Sind es wirklich Anzahlen, oder Prozent, Tausender oder Werte je 1.000?",
        JA_NEIN),
    Art("sprung_fast_ueberall", WARNUNG, "Fast überall ein Sprung gegenüber dem Vorjahr",
        "Wenn sich die meisten Gebiete zugleich so stark ändern, liegt es oft an der Datei: ein anderes Jahr, eine andere Einheit "
        "(etwa Tausender) oder nur ein Teil, etwa nur eine Spalte von zweien.",
        JA_NEIN),
    Art("wie_anderer_tag", WARNUNG, "Dieselben Werte wie an einem anderen Stichtag",
        "Genau diese Werte stehen im Portal schon, aber unter einem anderen Stichtag. Stimmt das Jahr in der Datei?",
        JA_NEIN),
    Art("aelter", WARNUNG, "Datei älter als ihr Stichtag",
        "Die Datei nennt einen Stand vor dem Stichtag. Da konnte es die Zahl noch nicht geben, außer sie ist vorausberechnet. "
        "Stimmen beide?",
        JA_NEIN),
    Art("ersetzt", WARNUNG, "Vorhandene Werte würden ersetzt",
        "Für die meisten Gebiete stehen zu diesem Stichtag schon andere Werte im Portal. Ist das eine Berichtigung der Quelle, "
        "oder gehört die Datei zu einem anderen Jahr?",
        ((UEBERNEHMEN, "ersetzen"), (AUSLASSEN, "die alten behalten"))),
    Art("stichtag_anders", WARNUNG, "Ungewöhnlicher Stichtag",
        "Dieser Indikator hat sonst einen anderen Stichtag.",
        JA_NEIN, UEBERNEHMEN),
    Art("stichtag_einzeln", WARNUNG, "Anderer Stichtag als der Rest",
        "Nur wenige Gebiete haben diesen Stichtag; die meisten einen anderen.",
        JA_NEIN, UEBERNEHMEN),
    # Notes
    Art("ausserhalb", HINWEIS, "Außerhalb des Portals",
        "Gebiete anderer Länder und Deutschland insgesamt bleiben draußen."),
    Art("leer", HINWEIS, "Leere Zelle",
        "Eine leere Zelle sagt nichts; es wird nichts geschrieben."),
    Art("doppelt_gleich", HINWEIS, "Zweimal mit gleichem Wert",
        "Die Zeile steht doppelt da und zählt einmal."),
    Art("geheim", HINWEIS, "Geheim gehalten",
        "Wird als „geheim“ gemerkt, ohne Wert, und nie summiert."),
    Art("ohne_wert", HINWEIS, "Ohne Wert",
        "Die Datei sagt mit einem Zeichen, warum kein Wert da ist. Das wird gemerkt."),
    Art("rueckrechenbar", HINWEIS, "Geheimer Wert lässt sich ausrechnen",
        "Alle anderen Teile und die Summe stehen da. Bitte melden Sie das der Quelle."),
    Art("summe_anders", HINWEIS, "Summe der Kreise und Land weichen ab",
        "Bitte prüfen Sie, ob die Datei vollständig ist."),
    Art("summe_stimmt", HINWEIS, "Gegenprobe",
        "Die Summe der Kreise stimmt mit dem Wert des Landes überein."),
    Art("unvollstaendig", HINWEIS, "Nicht alle Gebiete",
        "Für diese Gebiete enthält die Datei keinen Wert."),
    Art("summiert", HINWEIS, "Vom Portal summiert",
        "Aus den Teilen der Datei gebildet; steht als eigene Berechnung da."),
    Art("nicht_summierbar", HINWEIS, "Summe nicht gebildet",
        "Ein Teil ist geheim oder fehlt; dann wird nicht summiert."),
    Art("lsn_schluessel", HINWEIS, "Samtgemeinde mit LSN-Schlüssel",
        "Der Schlüssel des Landesamts wurde dem amtlichen Regionalschlüssel zugeordnet."),
)
# fmt: on
ARTEN = {art.kennung: art for art in _ALLE}
REIHENFOLGE = {art.kennung: nummer for nummer, art in enumerate(_ALLE)}
