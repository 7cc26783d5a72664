"""How a point in time of reduced precision is written: "2019-03" becomes "März 2019"."""

from django import template

from netzwerke.zeitpunkt import als_text

register = template.Library()

register.filter("zeitpunkt", als_text)
