"""Statistics files as offices deliver them, read so that nothing is wrong without notice. Pure: no Django, no database.

`einlesen` turns bytes into a Rohtabelle: columns of texts, each distinct text once (in a limited process of its own).
`deuten` turns it into Zellen: one line for each figure the file holds, still as text.
`werte` and `zeit` say what such a text means.
"""
