from django import template

from grafik.schiene import schiene as rechnen

register = template.Library()


@register.inclusion_tag("grafik/_schiene.html")
def schiene(vergleich):
    """Where the two sides stand, as a picture; the words beside it say the same."""
    worte = [
        f"{antwort.zeichen} {f'auf Stufe {antwort.stufe}' if antwort.stufe else 'ohne Stufe'}"
        for antwort in (vergleich.a, vergleich.b)
    ]
    return {"schiene": rechnen(vergleich.a.stufe, vergleich.b.stufe), "titel": ", ".join(worte)}


@register.filter
def stufe(nummer, vorlage):
    """The name of a Stufe in its version of the instrument."""
    return vorlage.stufen[nummer - 1]
