"""What only a database server can show."""


def test_restoring_that_fails_on_its_way_leaves_what_was(gefuellt, tmp_path):
    gefuellt.sql("CREATE TABLE im_weg (x integer)")
    gefuellt.manage("sichern", SICHERUNG_ORDNER=str(tmp_path / "zweite"))
    (datei,) = (tmp_path / "zweite").glob("portal-*")
    gefuellt.sql("DROP TABLE im_weg")
    gefuellt.sql("CREATE VIEW im_weg AS SELECT 1 AS x")
    vorher = gefuellt.stand()

    lauf = gefuellt.rufen("wiederherstellen", str(datei), "--ja")

    assert "psql ist gescheitert" in lauf.stderr
    assert gefuellt.stand() == vorher
    gefuellt.sql("DROP VIEW im_weg")


def test_nothing_is_replaced_while_somebody_works_in_the_database(gefuellt, tmp_path):
    gefuellt.manage("sichern", SICHERUNG_ORDNER=str(tmp_path / "s"))
    (datei,) = (tmp_path / "s").glob("portal-*")
    vorher = gefuellt.stand()

    with gefuellt.verbunden():
        lauf = gefuellt.rufen("wiederherstellen", str(datei), "--ja")

    assert "In der Datenbank arbeitet noch jemand (1 Verbindungen). Halten Sie Web und Dienst an." in lauf.stderr
    assert gefuellt.stand() == vorher
