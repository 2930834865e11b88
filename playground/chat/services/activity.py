"""What limits ask: what is running, and what was asked for lately."""

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db.models import DateTimeField, QuerySet

from playground.limits.activity import SOURCE, Live, Who
from playground.prepared import Prepared, Slot

from ..models import Generation

OF = {"user": "user", "group": "user__groups", "endpoint": "model__endpoint"}


class Generations:
    """Counts rows."""

    def live(self, who: Who) -> Live:
        own = LIVE[who.kind].rows(pk=who.pk)
        return Live(len(own), own.count(False))

    def asked(self, who: Who, since: datetime) -> Sequence[datetime]:
        return ASKED[who.kind].rows(pk=who.pk, since=since)


def _live(field: str) -> Callable[[], QuerySet[Generation, bool]]:
    return lambda: Generation.objects.live().filter(**{field: Slot("pk")}).values_list("own_key", flat=True)


def _asked(field: str) -> Callable[[], QuerySet[Generation, datetime]]:
    since = Slot("since", DateTimeField())
    asked = {field: Slot("pk"), "queued_at__gt": since}
    return lambda: Generation.objects.filter(**asked).order_by("queued_at").values_list("queued_at", flat=True)


LIVE = {kind: Prepared(_live(field)) for kind, field in OF.items()}
ASKED = {kind: Prepared(_asked(field)) for kind, field in OF.items()}
SOURCE.activity = Generations()
