"""publiccode.yml keeps to its standard (https://yml.publiccode.tools, 0.4), so that catalogues of public software take it."""

from datetime import date

import pytest
import yaml
from django.conf import settings

ANGABEN = yaml.safe_load((settings.BASE_DIR / "publiccode.yml").read_text())
DEUTSCH = ANGABEN["description"]["de"]


@pytest.mark.parametrize(
    "pfad",
    [
        "publiccodeYmlVersion", "name", "url", "platforms", "developmentStatus", "softwareType", "description.de.shortDescription",
        "description.de.longDescription", "description.de.features", "legal.license", "maintenance.type", "maintenance.contacts",
        "localisation.localisationReady", "localisation.availableLanguages", "softwareVersion", "releaseDate",
    ],
)  # fmt: skip
def test_what_the_standard_wants_is_there(pfad):
    wert = ANGABEN
    for teil in pfad.split("."):
        wert = wert[teil]
    assert wert is not None


def test_its_words_are_those_of_the_standard():
    assert ANGABEN["publiccodeYmlVersion"] == "0.4"
    assert ANGABEN["developmentStatus"] in {"concept", "development", "beta", "stable", "obsolete"}
    assert ANGABEN["softwareType"] in {
        "standalone/mobile", "standalone/iot", "standalone/desktop", "standalone/web", "standalone/backend", "standalone/other",
        "addon", "library", "configurationFiles",
    }  # fmt: skip
    assert ANGABEN["maintenance"]["type"] in {"internal", "contract", "community", "none"}
    assert isinstance(ANGABEN["releaseDate"], date)


def test_its_descriptions_are_neither_too_short_nor_too_long():
    assert len(DEUTSCH["shortDescription"]) <= 150
    assert 150 <= len(DEUTSCH["longDescription"]) <= 10_000
    assert all(len(zeile) <= 100 for zeile in DEUTSCH["features"])


def test_its_licence_is_the_one_in_the_repository():
    assert ANGABEN["legal"]["license"] == "EUPL-1.2"
    assert "PUBLIC LICENCE v. 1.2" in (settings.BASE_DIR / "LICENSE").read_text()
