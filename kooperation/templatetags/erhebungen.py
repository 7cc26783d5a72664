from django import template

from grafik.verlauf import verlauf as verlauf_rechnen
from grafik.verteilung import verteilung as verteilung_rechnen
from kooperation.auswertung.erhebung import Auswertung, Mitte, Verlauf, Verteilung

register = template.Library()


def _drei(mitte: Mitte | None) -> tuple[int, int, int] | None:
    return (mitte.mitte, mitte.von, mitte.bis) if mitte else None


@register.inclusion_tag("grafik/_verteilung.html")
def verteilungsbild(v: Verteilung, auswertung: Auswertung):
    """How many chose each Stufe, as a picture; the table below it says the same."""
    if v.stufen:
        zahlen = ", ".join(f"Stufe {stufe}: {n}" for stufe, n in enumerate(v.stufen, 1))
        titel = f"{v.kriterium.name}. {zahlen}. Mittlere Stufe {v.mitte.mitte}."
    else:
        titel = f"{v.kriterium.name}. {v.hinweis}"
    bild = verteilung_rechnen(v.stufen, auswertung.hoechste or 1, _drei(v.mitte), v.grober_bereich)
    return {"bild": bild, "titel": titel, "name": v.kriterium.name, "code": v.kriterium.code}


@register.inclusion_tag("grafik/_verlauf.html")
def verlaufsbild(v: Verlauf, auswertung: Auswertung):
    """The middle Stufe over the rounds, as a picture; the table below it says the same."""
    punkte = [(f"{runde.erhebung.geschlossen_am:%m/%Y}", _drei(m)) for runde, m in zip(auswertung.runden, v.mitten, strict=True)]
    stufen = ", ".join(f"{text}: {drei[0] if drei else 'nicht gezeigt'}" for text, drei in punkte)
    return {
        "bild": verlauf_rechnen(punkte, auswertung.brueche),
        "titel": f"{v.kriterium.name}, mittlere Stufe. {stufen}.",
        "name": v.kriterium.name,
        "code": v.kriterium.code,
    }
