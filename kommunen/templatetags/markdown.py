from django import template

from kommunen.texte import html

register = template.Library()
register.filter("markdown", html)
