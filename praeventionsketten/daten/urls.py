from django.urls import path, re_path

from praeventionsketten.daten import views
from statistik.offen import views as offen

app_name = "daten"

urlpatterns = [
    path("", views.uebersicht, name="uebersicht"),
    path("schnittstelle/", views.schnittstelle, name="schnittstelle"),
    path("datapackage.json", offen.paket, name="paket"),
    re_path(r"^katalog\.(?P<endung>jsonld|ttl)$", offen.katalog, name="katalog"),
    path("api/v1/openapi.json", offen.openapi, name="openapi"),
    path("api/v1/indikatoren", offen.api_indikatoren, name="api_indikatoren"),
    path("api/v1/indikatoren/<slug:kennung>", offen.api_indikator, name="api_indikator"),
    path("api/v1/indikatoren/<slug:kennung>/zahlen", offen.api_zahlen, name="api_zahlen"),
    path("api/v1/gebiete", offen.api_gebiete, name="api_gebiete"),
    re_path(r"^api/v1/gebiete/(?P<schluessel>[0-9]{2,12})/zahlen$", offen.api_gebiet, name="api_gebiet"),
    path("api/v1/", offen.openapi, name="api"),
    re_path(r"^api/v1/(?P<rest>[\s\S]+)$", offen.api_unbekannt, name="api_unbekannt"),  # also what holds a line break
    path("<slug:kennung>/", views.indikator, name="indikator"),
    path("<slug:kennung>/karte.svg", views.karte, name="karte"),
    re_path(r"^(?P<kennung>[-\w]+)\.(?P<endung>csv|xlsx|json)$", offen.tabelle, name="tabelle"),
]
