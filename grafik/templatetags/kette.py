from functools import lru_cache

from django import template
from django.template.loader import render_to_string

from grafik.kette import kette as rechnen

register = template.Library()


@register.simple_tag
@lru_cache(maxsize=500)
def kette(anzahl, geschlossen=None, jetzt=None):
    """Rings in a row as decoration; the page says in words what they mean. The same few stand on every page: drawn once."""
    return render_to_string("grafik/_kette.html", {"kette": rechnen(anzahl, geschlossen, jetzt)})
