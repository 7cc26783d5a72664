"""A bare Django view without middleware: what every page is measured against. `gunicorn tests.nackt`."""

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path

settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"], SECRET_KEY="nur-fuer-tests", MIDDLEWARE=[])
django.setup()

urlpatterns = [path("", lambda request: HttpResponse("ok"))]
application = get_wsgi_application()
