"""What history at rest tells the live layer. Both are sent when the transaction has committed."""

from django.dispatch import Signal

generation_queued = Signal()  # generation_id: waits to be claimed
stop_requested = Signal()  # generation_id: its user wants it to end; `stop_requested` is set in its row
