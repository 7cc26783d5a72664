"""The pages every check of the browser walks through."""

OEFFENTLICH = {
    "start": "/",
    "liste": "/kommunen/",
    "liste-leer": "/kommunen/?q=Entenhausen",
    "lueneburg": "/kommunen/lueneburg/",
    "region": "/kommunen/region-hannover/",
    "gifhorn": "/kommunen/gifhorn/",
    "ohne-profil": "/kommunen/peine/",
    "hilfe": "/hilfe/",
    "impressum": "/impressum/",
    "datenschutz": "/datenschutz/",
    "barrierefreiheit": "/barrierefreiheit/",
    "rueckmeldung": "/rueckmeldung/",
    "anmelden": "/konto/anmelden/",
    "fehlt": "/gibt-es-nicht/",
}
