from django.db import models


class Stand(models.Model):
    """One row: how often something that public pages show has changed (kern/stand.py)."""

    nummer = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = "Stand der öffentlichen Inhalte"
        verbose_name_plural = "Stand der öffentlichen Inhalte"

    def __str__(self):
        return str(self.nummer)
