"""Users' texts: Markdown in, clean HTML out."""

import re
from functools import cache

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

ERLAUBT = {"p", "h3", "h4", "ul", "ol", "li", "strong", "em", "a", "br", "blockquote"}
# what XML, calendars and PostgreSQL cannot carry: control characters but tab and line ends, halves of characters
UNSICHTBARES = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
LINK = re.compile(r"https?://|mailto:|/(?!/)|#", re.IGNORECASE)  # anything else is shown as text
GENDERSTERN = re.compile(r"(?<=[^\W\d_])\*(?=[^\W\d_])")  # "Akteur*innen" is a word, not the start of emphasis


@cache
def _markdown() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False, "typographer": True, "quotes": "„“‚‘"})
    markdown.validateLink = lambda url: bool(LINK.match(url))
    return markdown.enable(["smartquotes", "replacements"])


def lesbar(text: str) -> str:
    """A text with one kind of line end and nothing in it that nobody could have meant to type."""
    return UNSICHTBARES.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def html(markdown: str) -> SafeString:
    """Render a user's text. Headings begin at h3, since the page owns h1 and h2; links keep http, https and mailto."""
    tokens = _markdown().parse(GENDERSTERN.sub(r"\\*", lesbar(markdown)))
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1]) + 2, 4)}"
    roh = _markdown().renderer.render(tokens, _markdown().options, {})
    sauber = nh3.clean(roh, tags=ERLAUBT, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto"}, link_rel="noopener")
    return mark_safe(sauber)  # noqa: S308 -- nh3 has cleaned it in the line above
