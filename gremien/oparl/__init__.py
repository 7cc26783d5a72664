"""OParl 1.1 (https://oparl.org), read-only: the public papers of every Kommune for programs.

objekte.py says what each object tells, bestand.py keeps since when and pages through them, views.py answers.
What OParl has no field for carries the prefix `praeventionsketten:`.
"""
