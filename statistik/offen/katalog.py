"""The data described for data portals: DCAT-AP.de 2.0 (dcat-ap.de/def), as a graph that any RDF format can be written from."""

from django.conf import settings
from rdflib import DCAT, DCTERMS, FOAF, RDF, XSD, BNode, Graph, Literal, Namespace, URIRef

from statistik.models import Herkunft
from statistik.offen.paket import NAME, TITEL
from statistik.offen.verzeichnis import Eintrag, bestand, herkuenfte

DCATDE = Namespace("http://dcat-ap.de/def/dcatde/")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
DATEITYP = Namespace("http://publications.europa.eu/resource/authority/file-type/")
THEMA = URIRef("http://publications.europa.eu/resource/authority/data-theme/SOCI")
SPRACHE = URIRef("http://publications.europa.eu/resource/authority/language/DEU")
LAND = URIRef("http://dcat-ap.de/def/politicalGeocoding/stateKey/03")
EBENE = URIRef("http://dcat-ap.de/def/politicalGeocoding/Level/state")
DCATDE_LIZENZ = {
    "dl-de/by-2-0": URIRef("http://dcat-ap.de/def/licenses/dl-by-de/2.0"),
    "dl-de/zero-2-0": URIRef("http://dcat-ap.de/def/licenses/dl-zero-de/2.0"),
    "CC BY 4.0": URIRef("http://dcat-ap.de/def/licenses/cc-by/4.0"),
    "CC0": URIRef("http://dcat-ap.de/def/licenses/cc-zero"),
}
FORMATE = {
    "csv": ("CSV", "text/csv"),
    "xlsx": ("XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "json": ("JSON", "application/json"),
}
SCHREIBWEISEN = {"ttl": ("turtle", "text/turtle; charset=utf-8"), "jsonld": ("json-ld", "application/ld+json")}


def katalog(adresse: str) -> Graph:
    """`adresse`: of the page /daten/. Four queries."""
    graph = Graph()
    for kurz, raum in (("dcat", DCAT), ("dct", DCTERMS), ("dcatde", DCATDE), ("foaf", FOAF), ("vcard", VCARD)):
        graph.bind(kurz, raum)
    haus, stelle = _herausgeber(graph, adresse)
    verzeichnis = URIRef(adresse)
    graph.add((verzeichnis, RDF.type, DCAT.Catalog))
    graph.add((verzeichnis, DCTERMS.identifier, Literal(NAME)))
    graph.add((verzeichnis, DCTERMS.title, Literal(TITEL, lang="de")))
    graph.add((verzeichnis, DCTERMS.description, Literal("Zahlen aus amtlicher Statistik, mit Status und Quelle.", lang="de")))
    graph.add((verzeichnis, DCTERMS.publisher, haus))
    graph.add((verzeichnis, DCTERMS.language, SPRACHE))
    quellen = herkuenfte()
    for eintrag in bestand():
        datensatz = URIRef(f"{adresse}{eintrag.indikator.kennung}/")
        graph.add((verzeichnis, DCAT.dataset, datensatz))
        _datensatz(graph, datensatz, eintrag, haus, stelle)
        _dateien(graph, datensatz, adresse, eintrag, eintrag.quellen(quellen))
    _dienst(graph, verzeichnis, adresse)
    return graph


def _herausgeber(graph: Graph, adresse: str) -> tuple[URIRef, BNode]:
    haus, stelle = URIRef(f"{adresse}#herausgeber"), BNode()
    graph.add((haus, RDF.type, FOAF.Organization))
    graph.add((haus, FOAF.name, Literal(settings.BETREIBER_NAME)))
    graph.add((stelle, RDF.type, VCARD.Organization))
    graph.add((stelle, VCARD.fn, Literal(settings.BETREIBER_NAME)))
    graph.add((stelle, VCARD.hasEmail, URIRef(f"mailto:{settings.BETREIBER_MAIL}")))
    return haus, stelle


def _datensatz(graph: Graph, datensatz: URIRef, eintrag: Eintrag, haus: URIRef, stelle: BNode) -> None:
    indikator, zeit = eintrag.indikator, BNode()
    for eigenschaft, wert in (
        (RDF.type, DCAT.Dataset),
        (DCTERMS.identifier, Literal(indikator.kennung)),
        (DCTERMS.title, Literal(indikator.titel, lang="de")),
        (DCTERMS.description, Literal(indikator.definition, lang="de")),
        (DCTERMS.publisher, haus),
        (DCAT.contactPoint, stelle),
        (DCAT.theme, THEMA),
        (DCAT.keyword, Literal("Kinder", lang="de")),
        (DCAT.keyword, Literal("Niedersachsen", lang="de")),
        (DCTERMS.language, SPRACHE),
        (DCAT.landingPage, datensatz),
        (DCTERMS.spatial, LAND),
        (DCATDE.politicalGeocodingURI, LAND),
        (DCATDE.politicalGeocodingLevelURI, EBENE),
        (DCTERMS.temporal, zeit),
    ):
        graph.add((datensatz, eigenschaft, wert))
    graph.add((zeit, RDF.type, DCTERMS.PeriodOfTime))
    graph.add((zeit, DCAT.startDate, Literal(eintrag.von, datatype=XSD.date)))
    graph.add((zeit, DCAT.endDate, Literal(eintrag.bis, datatype=XSD.date)))


def _dateien(graph: Graph, datensatz: URIRef, adresse: str, eintrag: Eintrag, quellen: list[Herkunft]) -> None:
    worte = {herkunft.lieferung.lizenz for herkunft in quellen}
    for endung, (typ, medienart) in FORMATE.items():
        datei = URIRef(f"{adresse}{eintrag.indikator.kennung}.{endung}")
        graph.add((datensatz, DCAT.distribution, datei))
        graph.add((datei, RDF.type, DCAT.Distribution))
        graph.add((datei, DCTERMS.title, Literal(f"{eintrag.indikator.titel} ({typ})", lang="de")))
        graph.add((datei, DCAT.accessURL, datensatz))
        graph.add((datei, DCAT.downloadURL, datei))
        graph.add((datei, DCTERMS["format"], DATEITYP[typ]))
        graph.add((datei, DCAT.mediaType, URIRef(f"https://www.iana.org/assignments/media-types/{medienart}")))
        if len(worte) == 1 and worte <= set(DCATDE_LIZENZ):  # else each row says its own
            graph.add((datei, DCTERMS.license, DCATDE_LIZENZ[next(iter(worte))]))
        for text in eintrag.zitate(quellen):
            graph.add((datei, DCATDE.licenseAttributionByText, Literal(text, lang="de")))


def _dienst(graph: Graph, verzeichnis: URIRef, adresse: str) -> None:
    dienst = URIRef(f"{adresse}api/v1/")
    graph.add((verzeichnis, DCAT.service, dienst))
    graph.add((dienst, RDF.type, DCAT.DataService))
    graph.add((dienst, DCTERMS.title, Literal("Schnittstelle für Programme", lang="de")))
    graph.add((dienst, DCAT.endpointURL, dienst))
    graph.add((dienst, DCAT.endpointDescription, URIRef(f"{adresse}api/v1/openapi.json")))
    for datensatz in graph.objects(verzeichnis, DCAT.dataset):
        graph.add((dienst, DCAT.servesDataset, datensatz))
