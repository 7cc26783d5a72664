"""Real concurrency needs a database server: these tests exist only in the run on PostgreSQL."""

import os

if os.environ.get("PORTAL_TESTS") != "postgres":
    collect_ignore_glob = ["test_*.py"]
