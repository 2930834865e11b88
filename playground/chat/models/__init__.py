"""History at rest."""

from .attachment import Attachment
from .conversation import Conversation, Pane, Turn
from .generation import Generation, Status
from .message import Message, Role
from .preset import Preset
from .vote import Vote

__all__ = ["Attachment", "Conversation", "Generation", "Message", "Pane", "Preset", "Role", "Status", "Turn", "Vote"]
