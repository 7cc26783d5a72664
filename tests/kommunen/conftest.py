from tests.vorbilder import SEEDS

if not SEEDS.is_dir():
    collect_ignore = ["test_leser_an_den_vorlagen.py"]
