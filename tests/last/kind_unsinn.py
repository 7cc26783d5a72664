"""A reader that lives long, for the fuzzer: takes files, answers what it made of them. Limited like the real one.

Forked for each file would cost a second a file; the code that reads is the same.
"""

import json
import resource
import struct
import sys

from statistik.leser import deuten, werte
from statistik.leser.einlesen import einlesen
from statistik.leser.rohtabelle import LeseFehler, Rohtabelle

MEGABYTE = 700


def gelesen(daten):
    """Every figure as (line, key, day, words, text, meaning as a count, meaning as a share), or the refusal."""
    try:
        roh = Rohtabelle.auspacken(einlesen(daten).packen())
        zuordnung = deuten.Zuordnung()
        if roh.angaben.format != "vorlage":
            vor = deuten.vorschlag(roh)
            reihen = {reihe.titel: "x" for reihe in deuten.reihen(roh) if reihe.titel not in (vor.schluessel, vor.name, vor.zeit)}
            zuordnung = deuten.Zuordnung(reihen, vor.schluessel, vor.name, vor.zeit, "31.12.2019")
        zellen = deuten.deuten(roh, zuordnung)
    except LeseFehler as fehler:
        return {"ablehnung": str(fehler)}
    felder = ("schluessel", "zeit", "wert")
    texte = [[zellen.texte[f][k] for k in zellen.kodes[f].tolist()] for f in felder]
    zeilen = []
    for nummer, reihe, schluessel, zeit, wert in zip(zellen.zeile.tolist(), zellen.reihe.tolist(), *texte, strict=True):
        zeilen.append(
            (
                nummer,
                schluessel,
                zeit,
                zellen.reihen[reihe][0],
                wert,
                werte.deuten(wert, ist_anzahl=True),
                werte.deuten(wert, ist_anzahl=False),
            )
        )
    return {"zellen": zeilen}


def main():
    resource.setrlimit(resource.RLIMIT_AS, (MEGABYTE * 1024 * 1024,) * 2)
    herein, hinaus = sys.stdin.buffer, sys.stdout.buffer
    while laenge := herein.read(4):
        antwort = json.dumps(gelesen(herein.read(struct.unpack(">I", laenge)[0]))).encode()
        hinaus.write(struct.pack(">I", len(antwort)) + antwort)
        hinaus.flush()


if __name__ == "__main__":
    main()
