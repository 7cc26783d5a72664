"""Users write Markdown; nothing of it may run or leave the page."""

import pytest

from kommunen.texte import html


def test_paragraphs_lists_and_emphasis_are_rendered():
    assert html("Eins **zwei**\n\n- drei") == "<p>Eins <strong>zwei</strong></p>\n<ul>\n<li>drei</li>\n</ul>\n"


def test_the_star_of_gender_fair_words_is_no_emphasis():
    assert html("Akteur*innen und Koordinator*innen") == "<p>Akteur*innen und Koordinator*innen</p>\n"
    assert html("*wichtig* für Akteur*innen") == "<p><em>wichtig</em> für Akteur*innen</p>\n"


def test_headings_of_users_begin_below_those_of_the_page():
    assert html("# Groß") == "<h3>Groß</h3>\n"


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "![x](https://example.org/pixel.png)",
        "<a href='https://example.org' onclick='alert(1)'>x</a>",
        "<svg><script>alert(1)</script></svg>",
        "<style>body{display:none}</style>",
    ],
)
def test_nothing_a_user_writes_runs_or_loads(text):
    rendered = html(text)

    for forbidden in ("<script", "<img", "<svg", "<style", 'href="javascript', 'href="data', "<a href='https"):
        assert forbidden not in rendered
