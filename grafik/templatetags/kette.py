from django import template

from grafik.kette import kette as rechnen

register = template.Library()


@register.inclusion_tag("grafik/_kette.html")
def kette(anzahl, geschlossen=None, jetzt=None):
    """Rings in a row as decoration; the page says in words what they mean."""
    return {"kette": rechnen(anzahl, geschlossen, jetzt)}
