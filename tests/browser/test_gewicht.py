"""What a first visit costs on the wire: everything the browser fetches, as it was sent."""

import pytest

from tests.browser.seiten import OEFFENTLICH

MOST = 100_000  # bytes, fonts included


@pytest.mark.parametrize("path", OEFFENTLICH.values(), ids=OEFFENTLICH)
def test_a_first_visit_stays_under_100_kilobytes(browser, base_url, path):
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

    assert len(sent) >= len(requests) > 4
    assert sum(sent) < MOST
    assert [url for url in requests if not url.startswith((base_url, "data:"))] == []
    context.close()
