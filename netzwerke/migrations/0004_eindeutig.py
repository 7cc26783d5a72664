from django.db import migrations, models

import kommunen.models.eintrag

SCHLUESSEL = models.CharField(default=kommunen.models.eintrag.neuer_schluessel, editable=False, max_length=12, unique=True)


class Migration(migrations.Migration):
    dependencies = [("netzwerke", "0003_listen_und_schluessel")]
    operations = [
        migrations.AlterField("gruppe", "is_public", models.BooleanField(default=False, verbose_name="öffentlich")),
        migrations.AlterField("historicalgruppe", "is_public", models.BooleanField(default=False, verbose_name="öffentlich")),
        migrations.AlterField("gruppe", "schluessel", SCHLUESSEL),
        migrations.AlterField("mitgliedschaft", "schluessel", SCHLUESSEL),
        migrations.RemoveField("mitgliedschaft", "alter_name"),
    ]
