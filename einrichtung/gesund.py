"""Asks the portal on this machine whether it can serve people; ends with 1 where not. For the container engine."""

import json
import os
import sys
import urllib.error
import urllib.request
from urllib.parse import urlsplit

adresse = f"http://127.0.0.1:{os.environ.get('WEB_ADRESSE', ':8000').rpartition(':')[2]}/status/bereit"
host = urlsplit(os.environ.get("SITE_URL", "http://127.0.0.1")).hostname
try:
    with urllib.request.urlopen(urllib.request.Request(adresse, headers={"Host": host}), timeout=5) as antwort:
        print(json.load(antwort))
except urllib.error.HTTPError as fehler:
    sys.exit(fehler.read().decode(errors="replace"))
except OSError as fehler:
    sys.exit(f"Keine Antwort: {fehler}")
