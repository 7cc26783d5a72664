from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings

from kern.sitzung import angemeldet


class KontenAdapter(DefaultAccountAdapter):
    """How allauth behaves here: nobody registers alone, links lead to the configured address."""

    def is_open_for_signup(self, request):
        return False

    def login(self, request, user):
        super().login(request, user)
        angemeldet(request.session)

    def send_mail(self, template_prefix, email, context):
        super().send_mail(
            template_prefix, email, context | {"site_url": settings.SITE_URL, "betreiber_mail": settings.BETREIBER_MAIL}
        )

    def format_email_subject(self, subject):
        return subject
