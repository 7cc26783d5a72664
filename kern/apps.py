from django.apps import AppConfig


class KernConfig(AppConfig):
    name = "kern"

    def ready(self):
        from kern import stand

        stand.mitzaehlen()
