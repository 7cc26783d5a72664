from functools import cache, lru_cache

from django import template
from django.template.loader import render_to_string

from grafik.phasen import phasenbild
from netzwerke.lebensphasen import LEBENSPHASEN

register = template.Library()


@register.simple_tag(takes_context=True)
def navigation(context):
    """The links of the header, which stand twice in each page: in a row, and behind "Menü" where there is no room for one."""
    treffer = getattr(context.get("request"), "resolver_match", None)  # missing where a request fails before it has a view
    hier = {"hier": treffer.view_name, "bereich": treffer.route.partition("/")[0]} if treffer else {}
    if getattr(context.get("user"), "is_authenticated", False):
        with context.push(**hier):
            return context.template.engine.get_template("_navigation.html").render(context)
    return _fuer_besuch(hilfe_hier=context.get("hilfe_hier"), **hier)


@lru_cache(maxsize=500)
def _fuer_besuch(**wo):
    """Without an account all see the same links; only the page they are on is another."""
    return render_to_string("_navigation.html", wo)


@register.simple_tag
@cache
def lebensphasen():
    """The chain of the six life phases, the same on every day: drawn once."""
    bild = phasenbild(len(LEBENSPHASEN))
    return render_to_string("_lebensphasen.html", {"bild": bild, "phasen": list(zip(LEBENSPHASEN, bild.glieder, strict=True))})
