"""The portal behind gunicorn on a database of its own, for browsers, benchmarks and load: whoever starts it ends it."""

import fcntl
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

BIN = Path(sys.executable).parent


@dataclass(frozen=True)
class Server:
    """`pid` is gunicorn's own process; its workers are its children."""

    url: str
    pid: int

    def workers(self) -> list[int]:
        return [int(pid) for pid in Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()]

    def cpu(self) -> float:
        """Seconds of processor time its workers have used so far, to the nanosecond (sched-stats.rst of the kernel, /proc)."""
        fields = [path.read_text().split() for pid in self.workers() for path in Path(f"/proc/{pid}/task").glob("*/schedstat")]
        return sum(int(running) for running, *_ in fields) / 1e9


def manage(env, *command):
    """What a command of the portal prints on that database."""
    return subprocess.run(
        [sys.executable, *command], cwd=settings.BASE_DIR, env=env, check=True, capture_output=True, text=True
    ).stdout


def prepare(database_url, **more):
    """The environment of a portal on an empty database, migrated, its files collected."""
    env = {**os.environ, "DATABASE_URL": database_url, "SITE_URL": "http://127.0.0.1", **more}
    for command in (["migrate", "-v0"], ["createcachetable"]):
        manage(env, "manage.py", *command)
    collect(env)
    return env


def collect(env):
    """The files of the pages, collected once for whoever runs beside us; again only where one has changed since."""
    static = settings.BASE_DIR / "build" / "static"
    static.parent.mkdir(exist_ok=True)
    with (static.parent / "static.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        manifest = static / "staticfiles.json"
        sources = [Path(ort[1] if isinstance(ort, tuple) else ort) for ort in settings.STATICFILES_DIRS]
        newest = max(path.stat().st_mtime for ort in sources for path in ort.rglob("*"))
        if not manifest.is_file() or manifest.stat().st_mtime < newest:
            manage(env, "manage.py", "collectstatic", "--noinput", "-v0")


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@contextmanager
def serve(env, app="praeventionsketten.wsgi", workers=1, ruft="/", port=None):
    port = port or free_port()
    url = f"http://127.0.0.1:{port}"
    command = [str(BIN / "gunicorn"), app, "--bind", f"127.0.0.1:{port}", "--workers", str(workers), "--no-control-socket"]
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(command, cwd=settings.BASE_DIR, env=env | {"SITE_URL": url}, stdout=log, stderr=log)
        try:
            wait_for(url + ruft, process, log)
            yield Server(url, process.pid)
        finally:
            process.terminate()
            process.wait(timeout=20)


def wait_for(url, process, log, seconds=30):
    end = time.monotonic() + seconds
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(url):
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.05)  # between two looks at the same condition
    log.seek(0)
    raise RuntimeError(f"The portal does not answer:\n{log.read().decode(errors='replace')}")


def fetch(url, session=""):
    request = urllib.request.Request(url, headers={"Cookie": f"sessionid={session}"} if session else {})
    with urllib.request.urlopen(request) as answer:
        assert answer.url == url
        return answer.read()
