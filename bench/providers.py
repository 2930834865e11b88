"""`python -m bench.providers`: CPU per chunk of each chat model, beside a raw read of the same stream.

Every row is measured in one process against a server in another: flat out (one stream after
another), and paced (ten streams at once, 50 tokens a second each). `langchain-openai` is measured
too where it is installed.
"""

import argparse
import asyncio
import importlib
import importlib.util
import multiprocessing
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from multiprocessing.connection import Connection
from typing import Any

import httpx
import orjson

from providers import PROVIDERS, EgressPolicy, build_chat_model

Reader = Callable[[str], Awaitable[int]]
STREAMS, RATE = 10, 50  # streams at once, tokens a second each
LOCAL = EgressPolicy(allow_nets=("127.0.0.0/8",))
HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"
MODELS = ("openai", "aimlapi", "gradient", "baseten", "runpod", "anthropic")
MORE: dict[str, dict[str, Any]] = {"runpod": {"runpod_endpoint_id": "e", "api_mode": "openai"}}
PATHS = {"anthropic": "", "runpod": "/v2"}


def openai_events(tokens: int) -> Iterator[bytes]:
    body: dict[str, Any] = {"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": "m"}
    for number in range(tokens):
        choice = {"index": 0, "delta": {"content": f" word{number % 10}"}, "finish_reason": None}
        yield b"data: %s\n\n" % orjson.dumps({**body, "choices": [choice]})
    last = {"index": 0, "delta": {}, "finish_reason": "stop"}
    yield b"data: %s\n\ndata: [DONE]\n\n" % orjson.dumps({**body, "choices": [last]})


def anthropic_events(tokens: int) -> Iterator[bytes]:
    def event(body: dict[str, Any]) -> bytes:
        return b"event: %s\ndata: %s\n\n" % (body["type"].encode(), orjson.dumps(body))

    yield event({"type": "message_start", "message": {"model": "m", "usage": {"input_tokens": 1}}})
    for number in range(tokens):
        delta = {"type": "text_delta", "text": f" word{number % 10}"}
        yield event({"type": "content_block_delta", "index": 0, "delta": delta})
    yield event({"type": "message_delta", "delta": {"stop_reason": "end_turn"}, "usage": {"output_tokens": tokens}})
    yield event({"type": "message_stop"})


async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answers requests whose model is called `<tokens>x<tokens a second>`, 0 for no pauses."""
    try:
        while True:
            head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
            length = int(head.partition("content-length:")[2].partition("\r\n")[0])
            tokens, rate = map(int, orjson.loads(await reader.readexactly(length))["model"].split("x"))
            events = anthropic_events if "/messages" in head.partition("\r\n")[0] else openai_events
            writer.write(HEAD)
            started = time.monotonic()
            for number, event in enumerate(events(tokens)):
                writer.write(b"%x\r\n%s\r\n" % (len(event), event))
                await writer.drain()
                if rate:
                    await asyncio.sleep(max(0.0, started + number / rate - time.monotonic()))
            writer.write(b"0\r\n\r\n")
    except (asyncio.IncompleteReadError, ConnectionError):
        writer.close()


def serve(pipe: Connection) -> None:
    """The server process: tells its port and runs until it is ended."""

    async def run() -> None:
        server = await asyncio.start_server(answer, "127.0.0.1", 0)
        pipe.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(run())


def raw(url: str) -> Reader:
    """What httpx alone costs."""

    async def read(model: str) -> int:
        async with (
            httpx.AsyncClient(trust_env=False) as client,
            client.stream("POST", f"{url}/v1/chat/completions", json={"model": model}) as response,
        ):
            return len([1 async for _ in response.aiter_raw()])

    return read


def counting(build: Callable[[str], Any]) -> Reader:
    async def read(model: str) -> int:
        chunks: AsyncIterator[Any] = build(model).astream("hi")
        return len([1 async for _ in chunks])

    return read


def ours(url: str, slug: str, beat: float = 0.0) -> Reader:
    base_url = url + PATHS.get(slug, "/v1")
    settings = {"base_url": base_url, "api_key": "key-of-a-bench", "egress": LOCAL, "beat": beat}
    return counting(lambda model: build_chat_model(slug, model=model, **settings, **MORE.get(slug, {})))


def readers(url: str) -> Iterator[tuple[str, Reader]]:
    yield "httpx, aiter_raw", raw(url)
    for slug in MODELS:
        yield PROVIDERS[slug].class_name, ours(url, slug)
    yield "ChatOpenAI, beat 80 ms", ours(url, "openai", 0.08)
    yield "ChatAnthropic, beat 80 ms", ours(url, "anthropic", 0.08)
    if importlib.util.find_spec("langchain_openai"):
        official = importlib.import_module("langchain_openai").ChatOpenAI
        yield "langchain-openai", counting(lambda model: official(model=model, api_key="k", base_url=f"{url}/v1"))


async def flat(read: Reader, tokens: int) -> float:
    """CPU microseconds per token, as fast as the server sends; the best of three."""
    await read("50x0")
    found = []
    for _ in range(3):
        started = time.process_time()
        await read(f"{tokens}x0")
        found.append((time.process_time() - started) / tokens * 1e6)
    return min(found)


async def paced(read: Reader, tokens: int) -> float:
    """CPU microseconds per token of ten streams at once."""
    await asyncio.gather(*(read("5x0") for _ in range(STREAMS)))
    started = time.process_time()
    await asyncio.gather(*(read(f"{tokens}x{RATE}") for _ in range(STREAMS)))
    return (time.process_time() - started) / tokens / STREAMS * 1e6


async def main(url: str, tokens: int) -> None:
    print("| what | flat out, µs a chunk | paced, µs a chunk |\n|---|---:|---:|")
    for name, read in readers(url):
        print(f"| {name} | {await flat(read, 10 * tokens):.0f} | {await paced(read, tokens):.0f} |", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m bench.providers", description=__doc__)
    parser.add_argument("--tokens", type=int, default=200, help="tokens of each paced stream")
    arguments = parser.parse_args()
    ear, mouth = multiprocessing.Pipe()
    server = multiprocessing.Process(target=serve, args=(mouth,), daemon=True)
    server.start()
    asyncio.run(main(f"http://127.0.0.1:{ear.recv()}", arguments.tokens))
    server.terminate()
