"""What is sent to a model."""

from langchain_core.messages import AIMessage, HumanMessage, SystemMessage

from playground.chat.models import Message, Status
from playground.chat.prompt import prompt_for

from . import factories


def prompt(pane, **fields):
    """The prompt of a new generation below the pane's head."""
    return prompt_for(factories.answer(pane, text="", status=Status.QUEUED, **fields).generation)


def test_it_is_the_path_to_the_question(panes):
    factories.answer(panes[0], text="first")
    factories.answer(panes[1], text="another pane")
    assert prompt(panes[0], to=factories.question(panes[0].conversation, "next", panes[0].head)) == [
        HumanMessage("Why?"),
        AIMessage("first"),
        HumanMessage("next"),
    ]


def test_the_system_prompt_comes_first(panes):
    assert prompt(panes[0], system_prompt="Be brief.") == [SystemMessage("Be brief."), HumanMessage("Why?")]


def test_other_branches_are_not_sent(panes):
    first = factories.answer(panes[0], text="first")
    factories.answer(panes[0], to=first.parent, text="second")
    assert [message.content for message in prompt(panes[0])] == ["Why?", "second", "Why?"]


def test_failed_and_empty_answers_are_left_out_and_questions_merged(panes):
    factories.answer(panes[0], text="half an ans", status=Status.FAILED, error_message="502 Bad Gateway")
    factories.answer(panes[0], text="", status=Status.STOPPED)
    assert prompt(panes[0]) == [HumanMessage("Why?\n\nWhy?\n\nWhy?")]


def test_interrupted_text_is_sent(panes):
    factories.answer(panes[0], text="half", status=Status.INTERRUPTED)
    assert prompt(panes[0])[1] == AIMessage("half")


def test_images_are_sent_as_blocks_also_when_merged(panes):
    blocks = [{"type": "text", "text": "What is this?"}, {"type": "image", "url": "data:image/png;base64,AA=="}]
    asked = factories.question(panes[0].conversation, "What is this?", blocks=blocks)
    factories.answer(panes[0], to=asked, text="")
    assert prompt(panes[0]) == [HumanMessage([*blocks, {"type": "text", "text": "Why?"}])]


def test_reasoning_goes_back_only_when_it_is_signed(panes):
    reasoning = {"type": "reasoning", "reasoning": "hm"}
    signed = {**reasoning, "extras": {"signature": "abc"}}
    text = {"type": "text", "text": "Because."}
    first = factories.answer(panes[0])
    Message.objects.filter(pk=first.pk).update(blocks=[reasoning, text])
    second = factories.answer(panes[0])
    Message.objects.filter(pk=second.pk).update(blocks=[signed, text])
    contents = [message.content for message in prompt(panes[0]) if isinstance(message, AIMessage)]
    assert contents == ["Because.", [signed, text]]


def test_a_long_conversation_costs_one_query(panes, django_assert_num_queries):
    for _ in range(20):
        factories.answer(panes[0])
    generation = factories.answer(panes[0], text="", status=Status.QUEUED).generation
    with django_assert_num_queries(1):
        assert len(prompt_for(generation)) == 41
