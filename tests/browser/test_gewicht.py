"""What a first visit costs on the wire: everything the browser fetches, as it was sent."""

import pytest

from tests.browser.seiten import OEFFENTLICH
from tests.messung import write

MOST = 100_000  # bytes, fonts included


def first_visit(browser, base_url, path):
    """(addresses asked for, bytes sent) when nothing is in the cache."""
    context = browser.new_context(base_url=base_url, viewport={"width": 390, "height": 844})
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    sent = []
    session.on("Network.loadingFinished", lambda event: sent.append(event["encodedDataLength"]))
    requests = []
    page.on("request", lambda request: requests.append(request.url))

    page.goto(path)
    page.wait_for_load_state("networkidle")

    context.close()
    assert len(sent) >= len(requests)
    return requests, sum(sent)


@pytest.mark.parametrize("path", OEFFENTLICH.values(), ids=OEFFENTLICH)
def test_a_first_visit_stays_under_100_kilobytes_and_asks_nobody_else(browser, base_url, path):
    requests, sent = first_visit(browser, base_url, path)

    assert len(requests) > 4
    assert sent < MOST
    assert [url for url in requests if not url.startswith((base_url, "data:"))] == []


@pytest.mark.lang
def test_the_weights_are_written_down(browser, base_url):
    rows = [(name, *first_visit(browser, base_url, path)) for name, path in OEFFENTLICH.items()]
    table = [f"| {name} | {len(requests)} | {sent / 1000:.1f} kB |".replace(".", ",") for name, requests, sent in rows]

    write("Erster Besuch, auf der Leitung (make test-lang)", ["| Seite | Anfragen | gesendet |", "|---|---|---|", *table])
    assert len(table) == len(OEFFENTLICH)
