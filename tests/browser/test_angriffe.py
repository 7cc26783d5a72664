"""Two hundred attacks in a real browser: no dialog, no request to elsewhere, no message in the console."""

from tests.angriffe import VEKTOREN

SLUG = "seelze"
TITLE = '"><img src=x onerror=alert(1)>'


def test_nothing_runs_anywhere(browser, base_url, sessions):
    context = browser.new_context(base_url=base_url, storage_state=sessions("koordination.region@example.org"))
    page = context.new_page()
    seen = []
    page.on("dialog", lambda dialog: (seen.append(f"dialog {dialog.message}"), dialog.dismiss()))
    page.on("console", lambda message: seen.append(f"console {message.text}"))
    page.on("pageerror", lambda error: seen.append(f"error {error}"))
    page.on("request", lambda request: seen.append(request.url) if not request.url.startswith((base_url, "data:")) else None)
    half = len(VEKTOREN) // 2

    for art, label, vectors in (("grund", "Warum wir dabei sind", VEKTOREN[:half]), ("ziele", "Ziele", VEKTOREN[half:])):
        page.goto(f"/kommunen/{SLUG}/bearbeiten/{art}/")
        page.get_by_label(label, exact=True).fill("\n\n".join(vectors))
        page.locator(".textvorschau").first.wait_for()
        page.get_by_role("button", name="Entwurf speichern").click()
    page.goto(f"/kommunen/{SLUG}/bearbeiten/termine/")
    page.get_by_label("Titel").fill(TITLE)
    page.get_by_label("Datum").fill("2031-01-01")
    page.get_by_role("button", name="Vorschau").click()
    page.get_by_role("button", name="Veröffentlichen").click()
    for path in (
        f"/kommunen/{SLUG}/", "/termine/", "/", f"/meine/{SLUG}/", f"/kommunen/{SLUG}/fassungen/",
        f"/kommunen/{SLUG}/fassungen/ziele/1/", f"/kommunen/{SLUG}/bearbeiten/ziele/",
    ):  # fmt: skip
        page.goto(path)
        page.wait_for_load_state("networkidle")
        page.mouse.move(400, 400)

    assert page.get_by_text("onerror=alert(1)").count() > 0  # shown as text, so they were there
    context.clear_cookies()
    context.add_cookies(sessions("fachadmin@example.org")["cookies"])
    for path in ("/admin/kommunen/termin/", "/admin/kommunen/profil/", "/admin/kommunen/fassung/", "/aktuelles/feed/"):
        assert page.goto(path).status == 200
        page.wait_for_load_state("networkidle")
    assert seen == []
    context.close()
