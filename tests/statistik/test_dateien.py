"""Files right and wrong: each is read right or refused in words that help, and read again it changes nothing."""

import re

import pytest

from statistik import actions
from statistik.models import Lieferung, Messwert
from tests.statistik.dateien import FAELLE, annehmen, stand

pytestmark = pytest.mark.usefixtures("zahlen")


@pytest.mark.parametrize("fall", FAELLE, ids=lambda fall: fall.name)
def test_a_file_is_read_right_or_refused_and_the_second_time_changes_nothing(fall):
    for _ in range(2):
        if fall.ablehnung:
            with pytest.raises(actions.LieferungFehler) as refusal:
                annehmen(fall.inhalt, **fall.mehr)
            assert re.search(fall.ablehnung, str(refusal.value))
            assert not Lieferung.objects.exists()
        else:
            lieferung = annehmen(fall.inhalt, **fall.mehr)
            lieferung.quelle = lieferung.quelle or "Landesamt"
            lieferung.save()
            before = Messwert.objects.count()
            actions.uebernehmen(lieferung)
            if before:
                assert Messwert.objects.count() == before
        assert stand() == fall.werte


def test_the_collection_is_large_enough_to_mean_something():
    assert len(FAELLE) >= 40
    assert len({fall.name for fall in FAELLE}) == len(FAELLE)
