"""Two people edit one row: what only one changed is kept, what both changed is shown to the second."""

import json

import pytest
from django.http import QueryDict

from netzwerke.forms.einrichtungen import EinrichtungForm
from netzwerke.models import Einrichtung, Handlungsfeld
from tests.factories import make_einrichtung, make_nutzer


def opened(einrichtung, user):
    """What a browser would send back of a form nobody has touched."""
    form = EinrichtungForm(instance=Einrichtung.objects.get(pk=einrichtung.pk), user=user)
    data = {}
    for field in form:
        value = field.value()
        if value not in (None, "", False, [], ()):
            data[field.html_name] = [str(one) for one in value] if isinstance(value, (list, tuple)) else str(value)
    return data


def sent(einrichtung, user, data):
    form = EinrichtungForm(_querydict(data), instance=Einrichtung.objects.get(pk=einrichtung.pk), user=user)
    if form.is_valid():
        form.save()
    return form


def _querydict(data):
    query = QueryDict(mutable=True)
    for name, value in data.items():
        query.setlist(name, value if isinstance(value, list) else [value])
    return query


def test_an_untouched_form_changes_nothing_the_other_saved(kommune):
    user, einrichtung = make_nutzer(coordinates=[kommune]), make_einrichtung(kommune, traeger="Stadt")
    mine = opened(einrichtung, user)
    Einrichtung.objects.filter(pk=einrichtung.pk).update(traeger="Landkreis", phasen="23", is_public=False)
    einrichtung.handlungsfelder.add(Handlungsfeld.objects.get(name="Gesundheit"))

    form = sent(einrichtung, user, mine)

    einrichtung.refresh_from_db()
    assert form.is_valid(), form.errors
    assert (einrichtung.traeger, einrichtung.phasen, einrichtung.is_public) == ("Landkreis", (2, 3), False)
    assert einrichtung.handlungsfelder.get().name == "Gesundheit"


def test_different_fields_are_both_kept(kommune):
    user, einrichtung = make_nutzer(coordinates=[kommune]), make_einrichtung(kommune, traeger="Stadt")
    mine = opened(einrichtung, user) | {"telefon": "05131 1"}
    Einrichtung.objects.filter(pk=einrichtung.pk).update(traeger="Landkreis")

    sent(einrichtung, user, mine)

    einrichtung.refresh_from_db()
    assert (einrichtung.traeger, einrichtung.telefon) == ("Landkreis", "05131 1")


def test_what_both_changed_is_shown_and_the_second_save_decides(kommune):
    user, einrichtung = make_nutzer(coordinates=[kommune]), make_einrichtung(kommune, traeger="Stadt")
    mine = opened(einrichtung, user) | {"traeger": "Meins", "telefon": "05131 1"}
    Einrichtung.objects.filter(pk=einrichtung.pk).update(traeger="Ihres", email="ihre@example.org")

    form = sent(einrichtung, user, mine)

    assert "inzwischen jemand anderes" in str(form.errors["traeger"])
    assert form["traeger"].inzwischen == "Ihres"
    assert form["telefon"].inzwischen is None
    assert "Inzwischen gespeichert" in str(form)
    einrichtung.refresh_from_db()
    assert einrichtung.traeger == "Ihres"  # nothing was written

    again = sent(einrichtung, user, {name: form.data.getlist(name) for name in form.data})

    einrichtung.refresh_from_db()
    assert again.is_valid()
    assert (einrichtung.traeger, einrichtung.telefon, einrichtung.email) == ("Meins", "05131 1", "ihre@example.org")


def test_choices_in_dispute_are_shown_in_words(kommune):
    user, einrichtung = make_nutzer(coordinates=[kommune]), make_einrichtung(kommune, phasen="1")
    mine = opened(einrichtung, user) | {"phasen": ["4"]}
    Einrichtung.objects.filter(pk=einrichtung.pk).update(phasen="23")

    form = sent(einrichtung, user, mine)

    assert form["phasen"].inzwischen == "0 bis 3 Jahre, 3 bis 6 Jahre"


def test_the_same_change_twice_is_no_dispute(kommune):
    user, einrichtung = make_nutzer(coordinates=[kommune]), make_einrichtung(kommune, weitere_namen="Eins\nZwei")
    mine = opened(einrichtung, user) | {"weitere_namen": "Eins\r\nDrei"}
    Einrichtung.objects.filter(pk=einrichtung.pk).update(weitere_namen="Eins\nDrei")

    assert sent(einrichtung, user, mine).is_valid()


def test_what_could_not_be_read_is_still_compared_once_it_can(kommune):
    user, einrichtung = make_nutzer(coordinates=[kommune]), make_einrichtung(kommune, email="alt@example.org")
    mine = opened(einrichtung, user) | {"email": "meine@"}
    Einrichtung.objects.filter(pk=einrichtung.pk).update(email="ihre@example.org")
    form = sent(einrichtung, user, mine)
    assert "email" in form.errors

    mended = sent(einrichtung, user, {name: form.data.getlist(name) for name in form.data} | {"email": "meine@example.org"})

    assert mended["email"].inzwischen == "ihre@example.org"
    einrichtung.refresh_from_db()
    assert einrichtung.email == "ihre@example.org"


@pytest.mark.parametrize("beginning", ["", "kein json", "[1]", "null"])
def test_without_a_readable_beginning_what_is_typed_counts(kommune, beginning):
    user, einrichtung = make_nutzer(coordinates=[kommune]), make_einrichtung(kommune)

    assert sent(einrichtung, user, opened(einrichtung, user) | {"anfang": beginning, "traeger": "Neu"}).is_valid()

    einrichtung.refresh_from_db()
    assert einrichtung.traeger == "Neu"


def test_a_beginning_that_never_was_is_a_dispute_in_words(kommune):
    user, einrichtung = make_nutzer(coordinates=[kommune]), make_einrichtung(kommune, name="Kita Nord")
    mine = opened(einrichtung, user) | {"anfang": json.dumps({"name": 3}), "name": "Kita Süd"}

    assert sent(einrichtung, user, mine)["name"].inzwischen == "Kita Nord"
