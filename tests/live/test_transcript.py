"""Chunks in, transcript out."""

import pytest
from langchain_core.messages import AIMessageChunk

from playground.live.transcript import LimitReached, Transcript, estimated_tokens


def text(content, **more):
    return AIMessageChunk(content=content, **more)


def reasoning(content):
    return AIMessageChunk(content="", additional_kwargs={"reasoning_content": content})


def folded(*chunks, limit=1000):
    transcript = Transcript(limit)
    for chunk in chunks:
        transcript.add(chunk)
    return transcript


def test_text_and_reasoning_are_kept_apart():
    transcript = folded(reasoning("Hm"), reasoning("m."), text("Yes"), text("."))
    assert (transcript.reasoning, transcript.text) == ("Hmm.", "Yes.")


def test_neighbours_of_one_kind_are_taken_together_and_once():
    transcript = folded(reasoning("a"), text("b"), text("c"))
    assert transcript.take() == [("reasoning", "a"), ("text", "bc")]
    assert transcript.take() == []


def test_nothing_has_come_before_the_first_piece():
    assert folded(text("")).ttft_ms is None


def test_the_first_piece_sets_the_time_to_first_token():
    now = [10.0]
    transcript = Transcript(100, clock=lambda: now[0])
    now[0] = 10.25
    transcript.add(reasoning("a"))
    now[0] = 11.0
    transcript.add(text("b"))
    assert (transcript.ttft_ms, transcript.ms) == (250, 1000)


def test_usage_and_names_come_from_whichever_chunk_has_them():
    usage = {"input_tokens": 3, "output_tokens": 2, "total_tokens": 5}
    transcript = folded(
        text("a", response_metadata={"model_name": "m"}),
        text("", usage_metadata=usage),
        text("", response_metadata={"finish_reason": "stop"}),
    )
    assert transcript.usage["output_tokens"] == 2
    assert transcript.metadata == {"model_name": "m", "finish_reason": "stop"}


def test_a_longer_answer_than_allowed_keeps_what_came_before():
    transcript = folded(text("12345"), limit=8)
    with pytest.raises(LimitReached):
        transcript.add(text("6789"))
    assert transcript.text == "12345"


def test_blocks_of_plain_chunks():
    assert folded(reasoning("r"), text("t")).blocks() == [
        {"type": "reasoning", "reasoning": "r"},
        {"type": "text", "text": "t"},
    ]


def test_blocks_that_text_cannot_carry_are_kept():
    thinking = {"type": "thinking", "thinking": "r", "signature": "s", "index": 0}
    transcript = folded(text([thinking]), text([{"type": "text", "text": "t", "index": 1}]))
    assert (transcript.reasoning, transcript.text) == ("r", "t")
    assert len(transcript.blocks()) == 2


def test_logprobs_are_collected():
    one, two = {"token": "a", "logprob": -0.1}, {"token": "b", "logprob": -0.2}
    transcript = folded(
        text("a", response_metadata={"logprobs": {"content": [one]}}),
        text("b", response_metadata={"logprobs": {"content": [two]}}),
    )
    assert transcript.metadata["logprobs"] == [one, two]


@pytest.mark.parametrize(("sample", "low", "high"), [("", 0, 0), ("The sky is blue.", 3, 5), ("天空是蓝色的", 3, 5)])
def test_tokens_are_estimated_by_script(sample, low, high):
    assert low <= estimated_tokens(sample) <= high
