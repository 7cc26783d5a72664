"""The demo: profile texts in our own words, read by the portal's own reader, and a network at work. Nobody in it exists."""

from django.conf import settings

ORDNER = settings.BASE_DIR / "fixtures" / "demo"
