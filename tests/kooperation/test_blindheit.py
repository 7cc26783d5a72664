"""Blindness: with one side handed in, everything every other role can fetch is the same, byte for byte, whatever it answered."""

import re

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse

from kern.models import Vermerk
from kooperation import fristen, post
from kooperation.actions import dialog as actions
from kooperation.models import Dialog, Einschaetzung, Seite
from tests.conftest import angemeldet
from tests.factories import answer, make_dialog, make_einrichtung, make_nutzer
from tests.kooperation.partner import Partner


def nothing(seite):
    """Accepted, and not begun."""


def one_answer(seite):
    answer(seite, "5-------")


def all_low_and_handed_in(seite):
    answer(seite, "1" * 8)
    seite.einschaetzungen.update(beleg="Streng geheimer Beleg", beleg_frei=True)
    actions.abgeben(seite=seite)


def all_high_and_handed_in(seite):
    answer(seite, "5" * 8)
    actions.abgeben(seite=seite)


def handed_in_and_taken_back(seite):
    all_high_and_handed_in(seite)
    actions.zuruecknehmen(seite=seite)


STATES = (nothing, one_answer, all_low_and_handed_in, all_high_and_handed_in, handed_in_and_taken_back)
RANDOM = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"|nonce-[\w-]+|name="schluessel" value="[0-9a-f]{12}"')


def shown(response):
    """Everything of an answer that a person could compare."""
    inhalt = b"".join(response) if response.streaming else response.content
    kopf = {name: wert for name, wert in response.headers.items() if name not in ("Set-Cookie", "Date", "Expires")}
    return response.status_code, kopf, RANDOM.sub("", inhalt.decode("utf-8", "replace"))


def coordination_pages(dialog):
    slug = dialog.kommune.slug
    return [
        reverse("kooperation:kooperation", args=[slug]),
        reverse("kooperation:begleiten", args=[slug, dialog.schluessel]),
        reverse("kooperation:dialog_neu", args=[slug]),
        reverse("netzwerke:einrichtungen", args=[slug]),
        reverse("netzwerke:export", args=[slug, "csv"]),
        reverse("meine_kommune", args=[slug]),
        *(reverse("netzwerke:einrichtung", args=[slug, seite.einrichtung.schluessel]) for seite in dialog.paar),
    ]


def partner_pages(seite):
    return [f"/bogen/{seite.schluessel}/", f"/dialoge/{seite.schluessel}/", "/dialoge/"]


def admin_pages():
    for model in admin.site._registry:
        name = f"{model._meta.app_label}_{model._meta.model_name}"
        yield reverse(f"admin:{name}_changelist")
        try:
            yield reverse(f"admin:{name}_export")
        except NoReverseMatch:
            continue
    yield reverse("admin:index")


def fetch(browser, pages):
    """What each page shows, and with how many questions to the database."""
    found = {}
    for page in pages:
        Vermerk.objects.all().delete()  # what the watchers did themselves, a list taken out, is no sign of anybody else
        with CaptureQueriesContext(connection) as queries:
            found[page] = (shown(browser.get(page)), len(queries))
    return found


@pytest.fixture
def dialog(kommune):
    return make_dialog(kommune, stand="laeuft", antworten=("--------", "3-------"))


@pytest.fixture
def everybody(dialog, cast, client):
    """Each of the others, with the pages she could look at."""
    other = Partner()
    other.open(dialog.paar[1])
    koordination = coordination_pages(dialog)
    return {
        "the other side": (other, partner_pages(dialog.paar[1]) + partner_pages(dialog.paar[0])[:2]),
        "Koordination": (angemeldet(cast["koordination"]), koordination),
        "Fachadministration": (angemeldet(cast["fachadmin"]), [*koordination, *admin_pages()]),
        "another Koordination": (angemeldet(cast["fremde"]), koordination),
        "anonym": (client, koordination),
    }


def test_nobody_sees_or_infers_what_one_side_has_done(dialog, everybody):
    a = dialog.paar[0]
    for browser, pages in everybody.values():
        fetch(browser, pages)  # so that what is looked up once for a process has been
    before = None
    for state in STATES:
        Seite.objects.filter(pk=a.pk).update(abgegeben=False)
        answer(a, "--------")
        state(Seite.objects.get(pk=a.pk))
        now = {who: fetch(browser, pages) for who, (browser, pages) in everybody.items()}
        for who, pages in (before or {}).items():
            for page, was in pages.items():
                assert now[who][page] == was, f"{who} sees on {page} that it is {state.__name__}"
        before = now


def test_the_comparison_can_fail(dialog, everybody):
    """What the pair itself sees does change: the same fetch of the side's own pages is not the same any more."""
    a = dialog.paar[0]
    mine = Partner(a)
    before = fetch(mine, partner_pages(a))

    all_high_and_handed_in(a)

    assert fetch(mine, partner_pages(a)) != before
    browser, pages = everybody["Koordination"]
    seen = fetch(browser, pages)
    actions.abgeben(seite=dialog.paar[1])  # with the second sheet "läuft" becomes "beide haben abgegeben"
    assert fetch(browser, pages) != seen


def test_the_reminders_one_gets_say_nothing_about_the_other(dialog, mailoutbox):
    texts = []
    for state in (nothing, all_high_and_handed_in):
        state(dialog.paar[0])
        Dialog.objects.filter(pk=dialog.pk).update(erinnerungen=0, frist=fristen.timezone.localdate())
        fristen.taeglich()
        texts.append([re.sub("/einladung/.*", "", m.body) for m in mailoutbox if m.to == ["b@example.org"]][-1])

    assert texts[0] == texts[1]


@pytest.mark.parametrize("what", [{"taste": "link"}, {"taste": "adresse", "email": "neu@example.org"}], ids=["link", "address"])
def test_what_the_koordination_does_looks_the_same_whatever_a_side_has_done(kommune, cast, what):
    """Asking for another link or address answers alike for a side that has accepted, filled in, handed in or done nothing."""
    browser = angemeldet(cast["koordination"])
    kita, schule = make_einrichtung(kommune, "Kita"), make_einrichtung(kommune, "Schule")
    replies = set()
    for state in STATES:
        dialog = make_dialog(kommune, stand="laeuft", antworten=("--------", "3-------"), a=kita, b=schule)
        a = dialog.paar[0]
        state(a)
        page = reverse("kooperation:begleiten", args=[kommune.slug, dialog.schluessel])
        text = shown(browser.post(page, what | {"seite": a.schluessel}, follow=True))[2]
        replies.add(re.sub("[0-9a-f]{12}", "key", text))
        for einer in Dialog.objects.laufend():
            actions.beenden(dialog=einer)

    assert len(replies) == 1


@pytest.mark.parametrize("zusage", ["", "einschaetzen", "sprechen"])
def test_before_it_starts_the_koordination_does_not_learn_who_has_accepted(kommune, cast, zusage):
    dialog = make_dialog(kommune)
    a, _ = dialog.paar
    browser = angemeldet(cast["koordination"])
    before = fetch(browser, coordination_pages(dialog))

    if zusage:
        actions.zusagen(seite=a, zusage=zusage)

    assert fetch(browser, coordination_pages(dialog)) == before


def test_nothing_of_a_pair_is_in_the_admin():
    assert not [m for m in admin.site._registry if m in (Dialog, Seite, Einschaetzung)]


def test_even_after_the_reveal_kriterien_and_evidence_stay_between_the_two(kommune, cast):
    dialog = make_dialog(kommune, stand="gespraech", antworten=("11111111", "55555555"))
    Einschaetzung.objects.update(beleg="Streng geheimer Beleg", beleg_frei=True)
    dialog.blatt.__class__.objects.update(gut="Streng geheim gut", begruendung="Streng geheim warum")
    dialog.vereinbarungen.create(was="Streng geheime Liste", wer="beide", bis="2027-01-01")
    pages = coordination_pages(dialog)

    for who in ("koordination", "fachadmin", "fremde"):
        for page in [*pages, *(admin_pages() if who == "fachadmin" else [])]:
            assert "treng geheim" not in shown(angemeldet(cast[who]).get(page))[2]
    assert "Streng geheimer Beleg" in Partner(dialog.paar[0]).get(f"/dialoge/{dialog.paar[0].schluessel}/").content.decode()


def test_the_own_dienststelle_makes_a_coordinator_a_stranger_to_that_dialog(kommune):
    ich = make_nutzer(coordinates=[kommune])
    dialog = make_dialog(kommune)
    dialog.paar[0].einrichtung.dienststellen.create(nutzer=ich)
    browser = angemeldet(ich)

    assert browser.get(reverse("kooperation:begleiten", args=[kommune.slug, dialog.schluessel])).status_code == 404
    page = browser.get(reverse("kooperation:kooperation", args=[kommune.slug])).content.decode()
    assert str(dialog.paar[1].einrichtung) not in page
    assert f"Sie gehören zu {dialog.paar[0].einrichtung}" in page


def test_a_mail_that_waits_is_no_sign_of_progress(dialog, cast):
    """An invitation that could not be sent is told; a reminder only one side is to get is not."""
    page = reverse("kooperation:begleiten", args=[dialog.kommune.slug, dialog.schluessel])
    before = shown(angemeldet(cast["koordination"]).get(page))

    post.schreiben(dialog.paar[:1], "erinnerung")

    assert shown(angemeldet(cast["koordination"]).get(page)) == before
