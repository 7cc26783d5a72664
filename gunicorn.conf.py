"""How gunicorn serves the portal; it finds this file by itself. What differs between installations comes from .env."""

import os
import sys
from pathlib import Path

import environ

environ.Env.read_env(Path(__file__).with_name(".env"))

bind = os.environ.get("WEB_ADRESSE") or "127.0.0.1:8000"
prozesse = os.environ.get("WEB_PROZESSE") or "3"
if not prozesse.isdigit() or prozesse == "0":
    sys.exit(f"WEB_PROZESSE ist „{prozesse}“. Erwartet wird eine ganze Zahl ab 1, zum Beispiel 3.")
workers = int(prozesse)
timeout = 60  # seconds; the longest request, a large delivery, works in a process of its own
graceful_timeout = 30
max_requests, max_requests_jitter = 2000, 200  # each process begins anew now and then, not all at once
preload_app = True  # a portal that cannot start says so once
control_socket_disable = True
forwarder_headers = ""  # no visitor says under which path the portal lies: links are made with it, and kept
loglevel = "warning"  # the portal writes one line for each request itself, without the visitor's address
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108  the workers' sign of life, never on a slow disk


def post_fork(server, worker):
    """The process learns where people wait for it (praeventionsketten/einlass.py)."""
    from praeventionsketten.einlass import beobachten

    beobachten(tuer.sock for tuer in server.LISTENERS)
