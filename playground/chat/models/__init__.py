"""History at rest."""

from .attachment import Attachment
from .conversation import MAX_PANES, Conversation, Pane, Turn
from .generation import Generation, Status
from .message import Message, Role
from .preset import Preset
from .vote import Vote

__all__ = [
    "MAX_PANES",
    "Attachment",
    "Conversation",
    "Generation",
    "Message",
    "Pane",
    "Preset",
    "Role",
    "Status",
    "Turn",
    "Vote",
]
