"""Small drawings that stand on many pages, and words that may break in narrow cells."""

from functools import lru_cache

from django import template
from django.template.defaultfilters import stringfilter
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join

from grafik.karte import niedersachsen
from grafik.kette import kette as rechnen
from grafik.phasen import zeichen
from grafik.text import trennbar as mit_trennstellen

register = template.Library()


@register.simple_tag
@lru_cache(maxsize=500)
def kette(anzahl, geschlossen=None, jetzt=None):
    """Rings in a row as decoration; the page says in words what they mean. The same few stand on every page: drawn once."""
    return render_to_string("grafik/_kette.html", {"kette": rechnen(anzahl, geschlossen, jetzt)})


@register.simple_tag
@lru_cache
def phasenmarke(nummer):
    """The symbol of a life phase, as on the start page; its name stands beside it."""
    return format_html(
        '<svg class="phasenmarke" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="{}"/></svg>',
        zeichen(nummer, 12, 12, 11),
    )


@register.simple_tag
@lru_cache
def lage(kreis):
    """All Kreise for a small locator, the one with this key (five digits) marked."""
    formen = niedersachsen().lage.items()
    return format_html_join("", '<path class="kreis{}" d="{}"/>', ((" hier" if ags == kreis else "", d) for ags, d in formen))


@register.filter
@stringfilter
def trennbar(text):
    return mit_trennstellen(text)
