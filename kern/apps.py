from django.apps import AppConfig


class KernConfig(AppConfig):
    name = "kern"
    verbose_name = "Aufzeichnungen"

    def ready(self):
        from kern import stand

        stand.mitzaehlen()
