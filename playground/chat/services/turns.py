"""Asks: a new question to several panes, the same one again, or an edited one."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from hashlib import sha256

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from playground.limits.admission import Reached
from playground.limits.wording import lasting_text
from playground.prepared import Change, Insert, Prepared, Slot
from playground.prose import joined

from .. import wording
from ..access import bar
from ..models import Conversation, Generation, Message, Pane, Role, Turn
from ..refusal import Refusal
from ..tree import Tree
from .answering import admit, admit_some, answer, ask
from .locking import locked, locked_pane


@dataclass(frozen=True)
class Sent:
    """What one submission made."""

    conversation: Conversation
    panes: list[Pane] = field(default_factory=list)  # all that are open
    generations: list[Generation] = field(default_factory=list)
    skipped: list[Pane] = field(default_factory=list)  # got the question, but have no model that can answer it now
    full: Reached | None = None  # why those with a model were skipped: their endpoint's limit
    is_first: bool = False  # the conversation got its title and is listed from now on
    is_repeat: bool = False  # the same form came before: nothing new was made


@transaction.atomic
def send(conversation: Conversation, text: str, nonce: str, pane_ids: Collection[int] = ()) -> Sent:
    """Puts a question to the given open panes, or to all of them when none is given.

    For each distinct head among the panes there is one user message below it. A pane without a model that can answer
    stands on the question until it is asked there again. `nonce` comes from the form: the same form sent twice makes
    one turn, unless its text was changed in between. Raises Refusal.
    """
    text = wording.question(text)
    conversation = locked(conversation.pk)
    mark = _mark(nonce, text)
    number = _next_number(conversation, mark)
    if number is None:
        return Sent(conversation, is_repeat=True)
    panes = _open_panes(conversation)
    asked = [pane for pane in panes if not pane_ids or pane.pk in pane_ids]
    if not asked:
        raise Refusal(_("These panes were removed."), _("Nothing was sent, and your text is kept. Reload the page."))
    able, limits = admit_some(conversation, _able(asked), [pane for pane in asked if not pane.can_answer])
    skipped = [pane for pane in asked if pane not in able]
    full = limits[-1] if limits else None
    turn = Turn(conversation=conversation, number=number, nonce=mark, skipped=_why(skipped, limits))
    TURNS.run(turn)
    questions = ask(turn, text, list(dict.fromkeys(pane.head_id for pane in asked)))
    generations = answer([(pane, questions[pane.head_id]) for pane in able])
    for pane in skipped:
        pane.head = questions[pane.head_id]
        pane.save(update_fields=["head"])
    is_first = conversation.is_draft
    _touch(conversation, text)
    return Sent(conversation, panes, generations, skipped, full, is_first)


@transaction.atomic
def regenerate(pane: Pane, message: Message) -> Generation:
    """Another answer in this pane to the question of an answer (or to a question itself). Raises Refusal."""
    pane = locked_pane(pane)
    admit(pane.conversation, [pane])
    question = message if message.role == Role.USER else message.parent
    assert question is not None
    [generation] = answer([(pane, question)])
    _touch(pane.conversation)
    return generation


@transaction.atomic
def edit(pane: Pane, message: Message, text: str, nonce: str, *, everywhere: bool = False) -> None:
    """A changed question beside the given one, answered in this pane alone, or in all that show it. Raises Refusal."""
    text = wording.question(text)
    if message.role != Role.USER:
        raise Refusal(_("Only questions can be edited."), _("Nothing was changed."), status=422)
    pane = locked_pane(pane)
    mark = _mark(nonce, text)
    number = _next_number(pane.conversation, mark)
    if number is None:
        return
    places = [*(others_asked(pane, message) if everywhere else ()), (pane, message.parent_id)]
    admit(pane.conversation, [each for each, _parent in places])
    turn = Turn(conversation=pane.conversation, number=number, nonce=mark)
    TURNS.run(turn)
    questions = ask(turn, text, list(dict.fromkeys(parent for _pane, parent in places)))
    answer([(each, questions[parent]) for each, parent in places])
    _touch(pane.conversation)


def others_asked(pane: Pane, message: Message) -> Iterator[tuple[Pane, int | None]]:
    """The other panes that show a question of the same turn and can answer, and what it stands below there."""
    tree = Tree.of(Message.objects.skeleton(pane.conversation_id))
    turn = tree.nodes[message.pk].turn
    for other in _open_panes(pane.conversation):
        asked = [tree.nodes[each] for each in tree.path(other.head_id) if tree.nodes[each].turn == turn]
        if asked and other.can_answer and other.pk != pane.pk:
            yield other, asked[0].parent_id


def _open_panes(conversation: Conversation) -> list[Pane]:
    panes = OPEN.rows(conversation=conversation.pk)
    for pane in panes:
        pane.conversation = conversation
    return bar(panes, conversation.owner_id)


def _mark(nonce: str, text: str) -> str:
    """What a submission is known by. The nonce alone would do, if nobody went back to a form and changed it."""
    return sha256(f"{nonce}\n{text}".encode()).hexdigest()


def _next_number(conversation: Conversation, mark: str) -> int | None:
    """The number of the conversation's next turn; None when the submission with this mark already made its turn."""
    highest, same = LAST.first(conversation=conversation.pk, nonce=mark) or (0, None)
    return None if same is not None else highest + 1


def _able(panes: list[Pane]) -> list[Pane]:
    """Those that can answer. Raises Refusal when none can."""
    able = [pane for pane in panes if pane.can_answer]
    if not able:
        kept = _("Nothing was sent, and your text is kept. Choose a model in at least one pane, then send again.")
        reasons = dict.fromkeys(f"{pane.model}: {wording.why_not(pane)}" for pane in panes if pane.model)
        raise Refusal(_("No pane has a model that can answer."), joined(*reasons, kept))
    return able


def _why(skipped: list[Pane], limits: list[Reached]) -> dict[str, str]:
    """The limits for which panes are skipped, in words, by pane."""
    return {
        str(pane.pk): lasting_text(limit)
        for pane in skipped
        for limit in limits
        if pane.can_answer and pane.model and limit.is_of_endpoint(pane.model.endpoint_id)
    }


def _touch(conversation: Conversation, first_question: str = "") -> None:
    """Moves the conversation to the top of the list; its first question makes it listed and gives it a title."""
    if conversation.is_draft:
        conversation.is_draft = False
        conversation.title = conversation.title or wording.title(first_question)
    conversation.updated_at = timezone.now()
    TOUCH.run(
        conversation=conversation.pk,
        is_draft=conversation.is_draft,
        title=conversation.title,
        updated_at=conversation.updated_at,
    )


TURNS = Insert(Turn)
TOUCH = Change(
    lambda: (
        Conversation.objects.filter(pk=Slot("conversation")),
        {name: Slot(name) for name in ("is_draft", "title", "updated_at")},
    )
)
OPEN = Prepared(lambda: Pane.objects.open().filter(conversation=Slot("conversation")))
LAST = Prepared(
    lambda: (
        Turn.objects.filter(conversation=Slot("conversation"))
        .values("conversation")
        .annotate(highest=Max("number"), same=Max("pk", filter=Q(nonce=Slot("nonce"))))
        .values_list("highest", "same")
    )
)
