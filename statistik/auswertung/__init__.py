"""Many figures -> frozen dataclasses for pages, pictures and open data. Reads only what is public (Messwert.oeffentlich)."""
