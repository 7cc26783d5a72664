"""Is this the name of a person? In doubt yes: what is taken for a name stays internal."""

import re

from statistik.namen import umschrift

ANREDE = r"(?:Frau|Fr\.|Herrn?|Hr\.)"
TITEL = r"(?:Dr\.|Prof\.|Dipl\.-?\s?[A-ZÄÖÜ][\wäöü.]*|Mag\.|phil\.|med\.|rer\.|nat\.|pol\.|jur\.|h\.\s?c\.)"
WORT = r"[A-ZÀ-ÖØ-ÞĀ-Ž][^\W\d_]*(?:[-’'][^\W\d_]+)*"
TEIL = rf"(?:[A-ZÄÖÜ]\.|{WORT}|von|van|de|der|den|zu|vom)"
GRAD = r"(?:,?\s+[BM]\.?\s?A\.?(?!\w))?"
# "Frau Dr. von Müller-Schmidt": up to four parts after a form of address or a title
FOERMLICH = re.compile(rf"\b(?:{ANREDE}|{TITEL})(?:\s+{TITEL})*(?:\s+{TEIL}){{1,4}}{GRAD}")
NAMENSWORT = re.compile(rf"{WORT}|[A-ZÄÖÜ]\.")
ZWISCHENWORT = {"von", "van", "de", "der", "den", "zu", "vom"}
E_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64})+")
E_MAIL_VERKLEIDET = re.compile(r"[\w.+-]{1,64}\s?[(\[](?:at|ät)[)\]]\s?[\w.-]{1,64}", re.IGNORECASE)

# Words that tell an office or a function from a name: whole words, and endings of words.
AMTSWOERTER = frozenset(
    """
    agentur akteure amt awo bereich bund caritas deutsche deutscher deutsches diakonie drk eltern evangelische externe familie
    familien frauen frühe früher gemeinde gemeinsame gesundheit grundschule hansestadt haus hebamme hebammen hilfen interne
    jobcenter jugend kinder kirche kita kitas klinik koordination krankenhaus kreis krippe landkreis leitung lokale mitglied
    mitglieder mobile netzwerk neue niedersachsen offene paritätischer polizei praxis präventionskette präventionsketten rathaus
    region schulamt schule schulen sozial soziale soziales sozialer sport stadt stiftung team teams träger verein vereine
    vertretung volkshochschule weitere wirtschaft
    """.split()  # noqa: SIM905 -- a list of words reads better as a text
)
AMTSENDUNG = re.compile(
    r"(?:amts?|kreis(?:es)?|bereichs?|dienste?s?|stellen?|gruppen?|ungen|ung|ions?|heit|keit|schaft|ketten?|hilfen?|schulen?|verband(?:es)?|"
    r"verbände|zentrum|zentren|rat|rätin|leiter|leiterin|leitung(?:en)?|beauftragter?|dezernent|dezernentin|referent|referentin|planer|planerin|"
    r"arbeit|arbeiter|arbeiterin|management|manager|managerin|pädagogik|pädagoge|pädagogin|koordinator|koordinatorin|bürgermeister|"
    r"bürgermeisterin|vertreter|vertreterin|experte|expertin|dezernat|gemeinde|controlling|fachkraft|fachkräfte|büro|werk|haus|netzwerk|"
    r"isch(?:e|er|es|en)?|liche[rsn]?|ale[rsn]?|ive[rsn]?|nen|ende[rn]?)$"
)
VORNAMEN = frozenset(
    """
    Alexander Alexandra Andrea Andreas Angela Angelika Anja Anke Anna Anne Annette Antje Armin Astrid Ayşe Barbara Beate Bernd
    Bernhard Bettina Birgit Björn Brigitte Carmen Carola Carolin Carsten Christa Christian Christiane Christina Christine
    Christoph Claudia Cornelia Dagmar Daniel Daniela Detlef Dieter Dirk Doris Elisabeth Elke Emine Erika Eva Fatma Florian Frank
    Franziska Friederike Gabriele Georg Gerd Gisela Gudrun Günter Gürkan Hannah Hans Harald Heike Heiko Heinz Helga Helmut
    Henning Henrike Holger Imke Ina Ines Ingo Ingrid Inka Irene Iris Jan Jana Janina Jennifer Jens Jessica Joachim Jochen
    Johanna Johannes Jonas José Julia Jutta Jörg Jürgen Kai Karin Karl Karsten Katharina Kathrin Katja Katrin Kerstin Kirsten
    Klaus Lars Laura Lea Lena Lisa Luisa Łukasz Manfred Manuela Marcel Marco Marcus Maren Margarete Maria Marie Marina Marion
    Mark Markus Martin Martina Matthias Max Maximilian Mehmet Meike Melanie Michael Michaela Monika Mustafa Nadine Nicole Nina
    Norbert Olaf Oliver Paul Peter Petra Philipp Rainer Ralf Regina Renate Rita Robert Roland Rolf Sabine Sabrina Sandra Sarah
    Sean Sebastian Silke Silvia Simon Simone Sonja Stefan Stefanie Steffen Stephan Stephanie Susanne Svenja Sven Sylvia Tanja
    Thomas Thorsten Tim Tobias Torsten Udo Ulrich Ulrike Ursula Ute Uwe Vera Verena Volker Walter Werner Wiebke Wolfgang Yvonne
    """.split()  # noqa: SIM905 -- a list of words reads better as a text
)
# "Anna-Lena M. von Müller": a common first name and what belongs to it
MIT_VORNAMEN = re.compile(rf"(?<![\w-])(?:{'|'.join(sorted(VORNAMEN, reverse=True))})(?:-[^\W\d_]+)?(?:[ _]{TEIL}){{1,3}}(?![\w-])")
FUNKTIONSADRESSE = re.compile(
    r"info|kontakt|post|service|buero|büro|amt|jugend|sozial|gesundheit|famil|kinder|kita|schul|bildung|hilfen|praevention|prävention|"
    r"kette|koordination|netzwerk|stadt|kreis|region|gemeinde|rathaus|verwaltung|team|planung|integration|fachbereich|fb\d|leitung",
    re.IGNORECASE,
)


def ist_person(text: str, am_anfang: bool = False) -> bool:
    """Two to four name-like words and no word of office.

    `am_anfang`: a line of its own in a contact, where names are expected; elsewhere a known first name or a form of
    address is asked for, or "Kommunaler Sozialdienst" would count.
    """
    text = re.sub(rf"{GRAD}$", "", text.strip().strip(",;:"))
    if FOERMLICH.fullmatch(text):
        return True
    nachname, komma, vorname = text.partition(", ")
    worte = f"{vorname} {nachname}".split() if komma else text.split()
    if not 2 <= len(worte) <= 4 or any(_ist_amtswort(wort) for wort in worte):
        return False
    if not all(NAMENSWORT.fullmatch(wort) or wort in ZWISCHENWORT for wort in worte):
        return False
    return am_anfang or worte[0].title().split("-")[0] in VORNAMEN


def _ist_amtswort(wort: str) -> bool:
    return wort.lower() in AMTSWOERTER or bool(AMTSENDUNG.search(wort.lower()))


def person_abtrennen(text: str) -> tuple[str, str]:
    """(names, rest): names and personal addresses that stand in an entry are taken out of it; ("", text) without any."""
    namen: list[str] = []

    def nehmen(treffer: re.Match) -> str:
        worte = treffer[0].split()
        while len(worte) > 1 and _ist_amtswort(worte[-1].strip(",")):
            worte.pop()  # "Frau Müller Jugendamt": the office is not part of the name
        namen.append(" ".join(worte).strip(" ,"))
        return treffer[0][len(" ".join(worte)) :] if len(worte) < len(treffer[0].split()) else ""

    rest = E_MAIL_VERKLEIDET.sub(nehmen, E_MAIL.sub(nehmen, text)) if "@" in text or "at" in text.lower() else text
    rest = MIT_VORNAMEN.sub(nehmen, FOERMLICH.sub(nehmen, rest))
    kopf, gefunden, hinten = rest.partition(", ")
    if gefunden and not namen and ist_person(kopf, am_anfang=True) and any(_ist_amtswort(w) for w in hinten.split()):
        namen.append(kopf.strip())  # "Gürkan Öztürk, Jugendamt"
        rest = hinten
    return ", ".join(namen), _geglaettet(rest) if namen else text


def _geglaettet(text: str) -> str:
    """Empty brackets and dangling signs that a name leaves behind are taken away."""
    text = re.sub(r"\(\s*(?:und|/|,)?\s*\)", " ", text)
    text = re.sub(r"\(\s*(?:und|/|,|:)\s+|\s+(?:und|/|,|:)\s*\)", lambda t: "(" if "(" in t[0] else ")", text)
    return re.sub(r"^(?:und|/)\s+|\s+(?:und|/)$", "", " ".join(text.split()).strip(" ,;:–-/")).strip(" ,;:–-/")


def ist_funktionsadresse(adresse: str, ort: str = "") -> bool:
    """An address of an office and not of a person: it says so, or is that of the Kommune itself. In doubt it is not."""
    lokal = adresse.split("@", maxsplit=1)[0].lower()
    return bool(FUNKTIONSADRESSE.search(lokal)) or (bool(ort) and ascii_klein(ort) in ascii_klein(lokal))


def ascii_klein(text: str) -> str:
    return umschrift(text).lower()


def vielleicht_person(text: str) -> str:
    """For a hint: what in a running text may be a person's name or address; empty if nothing."""
    for muster in (FOERMLICH, MIT_VORNAMEN, E_MAIL, E_MAIL_VERKLEIDET):
        treffer = muster.search(text)
        if treffer and not (muster is E_MAIL and ist_funktionsadresse(treffer[0])):
            return treffer[0]
    return ""
