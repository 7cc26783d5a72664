"""What all processes share is read before they are made."""

import json
import os

import pytest

from tests.server import manage

pytestmark = pytest.mark.rein


def test_a_new_process_answers_its_first_request_with_what_it_was_made_with():
    """No view and none of our templates is read by the first visitor; and no connection is there that processes would share."""
    told = json.loads(manage(dict(os.environ), "-m", "tests.portal.kind_bereit"))

    assert told == {"later": [], "connected": False, "page": True}
