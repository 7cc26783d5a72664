"""/daten/: every Indikator on a page of its own, and all public figures to take away."""
