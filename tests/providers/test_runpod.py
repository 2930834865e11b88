"""RunPod: the route of vLLM workers where there is one, jobs where there is none."""

import asyncio
import json
from typing import Any

import pytest
from langchain_core.messages import AIMessageChunk
from pydantic import BaseModel

from providers import ChatRunPod, InvalidCall, Limits, errors
from tests.providers.conftest import KEY
from tests.upstream import Answer, Close, Request, Upstream
from tests.upstream import openai as wire
from tests.upstream.runpod import Look, Queue


def model(upstream: Upstream, queue: Queue, **more: Any) -> ChatRunPod:
    upstream.handler = queue
    settings = {"api_mode": "native", "poll_interval": 0.01, "max_retries": 0, **more}
    return ChatRunPod(api_key=KEY, api_base=f"{upstream.url}/v2", endpoint_id=f"e{upstream.port}", **settings)


def done(output: Any, **more: Any) -> Look:
    return {"status": "COMPLETED", "output": output, **more}


async def total(built: ChatRunPod) -> AIMessageChunk:
    chunks = [chunk async for chunk in built.astream("hi")]
    return sum(chunks[1:], start=chunks[0])


CHAT = {"choices": [{"message": {"content": "yes"}, "finish_reason": "stop"}], "usage": wire.USAGE}
SHAPES: dict[str, Any] = {
    "text": "yes",
    "list of texts": ["y", "es"],
    "text object": {"text": ["yes"], "input_tokens": 5, "output_tokens": 9},
    "content": {"content": "yes"},
    "generated_text": {"generated_text": "yes"},
    "response": {"response": "yes"},
    "message": {"message": "yes"},
    "output": {"output": {"text": "yes"}},
    "chat completion": CHAT,
    "list of one": [CHAT],
    "text completion": [{"choices": [{"text": "yes"}]}],
    "tokens": [{"choices": [{"tokens": ["y", "es"]}], "usage": {"input": 5, "output": 9}}],
    "stream items": [{"choices": [{"tokens": ["y"]}]}, {"choices": [{"tokens": ["es"]}]}],
    "chunks": [{"choices": [{"delta": {"content": "y"}}]}, {"choices": [{"delta": {"content": "es"}}]}],
    "one of two choices": {"choices": [*CHAT["choices"], {"index": 1, "message": {"content": "no"}}]},
    "event stream": [b"".join(map(bytes, [*wire.text("y", "es"), *wire.end()])).decode()],  # type: ignore[arg-type]
}
COUNTED = {"text object", "chat completion", "list of one", "tokens", "event stream"}


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_of_output(upstream: Upstream, shape: str) -> None:
    queue = Queue({"status": "IN_QUEUE"}, {"status": "RUNNING"}, done(SHAPES[shape]))
    message = model(upstream, queue).invoke("hi")
    assert message.content == "yes"
    assert (message.usage_metadata or {}).get("output_tokens") == (9 if shape in COUNTED else None)


@pytest.mark.parametrize(
    ("output", "kind"),
    [
        ({"error": "boom"}, errors.JobFailed),
        ([{"error": "boom"}], errors.JobFailed),
        (None, errors.JobFailed),
        ([], errors.JobFailed),
        ([b"".join(map(bytes, wire.text("y"))).decode()], errors.Truncated),  # type: ignore[arg-type]
        ({"wat": 1, "why": 2}, errors.BrokenAnswer),
        (7, errors.BrokenAnswer),
        ({"choices": 7}, errors.BrokenAnswer),
        ({"choices": [{"message": {"content": 7}}]}, errors.BrokenAnswer),
    ],
)
async def test_a_finished_job_without_an_answer(upstream: Upstream, output: Any, kind: type[Exception]) -> None:
    queue = Queue(done(output))
    for call in (model(upstream, queue).ainvoke("hi"), total(model(upstream, Queue(done(output))))):
        with pytest.raises(kind):
            await call


TRACE = json.dumps({"error_type": "E", "error_message": "out of memory", "error_traceback": "secret path"})
ENDS = [
    ({"status": "FAILED", "error": TRACE}, errors.JobFailed, "out of memory"),
    ({"status": "FAILED"}, errors.JobFailed, "it ended as FAILED"),
    ({"status": "CANCELLED"}, errors.JobFailed, "it ended as CANCELLED"),
    ({"status": "TIMED_OUT"}, errors.TimedOut, "it ended as TIMED_OUT"),
]


@pytest.mark.parametrize(("look", "kind", "words"), ENDS)
@pytest.mark.parametrize("streaming", [True, False])
async def test_every_final_state(
    upstream: Upstream, look: Look, kind: type[errors.ProviderError], words: str, streaming: bool
) -> None:
    queue = Queue({"status": "IN_PROGRESS"}, look, final=look if streaming else None)
    built = model(upstream, queue)
    with pytest.raises(kind) as caught:
        await (total(built) if streaming else built.ainvoke("hi"))
    assert (caught.value.detail, caught.value.code) == (words, look["status"])
    assert (caught.value.request_id, queue.cancelled) == ("job-1", [])


async def test_deltas_arrive_as_the_worker_yields_them(upstream: Upstream) -> None:
    looks = [
        {"status": "IN_QUEUE"},
        {"status": "IN_PROGRESS", "stream": [{"output": "Hel"}, {"output": "lo"}]},
        {"status": "COMPLETED", "stream": [{"output": " you"}]},
    ]
    queue = Queue(*looks, final=done(["Hel", "lo", " you"], delayTime=1200, executionTime=340, workerId="w"))
    chunks = [chunk async for chunk in model(upstream, queue).astream("hi")]
    assert [chunk.text for chunk in chunks] == ["Hel", "lo", " you", ""]
    about = chunks[-1].response_metadata
    assert (about["delay_time_ms"], about["execution_time_ms"], about["request_id"]) == (1200, 340, "job-1")
    assert queue.cancelled == []


def test_a_worker_that_does_not_stream_answers_at_once(upstream: Upstream) -> None:
    queue = Queue({"status": "COMPLETED"}, final=done("a whole answer"))
    assert [chunk.text for chunk in model(upstream, queue).stream("hi")] == ["a whole answer"]


@pytest.mark.parametrize("size", [1, 2, 9])
async def test_raw_events_cut_anywhere(upstream: Upstream, size: int) -> None:
    raw = b"".join(map(bytes, [*wire.text("wör", "ld"), *wire.end()])).decode()  # type: ignore[arg-type]
    items = [{"output": raw[i : i + size]} for i in range(0, len(raw), size)]
    queue = Queue({"status": "COMPLETED", "stream": items}, final=done([]))
    whole = await total(model(upstream, queue))
    assert whole.content == "wörld"
    assert (whole.usage_metadata or {})["output_tokens"] == 9


@pytest.mark.parametrize("pieces", [["d", "ata", "base"], ["da", "ta"], ["x ", "data: y"]])
def test_text_that_begins_like_an_event(upstream: Upstream, pieces: list[str]) -> None:
    queue = Queue({"status": "COMPLETED", "stream": [{"output": piece} for piece in pieces]}, final=done([]))
    assert "".join(chunk.text for chunk in model(upstream, queue).stream("hi")) == "".join(pieces)


async def test_a_look_that_is_lost_takes_its_text_with_it(upstream: Upstream) -> None:
    """Each piece is handed out once, so another look would leave a hole."""
    looks = [{"status": "IN_PROGRESS", "stream": [{"output": text}]} for text in ("a", "b", "c")]
    queue = Queue(*looks, {"status": "COMPLETED"}, final=done(["a", "b", "c"]))

    def losing(request: Request) -> Answer:
        answer = queue(request)
        lost = "stream" in request.path and len(queue.looks) == 2
        return Answer(steps=[*answer.steps, Close()]) if lost else answer

    built = model(upstream, queue, max_retries=2)
    upstream.handler = losing
    with pytest.raises(errors.Truncated) as caught:
        await total(built)
    assert (caught.value.partial_text, queue.cancelled) == ("a", ["job-1"])


def test_the_id_of_a_job_cannot_change_the_address(upstream: Upstream) -> None:
    built = model(upstream, Queue(done("yes")))
    upstream.handler = lambda request: Answer.of_json({"id": "../../x?y", "status": "COMPLETED", "output": "yes"})
    assert built.invoke("hi").content == "yes"
    assert upstream.requests[-1].path.endswith("/status/..%2F..%2Fx%3Fy")


async def test_all_looks_together_are_bounded(upstream: Upstream) -> None:
    queue = Queue({"status": "IN_PROGRESS"})
    with pytest.raises(errors.LimitExceeded):
        await total(model(upstream, queue, limits=Limits(max_bytes=300)))


async def test_one_look_is_bounded(upstream: Upstream) -> None:
    queue = Queue({"status": "IN_PROGRESS", "stream": [{"output": "x" * 1000}]})
    with pytest.raises(errors.LimitExceeded, match="more than 500 bytes"):
        await total(model(upstream, queue, limits=Limits(max_line=500)))
    assert queue.cancelled == ["job-1"]


@pytest.mark.parametrize(
    "output", [["x"] * 60, {"choices": [{"index": 1}] * 60}, {"text": ["x"] * 60}], ids=["list", "choices", "texts"]
)
async def test_outputs_are_counted_however_they_come(upstream: Upstream, output: Any) -> None:
    for look in ({"status": "COMPLETED", "stream": [{"output": output}]}, done(output)):
        with pytest.raises(errors.LimitExceeded, match="more than 50 outputs"):
            await total(model(upstream, Queue(look, final=done(output)), limits=Limits(max_events=50)))


async def test_a_look_that_brings_much_lets_others_on(upstream: Upstream) -> None:
    queue = Queue({"status": "COMPLETED", "stream": [{"output": "x"}] * 3000}, final=done([]))
    turns: list[int] = []

    async def other() -> None:
        while True:
            turns.append(0)
            await asyncio.sleep(0)

    task = asyncio.create_task(other())
    seen = [len(turns) async for _ in model(upstream, queue).astream("hi")]
    task.cancel()
    assert len(set(seen[:3000])) >= 5


@pytest.mark.parametrize("sync", [True, False])
async def test_a_worker_that_repeats_its_last_output_is_left(upstream: Upstream, sync: bool) -> None:
    look = {"status": "COMPLETED", "stream": [{"output": "x"}]}
    queue = Queue(look)
    built = model(upstream, queue)
    upstream.handler = lambda request: Answer.of_json(look) if "stream" in request.path else queue(request)
    with pytest.raises(errors.BrokenAnswer, match="its stream has not") as caught:
        _ = list(built.stream("hi")) if sync else await total(built)
    assert caught.value.partial_text == "x" * 100
    assert len(upstream.requests) == 101


@pytest.mark.parametrize("abort", ["cancel", "close", "attempts", "timeout"])
async def test_an_abandoned_job_is_cancelled(upstream: Upstream, abort: str) -> None:
    queue = Queue({"status": "IN_PROGRESS", "stream": [{"output": "x"}]}, {"status": "IN_PROGRESS"})
    bounds = {"attempts": {"max_polling_attempts": 3}, "timeout": {"timeout": 1}}.get(abort, {})
    built = model(upstream, queue, **bounds)
    if abort == "cancel":
        task = asyncio.create_task(total(built))
        while len(upstream.requests) < 3:
            await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    elif abort == "close":
        stream = built.stream("hi")
        next(stream)
        stream.close()  # type: ignore[attr-defined]
    else:
        with pytest.raises(errors.TimedOut) as caught:
            await total(built)
        assert caught.value.partial_text == "x"
    assert queue.cancelled == ["job-1"]


async def test_a_job_is_cancelled_even_while_it_is_being_queued(upstream: Upstream) -> None:
    queue = Queue({"status": "IN_QUEUE"})
    queue.slow = 0.3
    task = asyncio.create_task(total(model(upstream, queue)))
    while not upstream.requests:
        await asyncio.sleep(0.01)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert queue.cancelled == ["job-1"]


@pytest.mark.parametrize("queued", [True, False])
async def test_an_impatient_stop_does_not_stop_the_cancelling(upstream: Upstream, queued: bool) -> None:
    queue = Queue({"status": "IN_PROGRESS"})
    queue.slow = 0.0 if queued else 0.2
    task = asyncio.create_task(total(model(upstream, queue)))
    while len(upstream.requests) < (2 if queued else 1):
        await asyncio.sleep(0.01)
    for _ in range(3):
        task.cancel()
        await asyncio.sleep(0)
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await asyncio.to_thread(queue.told.wait, 60)
    assert queue.cancelled == ["job-1"]


async def test_a_call_may_bring_its_own_patience(upstream: Upstream) -> None:
    queue = Queue({"status": "IN_PROGRESS"})
    with pytest.raises(errors.TimedOut, match="still running"):
        await model(upstream, queue).ainvoke("hi", timeout=0.5)
    with pytest.raises(errors.TimedOut, match="still running"):
        list(model(upstream, queue).stream("hi", timeout=0.5))
    assert queue.cancelled == ["job-1", "job-1"]


async def test_a_job_may_be_left_alone(upstream: Upstream) -> None:
    queue = Queue({"status": "IN_QUEUE"})
    with pytest.raises(errors.TimedOut, match="no worker was free"):
        await model(upstream, queue, max_polling_attempts=2, cancel_on_abort=False).ainvoke("hi")
    assert queue.cancelled == []


def test_what_a_job_is_given(upstream: Upstream) -> None:
    queue = Queue(done("yes"))
    kwargs = {"max_new_tokens": 5, "custom": 1}
    model(upstream, queue, model_kwargs=kwargs, temperature=0.5).invoke([("system", "s"), ("human", "h")], stop=["x"])
    given = queue.inputs[0]
    assert given["messages"] == [{"role": "system", "content": "s"}, {"role": "user", "content": "h"}]
    assert given["prompt"] == "System: s\nUser: h\nAssistant:"
    assert given["sampling_params"] == {"temperature": 0.5, "max_tokens": 5, "stop": ["x"]}
    assert (given["max_new_tokens"], given["custom"], given["temperature"]) == (5, 1, 0.5)


def test_what_only_openais_form_holds_is_sent_in_it(upstream: Upstream) -> None:
    class Weather(BaseModel):
        """Tell the weather."""

        city: str

    queue = Queue(done([CHAT]))
    model(upstream, queue).bind_tools([Weather]).invoke("hi")
    assert queue.inputs[0]["openai_route"] == "/v1/chat/completions"
    assert queue.inputs[0]["openai_input"]["tools"][0]["function"]["name"] == "Weather"


async def test_auto_takes_the_route_and_its_model(upstream: Upstream) -> None:
    queue = Queue(route=True)
    built = model(upstream, queue, api_mode="auto", model_kwargs={"max_new_tokens": 5})
    assert (await built.ainvoke("hi")).response_metadata["model_name"] == "m"
    assert upstream.last["max_tokens"] == 5
    built.invoke("hi")
    assert [request.path.rpartition("/")[2] for request in upstream.requests] == [
        "models",
        "completions",
        "completions",
    ]


def test_auto_takes_jobs_where_there_is_no_route(upstream: Upstream) -> None:
    built = model(upstream, Queue(done("yes")), api_mode="auto")
    assert built.invoke("hi").content == "yes"
    assert built.invoke("hi").content == "yes"
    assert sum("models" in request.path for request in upstream.requests) == 1
    assert built.list_models() == []


def test_health_that_is_none(upstream: Upstream) -> None:
    built = model(upstream, Queue())
    upstream.handler = lambda request: Answer.of_json([1])
    with pytest.raises(errors.BrokenAnswer):
        built.health()


async def test_health(upstream: Upstream) -> None:
    built = model(upstream, Queue())
    assert built.health() == await built.ahealth() == {"jobs": {"inQueue": 0}, "workers": {"idle": 1}}


@pytest.mark.parametrize("base", ["https://h/v2", "https://h/v2/abc", "https://h/v2/abc/openai/v1"])
def test_the_endpoint_may_be_part_of_the_address(base: str) -> None:
    more = {} if "abc" in base else {"runpod_endpoint_id": "abc"}
    built = ChatRunPod(api_key=KEY, base_url=base, **more)
    assert (built.root, built.runpod_endpoint_id) == ("https://h/v2/abc", "abc")
    assert built.api_mode == ("openai" if base.endswith("/openai/v1") else "auto")


def test_a_missing_endpoint_names_the_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("RUNPOD_ENDPOINT_ID", "RUNPOD_CHAT_ENDPOINT_ID"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(InvalidCall, match="RUNPOD_CHAT_ENDPOINT_ID or RUNPOD_ENDPOINT_ID"):
        ChatRunPod(api_key=KEY)
