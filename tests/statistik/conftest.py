import pytest
from django.core.management import call_command


@pytest.fixture
def zahlen(gebiete):
    """Areas and Indikatoren as the portal ships them."""
    call_command("loaddata", "statistik", verbosity=0)
