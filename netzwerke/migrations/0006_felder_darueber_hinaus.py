"""Fields of work may reach past childhood."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("netzwerke", "0005_verschieden")]
    operations = [
        migrations.AddField(
            model_name="handlungsfeld",
            name="darueber_hinaus",
            field=models.BooleanField(default=False, verbose_name="reicht über die Kindheit hinaus"),
        ),
    ]
