"""OParl 1.1 as a JSON schema, written from the text of the specification: https://oparl.org/spezifikation.

What the specification calls "zwingend" is required; what it does not know is refused, unless it carries our prefix.
"""

TYP = "https://schema.oparl.org/1.1/"
URL = {"type": "string", "format": "uri", "pattern": "^https?://"}
URLS = {"type": "array", "items": URL}
WORTE = {"type": "string", "minLength": 1}
TAG = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
ZEIT = {"type": "string", "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[+-][0-9]{2}:[0-9]{2}$"}
JA_NEIN = {"type": "boolean"}
KOPF = {"id": URL, "type": WORTE, "created": ZEIT, "modified": ZEIT}


def _objekt(typ, zwingend=(), /, **felder):
    kopf = KOPF | {"type": {"const": TYP + typ}}
    da = {
        "type": "object",
        "required": [*KOPF, *zwingend],
        "properties": kopf | {"web": URL, "license": URL, "keyword": {"type": "array", "items": WORTE}} | felder,
        "patternProperties": {"^praeventionsketten:": {}},
        "additionalProperties": False,
    }
    weg = {
        "type": "object",
        "required": [*KOPF, "deleted"],
        "properties": kopf | {"deleted": {"const": True}},
        "additionalProperties": False,
    }
    return {"oneOf": [da, weg]}


def _inneres(schema):
    return {"type": "array", "items": schema}


FILE = _objekt(
    "File", ["accessUrl"],
    name=WORTE, fileName=WORTE, mimeType=WORTE, date=TAG, size={"type": "integer", "minimum": 0}, accessUrl=URL, downloadUrl=URL,
    paper=URLS,
)  # fmt: skip
CONSULTATION = _objekt("Consultation", paper=URL, agendaItem=URL, meeting=URL, organization=URLS, authoritative=JA_NEIN, role=WORTE)
AGENDAITEM = _objekt(
    "AgendaItem", ["order"],
    meeting=URL, number=WORTE, order={"type": "integer", "minimum": 0}, name=WORTE, public=JA_NEIN, consultation=URL, result=WORTE,
    resolutionText=WORTE,
)  # fmt: skip
OBJEKTE = {
    "system": _objekt(
        "System", ["oparlVersion", "body"],
        oparlVersion={"const": TYP}, body=URL, name=WORTE, contactEmail=WORTE, contactName=WORTE, website=URL,
    ),
    "body": _objekt(
        "Body",
        ["name", "organization", "person", "meeting", "paper", "legislativeTerm", "agendaItem", "consultation", "file",
         "locationList", "legislativeTermList", "membership"],
        system=URL, shortName=WORTE, name=WORTE, ags={"type": "string", "pattern": "^[0-9]{8}$"},
        rgs={"type": "string", "pattern": "^[0-9]{12}$"}, organization=URL, person=URL, meeting=URL, paper=URL, agendaItem=URL,
        consultation=URL, file=URL, locationList=URL, legislativeTermList=URL, membership=URL, legislativeTerm={"type": "array"},
    ),
    "organization": _objekt("Organization", body=URL, name=WORTE, organizationType=WORTE, classification=WORTE, meeting=URL),
    "meeting": _objekt("Meeting", name=WORTE, organization=URLS, agendaItem=_inneres(AGENDAITEM)),
    "paper": _objekt(
        "Paper", body=URL, name=WORTE, reference=WORTE, date=TAG, paperType=WORTE, relatedPaper=URLS, auxiliaryFile=_inneres(FILE),
        consultation=_inneres(CONSULTATION),
    ),
    "consultation": CONSULTATION,
    "agendaitem": AGENDAITEM,
    "file": FILE,
}  # fmt: skip


def liste(objekt):
    """A page of an external list."""
    zahl = {"type": "integer", "minimum": 0}
    seitenzahlen = ("totalElements", "elementsPerPage", "currentPage", "totalPages")
    return {
        "type": "object",
        "required": ["data", "pagination", "links"],
        "properties": {
            "data": {"type": "array", "items": objekt},
            "pagination": {"type": "object", "properties": dict.fromkeys(seitenzahlen, zahl), "additionalProperties": False},
            "links": {"type": "object", "properties": dict.fromkeys(("first", "prev", "self", "next", "last"), URL)},
        },
        "additionalProperties": False,
    }
