"""An anonymous round gives nobody away: not by its pages, not by its files, not by the database, whatever is compared."""

import json
import random
from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from kern import siegel
from kooperation import umschlag, urne
from kooperation.actions import erhebung as actions
from kooperation.models import Einschaetzung, Erhebung, Instrument, Teilnahme
from kooperation.urne import LEER, Befund, Urne
from tests.factories import fill_in, hand_in, make_einrichtung, make_erhebung, make_nutzer, over
from tests.kooperation.partner import Partner
from tests.kooperation.zuordnen import WERTE, Report, Seen, dump
from tests.messung import write

CODES = [f"K{i}" for i in range(1, 9)]

# ---------- What the pages show ----------


def pages_for(client, runde, others):
    """All that the Koordination and everybody else asked can fetch of a round, as bytes."""
    base = f"/kommunen/{runde.kommune.slug}/kooperation/"
    paths = [base, f"{base}erhebungen/{runde.schluessel}/", f"/meine/{runde.kommune.slug}/", "/"]
    seen = [client.get(path).content for path in paths]
    for teilnahme in others:
        partner = Partner(teilnahme)
        seen += [partner.get(f"/teilnahme/{teilnahme.schluessel}/").content, partner.get("/dialoge/").content]
    return [clean(page) for page in seen]


def clean(page):
    """Without what is random on every page."""
    import re

    page = re.sub(rb'name="csrfmiddlewaretoken" value="\w+"', b"", page)
    return re.sub(rb'nonce="[^"]+"', b"", page)


@pytest.mark.parametrize("other", ["55555555", "uuuuuuuu", "1-------"])
def test_while_it_is_open_every_page_is_the_same_whatever_somebody_answered(other, login, kommune):
    koordination = login("koordination")
    runde = make_erhebung(kommune, boegen=["33333333"] * 4)
    fifth, *rest = runde.teilnahmen.all()[4:]
    shown = []
    for answers in ("11111111", other):
        with transaction.atomic():
            hand_in(fifth, answers, satz="Man merkt es daran.")
            shown.append(pages_for(koordination, runde, rest))
            transaction.set_rollback(True)

    assert shown[0] == shown[1]


def test_a_draft_is_seen_by_nobody_and_nobody_sees_that_there_is_one(login, kommune):
    koordination = login("koordination")
    runde = make_erhebung(kommune)
    first, *rest = runde.teilnahmen.all()
    before = pages_for(koordination, runde, rest)

    fill_in(first, "12345123", satz="Noch nicht fertig.")

    assert pages_for(koordination, runde, rest) == before


def test_the_koordination_sees_how_many_and_never_who(login, kommune):
    runde = make_erhebung(kommune, boegen=["33333333"] * 2)
    address = f"/kommunen/{kommune.slug}/kooperation/erhebungen/{runde.schluessel}/"
    page = clean(login("koordination").get(address).content).decode()
    assert "2 von 6" in page

    handed_in, *_, open_one = runde.teilnahmen.all()
    rows = [line for line in page.split("<li>") if "@example.org" in line]
    here, there = (next(row for row in rows if t.email in row) for t in (handed_in, open_one))

    def without_names(row, t):
        return row.replace(str(t.einrichtung), "").replace(t.email, "").replace(t.schluessel, "")

    assert without_names(here, handed_in).split("</li>")[0] == without_names(there, open_one).split("</li>")[0]


# ---------- What the database holds ----------


def test_a_sheet_that_is_handed_in_leaves_the_day_and_nothing_else(kommune):
    runde = make_erhebung(kommune)
    somebody = runde.teilnahmen.first()
    fill_in(somebody, "12345123", satz="Daran merke ich es.")

    actions.abgeben(teilnahme=somebody)

    somebody.refresh_from_db()
    assert (somebody.umschlag, somebody.abgegeben_am) == ("", timezone.localdate())
    assert not Einschaetzung.objects.exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        Teilnahme.objects.filter(pk=somebody.pk).update(umschlag="etwas")  # the database itself refuses to keep a sheet


def test_drafts_and_counters_are_noise_of_a_fixed_length(kommune):
    runde = make_erhebung(kommune, boegen=["33333333"] * 3, saetze=["", "ganz " * 96, "ganz kurz"])
    short, long, *_ = runde.teilnahmen.offen()
    fill_in(short, "1-------")
    fill_in(long, "12345123", satz="ß" * 500)

    texts = [str(row) for rows in dump().values() for row in rows]
    assert not [text for text in texts if "ganz " in text or "ß" in text or '"K1"' in text]
    assert len({len(teilnahme.umschlag) for teilnahme in runde.teilnahmen.offen()}) == 1
    filled, empty = Erhebung.objects.get(pk=runde.pk).urne, siegel.versiegeln(Urne.leer(CODES).als_json(), actions.URNE)
    assert len(empty) == len(filled)


def test_every_hand_in_seals_the_counters_anew(kommune):
    """Two states of the database are as different after the same answer as after another one."""
    runde = make_erhebung(kommune)
    states = []
    for teilnahme in runde.teilnahmen.all()[:3]:
        hand_in(teilnahme, "33333333")
        states.append(Erhebung.objects.get(pk=runde.pk).urne)

    same = [sum(a == b for a, b in zip(x, y, strict=True)) / len(x) for x, y in pairwise(states)]
    assert max(same) < 0.05  # by chance every 64th character


def test_nothing_of_a_round_goes_into_a_history():
    assert not [model for model in (Erhebung, Teilnahme) if hasattr(model, "history")]


def test_the_days_of_hand_in_addresses_and_links_go_after_ninety_days(kommune):
    from kooperation import fristen

    runde = make_erhebung(kommune, boegen=["12345123"] * 3 + ["23451234"] * 3, stand="geschlossen")
    browser = Partner(runde.teilnahmen.first())
    address = f"/teilnahme/{runde.teilnahmen.first().schluessel}/"
    assert browser.get(address).status_code == 200

    Erhebung.objects.update(geschlossen_am=timezone.localdate() - timedelta(days=91))
    fristen.aufraeumen()

    assert set(runde.teilnahmen.values_list("email", "abgegeben_am", "umschlag")) == {("", None, "")}
    assert browser.get(address).status_code == 404
    assert Erhebung.objects.get(pk=runde.pk).hat_ergebnis


# ---------- The attack ----------


def play(kommune, draw, size, einrichtungen):
    """A random round through the portal's own actions, with everything an attacker could have kept of it."""
    runde = Erhebung.objects.create(
        kommune=kommune,
        titel="Runde",
        instrument=Instrument.objects.geltend(),
        oeffnet=timezone.localdate(),
        schliesst=timezone.localdate() + timedelta(days=9),
    )
    Teilnahme.objects.bulk_create(
        Teilnahme(erhebung=runde, einrichtung=einrichtungen[i], email=f"{i}@example.org") for i in range(size)
    )
    actions.eroeffnen(erhebung=runde)
    teilnahmen = list(runde.teilnahmen.all())
    draw.shuffle(teilnahmen)
    leaning = {code: [draw.choice((1, 1, 1, 1, 40)) for _ in WERTE] for code in CODES}  # some Kriterien nearly agree, some do not
    truth, authors, dumps = [], {}, [dump()]
    for person, teilnahme in enumerate(teilnahmen):
        sheet = {code: draw.choices(WERTE, leaning[code])[0] for code in CODES}
        sentence = f"Satz {draw.random()}{'x' * draw.randrange(300)}" if draw.random() < 0.3 else ""
        zeilen = umschlag.oeffnen(teilnahme)
        for zeile in zeilen:
            zeile.wert = "" if sheet[zeile.code] == LEER else sheet[zeile.code]
        if not any(zeile.wert for zeile in zeilen):
            sheet["K1"] = zeilen[0].wert = "3"
        zeilen[0].beleg = sentence
        teilnahme.umschlag = umschlag.verschliessen(zeilen)
        teilnahme.save(update_fields=["umschlag"])
        actions.abgeben(teilnahme=teilnahme)
        truth.append(sheet)
        authors |= {sentence: person} if sentence else {}
        dumps.append(dump())
    over(runde)
    actions.auszaehlen(erhebung=runde)
    dumps.append(dump())
    published = Erhebung.objects.get(pk=runde.pk).ergebnis
    runde.delete()
    return Seen([teilnahme.schluessel for teilnahme in teilnahmen], dumps, truth, authors, published)


def attacked(kommune, rounds, sizes, change=lambda seen: seen):
    """The report of as many random rounds; `change` turns what is seen into what another portal would have shown."""
    draw = random.Random(20260501)
    einrichtungen = [make_einrichtung(kommune, f"E{i}") for i in range(max(sizes))]
    report = Report()
    for _ in range(rounds):
        report.attack(change(play(kommune, draw, draw.choice(sizes), einrichtungen)))
    return report


def test_no_attack_does_better_than_chance(kommune):
    report = attacked(kommune, 25, [4, 5, 6, 12])

    assert report.works() == []
    assert (report.certain, report.small) == (0, 0)
    assert report.tallies["Reihenfolge der Abgabe"].guesses > 200  # it did try


def without_seal(monkeypatch):
    monkeypatch.setattr(siegel, "versiegeln", lambda text, wenigstens: text)
    monkeypatch.setattr(siegel, "oeffnen", lambda text: text)


def test_it_finds_what_counters_in_the_clear_give_away(kommune, monkeypatch):
    without_seal(monkeypatch)

    report = attacked(kommune, 4, [6])

    assert "Differenzen" in report.works()


def test_it_finds_what_counters_in_rows_give_away(kommune):
    """As rows updated with F(): the textbook way, undone by anybody with two copies of the database."""

    def counters_in_rows(seen):
        counts = {(code, wert): 0 for code in CODES for wert in WERTE}
        marks = dict.fromkeys(counts, 0)
        seen.dumps[0]["zaehler"] = [(0, *key, 0) for key in counts]
        for step, sheet in enumerate(seen.truth, 1):
            for key in sheet.items():
                counts[key] += 1
                marks[key] = step
            seen.dumps[step]["zaehler"] = [(marks[key], *key, n) for key, n in counts.items()]
        return seen

    assert {"Differenzen", "Zeilenmarken"} <= set(attacked(kommune, 4, [6], counters_in_rows).works())


@pytest.mark.parametrize(("sealed", "attack"), [(False, "was beim Link liegt"), (True, "was übrig bleibt, mit dem Schlüssel")])
def test_it_finds_a_draft_that_is_kept(sealed, attack, kommune):
    def kept(seen):
        for person, sheet in enumerate(seen.truth):
            zeilen = [Einschaetzung(code=code, wert="" if wert == LEER else wert) for code, wert in sheet.items()]
            draft = umschlag.verschliessen(zeilen) if sealed else json.dumps(sheet)
            seen.dumps[-1]["kooperation_teilnahme"].append((0, seen.people[person], draft))
        return seen

    assert attack in attacked(kommune, 4, [6], kept).works()


def test_it_finds_counts_that_are_shown_live(kommune):
    def live(seen):
        counts = {code: dict.fromkeys(WERTE, 0) for code in CODES}
        for step, sheet in enumerate([{}, *seen.truth]):
            for code, wert in sheet.items():
                counts[code][wert] += 1
            seen.dumps[step]["seite"] = [(0, json.dumps(counts))]
        return seen

    assert "Differenzen" in attacked(kommune, 4, [6], live).works()


def test_it_finds_sentences_in_the_order_in_which_they_came(kommune, monkeypatch):
    monkeypatch.setattr(urne.secrets, "randbelow", lambda many: many - 1)

    assert "Sätze nach Platz" in attacked(kommune, 12, [12]).works()


def test_it_finds_sealed_values_that_grow_with_what_is_in_them(kommune, monkeypatch):
    monkeypatch.setattr(actions, "URNE", 1)
    sealed = siegel._siegel().encrypt
    monkeypatch.setattr(siegel, "versiegeln", lambda text, wenigstens: sealed(text.encode()).decode())

    assert "Sätze nach Länge" in attacked(kommune, 12, [12]).works()


def test_it_finds_a_result_of_fewer_than_five(kommune, monkeypatch):
    monkeypatch.setattr(urne, "GENUG_ANTWORTEN", 1)

    assert attacked(kommune, 12, [3, 4]).small > 0


@pytest.mark.parametrize("guard", ["all agree", "all but one agree"])
def test_it_finds_a_result_that_says_what_each_answered(guard, kommune, monkeypatch):
    weaker = {"all agree": lambda anzahlen, von: False, "all but one agree": lambda anzahlen, von: max(anzahlen) >= von}
    monkeypatch.setattr(urne, "fast_alle", weaker[guard])

    assert attacked(kommune, 12, [5, 6]).certain > 0


@pytest.mark.lang
def test_ten_thousand_random_rounds_give_nobody_away(kommune):
    report = attacked(kommune, 9_900, [4, 5, 5, 6, 7, 9])
    large = attacked(kommune, 100, [50])
    lines = ["| Angriff | Runden | geraten | getroffen | durch Zufall zu erwarten | Abweichung (σ) |", "|---|---|---|---|---|---|"]
    for label, one in (("4 bis 9 Bögen", report), ("50 Bögen", large)):
        for name, t in one.tallies.items():
            lines.append(f"| {name}, {label} | {one.rounds} | {t.guesses} | {t.hits} | {t.expected:.0f} | {t.z:+.1f} |")
    lines += ["", f"Aus dem Ergebnis allein sicher bekannte Antworten: {report.certain + large.certain}."]
    write(f"Angriff auf 10.000 anonyme Runden, {connection.vendor} (make test-lang)", lines)

    assert report.works() == large.works() == []
    assert report.certain == report.small == large.certain == large.small == 0


def test_who_has_the_database_and_the_key_reads_sums_and_still_no_order(kommune):
    """What the page admits: sums until the last day. Sentences lie in random order even there."""
    orders = set()
    for _ in range(12):
        with transaction.atomic():
            runde = make_erhebung(kommune, boegen=["33333333"] * 3, saetze=["eins", "zwei", "drei"])
            orders.add(tuple(Urne.aus_json(siegel.oeffnen(runde.urne)).texte["K1"]))
            transaction.set_rollback(True)

    assert len(orders) > 1


def test_the_fachadministration_has_no_way_to_a_round(login, kommune):
    runde = make_erhebung(kommune, boegen=["12345123"] * 3 + ["23451234"] * 3, stand="geschlossen")
    fachadmin = login("fachadmin")

    assert fachadmin.get(f"/kommunen/{kommune.slug}/kooperation/erhebungen/{runde.schluessel}/").status_code == 403
    assert "erhebung" not in fachadmin.get("/admin/", follow=True).content.decode().lower()
    assert not make_nutzer().get_all_permissions()


def test_a_result_below_the_minimum_does_not_exist_as_a_value(kommune):
    runde = make_erhebung(kommune, boegen=["12345123"] * 4, stand="geschlossen")

    assert (runde.boegen, runde.ergebnis, runde.urne) == (4, None, "")


def test_a_kriterium_is_shown_from_five_stufen_on(kommune):
    runde = make_erhebung(kommune, boegen=["1234uuuu", "2345uuuu", "3451uuu1", "451uuuu2", "51uuuuu3"], stand="geschlossen")

    assert [runde.ergebnis[code]["grob"] for code in CODES] == ["", "", "wenige", "wenige", "ohne", "ohne", "ohne", "wenige"]
    assert Befund.WENIGE == "wenige"
