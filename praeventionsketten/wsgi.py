import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "praeventionsketten.settings")
portal = get_wsgi_application()

from praeventionsketten.bereit import alles_laden  # noqa: E402 -- after Django is ready
from praeventionsketten.einlass import Einlass  # noqa: E402

alles_laden()
application = Einlass(portal)
