"""Is this the name of a person? In doubt yes: what is taken for a name stays internal."""

import itertools
import re

ANREDE = re.compile(r"\b(?:Frau|Herrn?|Dr\.|Prof\.)(?:\s+(?:Dr\.|Prof\.|med\.))*\s+[A-ZÄÖÜ][\wäöüß-]+(?:\s+[A-ZÄÖÜ][a-zäöüß-]+)?")
NAMENSWORT = re.compile(r"[A-ZÄÖÜ][a-zäöüßéè]+(?:-[A-ZÄÖÜ][a-zäöüß]+)?")
ZWISCHENWORT = {"von", "van", "de", "zu", "der", "den"}
# Words that tell an office or a function from a name; endings count too.
AMTSWORT = re.compile(
    r"\b(?:Region|Stadt|Hansestadt|Kreis|Rathaus|Team|Frühe?|Hilfen|Soziale?s?|Dienste?|Familie|Kinder|Schule|Kita|Bildung|"
    r"Beratung|Gesundheit|Jugend|Präventions?|Planung|Steuerung|Netzwerk|LVG|AFS)"
    r"|(?:amt|kreis|bereich|dienst|stelle|gruppe|ung|ion|heit|keit|schaft|ketten?|hilfe|schule|verband|zentrum|rat|rätin|"
    r"leiter(?:in)?|leitung|beauftragte[r]?|dezernent(?:in)?|referent(?:in)?|planer(?:in)?|arbeit|arbeiter(?:in)?|management|"
    r"manager(?:in)?|pädagog(?:e|in|ik)|koordinator(?:in)?|bürgermeister(?:in)?|vertreter(?:in)?|experte|expertin|dezernat|gemeinde)\b",
)
VORNAMEN = frozenset(
    [
        "Alexander",
        "Alexandra",
        "Andrea",
        "Andreas",
        "Angela",
        "Angelika",
        "Anja",
        "Anke",
        "Anna",
        "Anne",
        "Annette",
        "Antje",
        "Armin",
        "Astrid",
        "Barbara",
        "Beate",
        "Bernd",
        "Bernhard",
        "Bettina",
        "Birgit",
        "Björn",
        "Brigitte",
        "Carmen",
        "Carola",
        "Carolin",
        "Carsten",
        "Christa",
        "Christian",
        "Christiane",
        "Christina",
        "Christine",
        "Christoph",
        "Claudia",
        "Cornelia",
        "Dagmar",
        "Daniel",
        "Daniela",
        "Detlef",
        "Dieter",
        "Dirk",
        "Doris",
        "Elisabeth",
        "Elke",
        "Erika",
        "Eva",
        "Florian",
        "Frank",
        "Franziska",
        "Friederike",
        "Gabriele",
        "Georg",
        "Gerd",
        "Gisela",
        "Gudrun",
        "Günter",
        "Hannah",
        "Hans",
        "Harald",
        "Heike",
        "Heiko",
        "Heinz",
        "Helga",
        "Helmut",
        "Henning",
        "Holger",
        "Imke",
        "Ina",
        "Ines",
        "Ingo",
        "Ingrid",
        "Inka",
        "Irene",
        "Iris",
        "Jan",
        "Jana",
        "Janina",
        "Jennifer",
        "Jens",
        "Jessica",
        "Joachim",
        "Jochen",
        "Johanna",
        "Johannes",
        "Jonas",
        "Julia",
        "Jutta",
        "Jörg",
        "Jürgen",
        "Kai",
        "Karin",
        "Karl",
        "Karsten",
        "Katharina",
        "Kathrin",
        "Katja",
        "Katrin",
        "Kerstin",
        "Kirsten",
        "Klaus",
        "Lars",
        "Laura",
        "Lea",
        "Lena",
        "Lisa",
        "Luisa",
        "Manfred",
        "Manuela",
        "Marcel",
        "Marco",
        "Marcus",
        "Maren",
        "Margarete",
        "Maria",
        "Marie",
        "Marina",
        "Marion",
        "Mark",
        "Markus",
        "Martin",
        "Martina",
        "Matthias",
        "Max",
        "Maximilian",
        "Meike",
        "Melanie",
        "Meike",
        "Michael",
        "Michaela",
        "Monika",
        "Nadine",
        "Nicole",
        "Nina",
        "Norbert",
        "Olaf",
        "Oliver",
        "Paul",
        "Peter",
        "Petra",
        "Philipp",
        "Rainer",
        "Ralf",
        "Regina",
        "Renate",
        "Rita",
        "Robert",
        "Roland",
        "Rolf",
        "Sabine",
        "Sabrina",
        "Sandra",
        "Sarah",
        "Sebastian",
        "Silke",
        "Silvia",
        "Simon",
        "Simone",
        "Sonja",
        "Stefan",
        "Stefanie",
        "Steffen",
        "Stephan",
        "Stephanie",
        "Susanne",
        "Svenja",
        "Sven",
        "Sylvia",
        "Tanja",
        "Thomas",
        "Thorsten",
        "Tim",
        "Tobias",
        "Torsten",
        "Udo",
        "Ulrich",
        "Ulrike",
        "Ursula",
        "Ute",
        "Uwe",
        "Vera",
        "Verena",
        "Volker",
        "Walter",
        "Werner",
        "Wiebke",
        "Wolfgang",
        "Yvonne",
    ]
)


def ist_person(text: str, am_anfang: bool = False) -> bool:
    """Two to four name-like words and no word of office.

    `am_anfang`: the first line of a contact, where a name is expected; elsewhere a known first name or a
    form of address is asked for, or "Kommunaler Sozialdienst" would count.
    """
    text = text.strip()
    if ANREDE.fullmatch(text):
        return True
    worte = text.split()
    if not 2 <= len(worte) <= 4 or AMTSWORT.search(text):
        return False
    if not all(NAMENSWORT.fullmatch(wort) or wort in ZWISCHENWORT for wort in worte):
        return False
    return am_anfang or worte[0].split("-")[0] in VORNAMEN


def person_abtrennen(text: str) -> tuple[str, str]:
    """(name, rest): a name that stands in an entry is taken out of it; ("", text) where there is none."""
    anrede = ANREDE.search(text)
    if anrede:
        rest = f"{text[: anrede.start()]} {text[anrede.end() :]}".replace("( )", " ")
        return anrede[0], " ".join(rest.split()).strip(" ,;:–-")
    for trenner in (", ", ": ", " – ", " - ", " ("):
        kopf, gefunden, rest = text.partition(trenner)
        if gefunden and ist_person(kopf):
            return kopf.strip(), rest.strip(" )")
        kopf, gefunden, rest = text.rpartition(trenner)
        if gefunden and ist_person(rest.rstrip(")")):
            return rest.strip(" )"), kopf.strip()
    return (text.strip(), "") if ist_person(text) else ("", text)


def nennt_vielleicht_person(text: str) -> bool:
    """For a hint only: a known first name followed by a name, or a form of address, somewhere in a running text."""
    return bool(ANREDE.search(text)) or any(
        wort in VORNAMEN and NAMENSWORT.fullmatch(naechstes) for wort, naechstes in _paare(re.findall(r"[\wäöüß-]+", text))
    )


def _paare(worte):
    return itertools.pairwise(worte)
