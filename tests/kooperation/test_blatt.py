"""The Kooperationsblatt of both, what is said and done, and the next Dialog."""

import io
import json
import re
from datetime import date, timedelta

import icalendar
import pytest
from django.utils import timezone
from pypdf import PdfReader

from kooperation import fristen
from kooperation.actions import blatt as actions
from kooperation.actions import dialog as dialoge
from kooperation.actions import instrument, vorschlag
from kooperation.auswertung.dialog import gegenueberstellung, rueckblick
from kooperation.models import Dialog, Einschaetzung, Kooperationsblatt
from kooperation.vorlage import als_inhalt, lesen
from tests.factories import answer, make_dialog
from tests.kooperation.partner import Partner


@pytest.fixture
def dialog(kommune):
    return make_dialog(kommune, stand="gespraech")


def sheet(browser, seite):
    """The form of the sheet as the browser has it: every field with what stands in it."""
    page = browser.get(f"/dialoge/{seite.schluessel}/blatt/")
    form, zeilen = page.context["form"], page.context["vereinbarungen"]
    teile = (form, *page.context["sprechende"], zeilen.management_form, *zeilen.forms)
    daten = {feld.html_name: feld.value() for teil in teile for feld in teil}
    gefuellt = {name: wert for name, wert in daten.items() if wert is not None and wert is not False}
    return {name: wert.isoformat() if isinstance(wert, date) else wert for name, wert in gefuellt.items()}


def save(browser, seite, daten):
    return browser.post(f"/dialoge/{seite.schluessel}/blatt/", daten)


def confirm(browser, seite, nummer=None):
    nummer = nummer or Kooperationsblatt.objects.get(dialog=seite.dialog).nummer
    return browser.post(f"/dialoge/{seite.schluessel}/bestaetigen/", {"nummer": nummer}, follow=True).content.decode()


def pdf_text(browser, path):
    reader = PdfReader(io.BytesIO(browser.get(path).content))
    return " ".join(" ".join(page.extract_text().split()) for page in reader.pages), reader


# ---------- Written together ----------


def test_both_write_the_same_sheet_and_confirm_the_same_state(dialog, mailoutbox):
    a, b = dialog.paar
    one, two = Partner(a), Partner(b)
    neu = {"ziel": "4", "gut": "Wir fragen nach.", "vereinbarungen-0-was": "Liste", "vereinbarungen-0-wer": "beide"}
    save(one, a, sheet(one, a) | neu | {"vereinbarungen-0-bis": "2099-03-01", "a-funktionen": "Leitung"})

    assert "Jetzt fehlt noch die andere Seite" in confirm(one, a)
    assert [m.to for m in mailoutbox] == [["b@example.org"]]
    assert "Wir fragen nach." in two.get(f"/dialoge/{b.schluessel}/").content.decode()
    assert "steht fest" in confirm(two, b)

    dialog.refresh_from_db()
    assert dialog.stand == "fest"
    assert len(mailoutbox) == 3
    assert dialog.paar[0].funktionen == "Leitung"
    assert save(one, a, neu).status_code == 302  # and nothing is changed any more
    assert dialog.vereinbarungen.count() == 1


def test_the_stufe_of_today_is_suggested_and_theirs_to_decide(dialog):
    a, _ = dialog.paar
    browser = Partner(a)

    assert sheet(browser, a)["ist"] == 3
    save(browser, a, sheet(browser, a) | {"ist": ""})

    assert sheet(browser, a).get("ist") is None


def test_whoever_changes_something_makes_both_confirm_anew(dialog):
    a, b = dialog.paar
    one, two = Partner(a), Partner(b)
    save(one, a, sheet(one, a) | {"gut": "Eins"})
    confirm(one, a)

    save(two, b, sheet(two, b) | {"gut": "Zwei"})
    page = confirm(two, b)

    assert "Jetzt fehlt noch die andere Seite" in page
    dialog.refresh_from_db()
    assert dialog.stand == "gespraech"


def test_a_state_that_was_changed_meanwhile_is_not_confirmed(dialog):
    a, b = dialog.paar
    one, two = Partner(a), Partner(b)
    save(one, a, sheet(one, a) | {"gut": "Eins"})
    seen = Kooperationsblatt.objects.get(dialog=dialog).nummer
    save(two, b, sheet(two, b) | {"gut": "Zwei"})

    assert "inzwischen geändert" in confirm(one, a, nummer=seen)
    assert dialog.paar[0].bestaetigt is None


def test_an_empty_sheet_is_not_confirmed(dialog):
    a, b = dialog.paar
    confirm(Partner(a), a, nummer=1)
    confirm(Partner(b), b, nummer=1)

    dialog.refresh_from_db()
    assert dialog.stand == "gespraech"


def test_two_who_write_at_once_lose_nothing(dialog):
    a, b = dialog.paar
    one, two = Partner(a), Partner(b)
    mine, theirs = sheet(one, a), sheet(two, b)
    save(one, a, mine | {"gut": "Von A", "hakt": "Nur A"})

    page = save(two, b, theirs | {"gut": "Von B", "begruendung": "Nur B"}).content.decode()

    assert "Von A" in page
    assert "Von B" in page
    assert Kooperationsblatt.objects.get(dialog=dialog).gut == "Von A"


def test_a_second_click_enters_a_vereinbarung_once(dialog):
    a, _ = dialog.paar
    browser = Partner(a)
    daten = sheet(browser, a) | {
        "vereinbarungen-0-was": "Liste", "vereinbarungen-0-wer": "beide", "vereinbarungen-0-bis": "2099-03-01",
    }  # fmt: skip
    save(browser, a, daten)
    save(browser, a, daten)

    assert dialog.vereinbarungen.count() == 1


def test_who_only_talks_has_a_sheet_without_stufen(kommune):
    dialog = make_dialog(kommune)
    a, b = dialog.paar
    dialoge.zusagen(seite=a, zusage="sprechen")
    dialoge.zusagen(seite=b, zusage="sprechen")
    browser = Partner(a)

    assert not {"ist", "ziel", "stufen_frei"} & set(sheet(browser, a))
    save(browser, a, sheet(browser, a) | {"gut": "Offen geredet"})
    text, _ = pdf_text(browser, f"/dialoge/{a.schluessel}/kooperationsblatt.pdf")

    assert "Offen geredet" in text
    assert "Stufe" not in text.split("Keine Stufe ist")[0]


# ---------- Printed ----------


def test_the_sheet_is_one_accessible_page_that_says_what_both_agreed(kommune):
    dialog = make_dialog(kommune, stand="fest", antworten=("33333333", "3333333u"))
    dialog.vereinbarungen.create(was="Liste #strong[nicht] *fett*", wer="beide <b>", bis=date(2099, 3, 1), woran="Sie hängt")
    Kooperationsblatt.objects.filter(dialog=dialog).update(
        ist=3, ziel=4, begruendung="Weil", gut="Gut", hakt="Hakt", stufen_frei=True, naechster=date(2099, 5, 3)
    )
    Einschaetzung.objects.update(beleg="Geheimer Beleg", beleg_frei=True)
    a = dialog.paar[0]

    text, reader = pdf_text(Partner(a), f"/dialoge/{a.schluessel}/kooperationsblatt.pdf")

    assert len(reader.pages) == 1
    for words in (
        "Heute 3 · Sich absprechen. Ziel 4 · Verbindlich zusammenarbeiten.", "Liste #strong[nicht] *fett*", "beide <b>",
        "01.03.2099", "mittlere Stufe 3", "Nächster Dialog: 03.05.2099", "freigegeben: Stufen und das", "Portalfassung 1.0",
        "Von beiden Seiten im Portal",
    ):  # fmt: skip
        assert words in text
    assert "Geheimer Beleg" not in text
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert b"pdfuaid:part" in reader.trailer["/Root"]["/Metadata"].get_data()
    assert reader.trailer["/Root"]["/Lang"] == "de-DE"


def test_ones_own_answers_can_be_kept(kommune):
    dialog = make_dialog(kommune, stand="laeuft", antworten=("1u------", "33333333"))
    a = dialog.paar[0]
    a.einschaetzungen.filter(code="K1").update(beleg="Wir kennen uns vom Sommerfest.")

    text, _ = pdf_text(Partner(a), f"/bogen/{a.schluessel}/antworten.pdf")

    assert "Wir kennen den Namen" in text
    assert "„Wir kennen uns vom Sommerfest.“ (nur für uns)" in text
    assert "kann ich nicht einschätzen" in text
    assert "nicht beantwortet" in text


def test_the_empty_sheet_fits_on_one_page_and_is_there_for_everybody(client, kommune):
    text, reader = pdf_text(client, f"/kommunen/{kommune.slug}/kooperation/bogen.pdf")

    assert len(reader.pages) == 1
    assert "Wir lernen aus Rückmeldungen" in text
    assert "nicht die Koordination" in text


def test_the_next_dialog_goes_into_the_calendar(dialog):
    a, b = dialog.paar
    assert Partner(a).get(f"/dialoge/{a.schluessel}/naechster-dialog.ics").status_code == 404
    Kooperationsblatt.objects.filter(dialog=dialog).update(naechster=date(2099, 5, 3))

    eintraege = [
        icalendar.Calendar.from_ical(Partner(s).get(f"/dialoge/{s.schluessel}/naechster-dialog.ics").content).walk("VEVENT")[0]
        for s in (a, b)
    ]

    assert eintraege[0]["UID"] == eintraege[1]["UID"]
    assert eintraege[0].decoded("DTSTART") == date(2099, 5, 3)
    assert str(a.einrichtung) in eintraege[0]["SUMMARY"]


# ---------- Said and done ----------


@pytest.fixture
def agreed(kommune):
    dialog = make_dialog(kommune, stand="fest")
    return dialog.vereinbarungen.create(was="Liste schicken", wer="beide", bis=timezone.localdate() + timedelta(days=30))


def test_both_are_reminded_before_and_after_the_day(agreed, mailoutbox):
    assert fristen.taeglich() == 0

    for bis, expected in ((7, 2), (7, 0), (0, 0), (-1, 2), (-30, 0)):
        agreed.__class__.objects.update(bis=timezone.localdate() + timedelta(days=bis))
        assert fristen.taeglich() == expected, bis

    assert "Ist es schon getan, oder läuft es?" in mailoutbox[0].body
    assert "Was ist daraus geworden?" in mailoutbox[2].body


def test_a_reminder_leads_to_a_page_where_one_click_says_how_it_stands(agreed, mailoutbox, client):
    agreed.__class__.objects.update(bis=timezone.localdate() - timedelta(days=1))
    fristen.taeglich()
    link = re.search(r"/einladung/\S+", mailoutbox[0].body)[0]

    page = client.get(link).content.decode()
    assert "Was ist daraus geworden?" in page
    agreed.refresh_from_db()
    assert agreed.stand == "offen"  # looking changed nothing
    page = client.post(link, {"stand": "verworfen"}).content.decode()
    assert "Bitte sagen Sie in einem Satz" in page
    client.post(link, {"stand": "getan", "grund": "überflüssig"})

    agreed.refresh_from_db()
    assert (agreed.stand, agreed.grund) == ("getan", "")


def test_what_was_dropped_needs_a_reason_and_is_not_reminded_of(agreed):
    a = agreed.dialog.paar[0]
    browser = Partner(a)
    url = f"/dialoge/{a.schluessel}/vereinbarungen/{agreed.schluessel}/"

    browser.post(url, {"stand": "verworfen"})
    agreed.refresh_from_db()
    assert agreed.stand == "offen"
    browser.post(url, {"stand": "verworfen", "grund": "Niemand braucht sie."})

    agreed.__class__.objects.update(bis=timezone.localdate() - timedelta(days=1))
    assert fristen.taeglich() == 0
    assert "Niemand braucht sie." in browser.get(f"/dialoge/{a.schluessel}/").content.decode()


def test_nothing_is_done_before_both_have_confirmed(dialog):
    a = dialog.paar[0]
    zeile = dialog.vereinbarungen.create(was="Liste", wer="beide", bis=date(2099, 1, 1))

    assert Partner(a).post(f"/dialoge/{a.schluessel}/vereinbarungen/{zeile.schluessel}/", {"stand": "getan"}).status_code == 404
    assert fristen.taeglich() == 0


def test_what_is_overdue_says_so(agreed):
    agreed.__class__.objects.update(bis=timezone.localdate() - timedelta(days=1))
    a = agreed.dialog.paar[0]
    browser = Partner(a)

    assert "überfällig" in browser.get(f"/dialoge/{a.schluessel}/").content.decode()
    assert "überfällig" in browser.get("/dialoge/").content.decode()
    actions.stand_setzen(vereinbarung=agreed, stand="getan")
    assert "überfällig" not in browser.get(f"/dialoge/{a.schluessel}/").content.decode()


def test_a_foreign_vereinbarung_cannot_be_set(agreed, kommune):
    stranger = make_dialog(kommune, stand="fest").paar[0]

    url = f"/dialoge/{stranger.schluessel}/vereinbarungen/{agreed.schluessel}/"
    assert Partner(stranger).post(url, {"stand": "getan"}).status_code == 404


# ---------- The next time ----------


def next_one(dialog, antworten=("44444444", "33333333")):
    neu = vorschlag.fortsetzen(seite=dialog.paar[0], anlass="Weiter")
    for seite, werte in zip(neu.paar, antworten, strict=True):
        dialoge.zusagen(seite=seite, zusage="einschaetzen")
        answer(seite, werte)
        dialoge.abgeben(seite=seite)
    return Dialog.objects.get(pk=neu.pk)


def test_the_next_dialog_begins_with_what_was_said_and_done(agreed):
    actions.stand_setzen(vereinbarung=agreed, stand="getan")
    neu = next_one(agreed.dialog)
    a = neu.paar[0]

    page = Partner(a).get(f"/dialoge/{a.schluessel}/").content.decode()

    assert "Was haben wir gesagt, was davon getan, und was hat es geändert?" in page
    assert "Liste schicken" in page
    blick = rueckblick(neu, a, gegenueberstellung(neu, a))
    assert blick.veraenderungen[0].a == (3, 4)
    assert blick.veraenderungen[0].b == (3, 3)
    assert blick.bruch == ""


def test_another_version_shows_a_break_and_compares_only_what_kept_its_code(agreed):
    inhalt = als_inhalt(agreed.dialog.instrument.vorlage) | {"kennung": "neu-2", "fassung": "Neue Fassung"}
    inhalt["kriterien"][7] = inhalt["kriterien"][7] | {"code": "N8", "name": "Etwas Neues"}
    instrument.veroeffentlichen(instrument=instrument.laden(vorlage=lesen(inhalt)))
    neu = next_one(agreed.dialog)
    a = neu.paar[0]

    blick = rueckblick(neu, a, gegenueberstellung(neu, a))

    assert blick.bruch == "Portalfassung 1.0"
    assert [v.kriterium.code for v in blick.veraenderungen] == ["K1", "K2", "K3", "K4", "K5", "K6", "K7"]
    assert blick.fehlend == ("Etwas Neues",)
    assert "Damals galt eine andere Fassung (Portalfassung 1.0)" in Partner(a).get(f"/dialoge/{a.schluessel}/").content.decode()
    assert agreed.dialog.instrument.fassung == "Portalfassung 1.0"


def test_the_old_dialog_lives_as_long_as_the_one_that_follows_it(agreed):
    actions.stand_setzen(vereinbarung=agreed, stand="getan")
    next_one(agreed.dialog)
    agreed.__class__.objects.update(stand_vom=timezone.localdate() - timedelta(days=100))
    Dialog.objects.filter(pk=agreed.dialog.pk).update(fest_am=timezone.localdate() - timedelta(days=200))

    fristen.aufraeumen()

    assert Einschaetzung.objects.filter(seite__dialog=agreed.dialog).count() == 16
    assert json.dumps([v.was for v in agreed.dialog.vereinbarungen.all()]) == '["Liste schicken"]'
