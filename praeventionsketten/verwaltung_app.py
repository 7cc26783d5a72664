from django.contrib.admin.apps import AdminConfig


class VerwaltungConfig(AdminConfig):
    """Puts our site (verwaltung.py) in the place of Django's; apart from it because apps load before models."""

    default_site = "praeventionsketten.verwaltung.Verwaltung"
