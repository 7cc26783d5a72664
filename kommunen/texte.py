"""Users' texts: Markdown in, clean HTML out."""

import re
from functools import cache

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

ERLAUBT = {"p", "h3", "h4", "ul", "ol", "li", "strong", "em", "a", "br", "blockquote"}
GENDERSTERN = re.compile(r"(?<=[^\W\d_])\*(?=[^\W\d_])")  # "Akteur*innen" is a word, not the start of emphasis


@cache
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False, "typographer": True, "quotes": "„“‚‘"}).enable(["smartquotes", "replacements"])


def html(markdown: str) -> SafeString:
    """Render a user's text. Headings begin at h3, since the page owns h1 and h2; links keep http, https and mailto."""
    tokens = _markdown().parse(GENDERSTERN.sub(r"\\*", markdown))
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1]) + 2, 4)}"
    roh = _markdown().renderer.render(tokens, _markdown().options, {})
    sauber = nh3.clean(roh, tags=ERLAUBT, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto"}, link_rel="noopener")
    return mark_safe(sauber)  # noqa: S308 -- nh3 has cleaned it in the line above
