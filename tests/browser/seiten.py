"""The pages every check of the browser walks through."""

OEFFENTLICH = {
    "start": "/",
    "liste": "/kommunen/",
    "liste-leer": "/kommunen/?q=Entenhausen",
    "lueneburg": "/kommunen/lueneburg/",
    "region": "/kommunen/region-hannover/",
    "gifhorn": "/kommunen/gifhorn/",
    "ohne-profil": "/kommunen/peine/",
    "termine": "/termine/",
    "aktuelles": "/aktuelles/",
    "hilfe": "/hilfe/",
    "impressum": "/impressum/",
    "datenschutz": "/datenschutz/",
    "barrierefreiheit": "/barrierefreiheit/",
    "rueckmeldung": "/rueckmeldung/",
    "anmelden": "/konto/anmelden/",
    "fehlt": "/gibt-es-nicht/",
}

# for those who keep the Kommune; {slug} is theirs
REDAKTION = {
    "meine": "/meine/{slug}/",
    "kontakt": "/kommunen/{slug}/bearbeiten/kontakt/",
    "kennzahlen": "/kommunen/{slug}/bearbeiten/kennzahlen/",
    "grund": "/kommunen/{slug}/bearbeiten/grund/",
    "ziele": "/kommunen/{slug}/bearbeiten/ziele/",
    "downloads": "/kommunen/{slug}/bearbeiten/downloads/",
    "erfolge": "/kommunen/{slug}/bearbeiten/erfolge/",
    "termine-bearbeiten": "/kommunen/{slug}/bearbeiten/termine/",
    "meldungen": "/kommunen/{slug}/bearbeiten/meldungen/",
    "vorschau": "/kommunen/{slug}/vorschau/",
    "fassungen": "/kommunen/{slug}/fassungen/",
    "fassung": "/kommunen/{slug}/fassungen/ziele/1/",
    "beteiligte": "/kommunen/{slug}/beteiligte/",
    "abgeben": "/kommunen/{slug}/abgeben/",
    "uebergabe": "/kommunen/{slug}/uebergabe/",
    "zweiter-faktor": "/konto/zweiter-faktor/",
    "zweiter-faktor-einrichten": "/konto/zweiter-faktor/einrichten/",
}
