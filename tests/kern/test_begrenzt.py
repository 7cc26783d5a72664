"""Work on files from outside: limited in memory and time, and its answer is only what it returns."""

import pytest

from kern import begrenzt
from kern.begrenzt import AblehnungFehler, ausfuehren

pytestmark = pytest.mark.rein


def test_the_answer_is_what_the_work_returns_whatever_it_prints():
    assert ausfuehren("tests.kern.kind_echo", b"\x00Daten\xff", zu_gross="") == b"\x00Daten\xff"


def test_a_refusal_comes_with_its_reason():
    with pytest.raises(AblehnungFehler, match="Nein, weil es so ist"):
        ausfuehren("tests.kern.kind_echo", b"", zu_gross="zu groß", ablehnen=True)


def test_who_reads_a_strangers_file_knows_no_secret_of_the_portal():
    names = ausfuehren("tests.kern.kind_umgebung", b"", zu_gross="").decode().split()

    assert "PATH" in names
    assert {"SECRET_KEY", "DATABASE_URL", "EMAIL_URL"}.isdisjoint(names)


def test_two_gigabytes_are_not_given():
    with pytest.raises(AblehnungFehler, match="zu groß"):
        ausfuehren("tests.kern.kind_speicher", b"", zu_gross="zu groß")


def test_work_without_end_is_ended(monkeypatch):
    monkeypatch.setattr(begrenzt, "SEKUNDEN", 1)

    with pytest.raises(AblehnungFehler, match="zu lang"):
        ausfuehren("tests.kern.kind_endlos", b"", zu_gross="zu lang")
