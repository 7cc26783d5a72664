from django.db import models
from django.db.models import Q

from kern.token import neues_token
from kooperation.models.blatt import Vereinbarung
from kooperation.models.dialog import Seite
from kooperation.models.erhebung import Teilnahme


def genau_eines(name: str) -> models.CheckConstraint:
    """It is about a side of a Dialog or about somebody's part in an Erhebung, never both."""
    return models.CheckConstraint(
        condition=Q(seite=None, teilnahme__isnull=False) | Q(seite__isnull=False, teilnahme=None), name=name
    )


class Zugang(models.Model):
    """A link that lets its bearer act without an account. Every mail carries a new one; deleting the row revokes it.

    The token itself stands only in the mail.
    """

    seite = models.ForeignKey(Seite, models.CASCADE, null=True, related_name="zugaenge")
    teilnahme = models.ForeignKey(Teilnahme, models.CASCADE, null=True, related_name="zugaenge")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    vereinbarung = models.ForeignKey(Vereinbarung, models.SET_NULL, null=True, related_name="+")  # what it is about

    class Meta:
        verbose_name = "Zugang"
        verbose_name_plural = "Zugänge"
        constraints = [genau_eines("zugang_to_one_thing")]

    def __str__(self):
        return f"Zugang {self.pk}"

    @property
    def wofuer(self) -> Seite | Teilnahme:
        return self.seite or self.teilnahme

    @classmethod
    def neu(cls, wofuer: Seite | Teilnahme, vereinbarung=None) -> str:
        """The token of a new link to this side, or to somebody's part in an Erhebung."""
        token, pruefsumme = neues_token()
        wofuer.zugaenge.create(token_hash=pruefsumme, vereinbarung=vereinbarung)
        return token
