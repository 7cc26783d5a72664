from django.apps import AppConfig


class BetriebConfig(AppConfig):
    name = "betrieb"

    def ready(self):
        from betrieb import pruefungen  # noqa: F401  registers the system checks
