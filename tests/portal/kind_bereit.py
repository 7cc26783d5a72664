"""Loads the portal as gunicorn does and answers one request; prints what was read only then. Run by test_bereit.py."""

import io
import json
import sys

from django.db import connection
from django.template import engines

from praeventionsketten.wsgi import portal


def read():
    """Names of views and templates in this process."""
    loaders = engines["django"].engine.template_loaders
    return {name for name in sys.modules if "views" in name} | {name for loader in loaders for name in loader.get_template_cache}


before, connected = read(), connection.connection is not None
environ = {
    "REQUEST_METHOD": "GET", "PATH_INFO": "/impressum/", "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "80",
    "HTTP_HOST": "127.0.0.1", "wsgi.input": io.BytesIO(), "wsgi.errors": sys.stderr, "wsgi.url_scheme": "http",
}  # fmt: skip
page = b"".join(portal(environ, lambda status, headers: None)).decode()
sys.stdout.write(json.dumps({"later": sorted(read() - before), "connected": connected, "page": "Impressum" in page}))
