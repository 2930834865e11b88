"""Who asked goes into the generation itself: first a column that may be empty, which the next migration closes.

Two steps, because PostgreSQL changes no column of a table with rows that were written in the same transaction.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def fill(apps, schema_editor):
    Generation, Message = apps.get_model("chat", "Generation"), apps.get_model("chat", "Message")
    owner = Message.objects.filter(pk=OuterRef("message")).values("conversation__owner")
    Generation.objects.filter(user=None).update(user=Subquery(owner))


class Migration(migrations.Migration):

    dependencies = [
        ("chat", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="generation",
            name="user",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="generations",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
