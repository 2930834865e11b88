"""The floor: the smallest relay of a stream to a websocket that asyncio allows, for comparison.

No framework, no login, no database, no Markdown: a model's name comes in as one frame, the provider is asked, and each
read from it becomes one frame with its text. After the last frame, which is empty, the socket ends.
"""

import asyncio
import base64
import contextlib
import hashlib
import sys

import orjson

from .wire import HOST, read_head, request

GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
END_OF_EVENT = b"\n\n\r\n"  # and of the chunk that holds it


async def shake_hands(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """The upgrade to a websocket."""
    key = (await read_head(reader)).headers["sec-websocket-key"].encode()
    accept = base64.b64encode(hashlib.sha1(key + GUID).digest())
    head = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    writer.write(head + b"Sec-WebSocket-Accept: %b\r\n\r\n" % accept)


async def read_frame(reader: asyncio.StreamReader) -> bytes:
    """A short masked frame, as clients send it."""
    head = await reader.readexactly(6)
    data = await reader.readexactly(head[1] & 0x7F)
    return bytes(byte ^ head[2 + index % 4] for index, byte in enumerate(data))


def frame(data: bytes) -> bytes:
    """A text frame of up to 64 KiB."""
    size = len(data)
    return (b"\x81%c" % size if size < 126 else b"\x81\x7e" + size.to_bytes(2, "big")) + data


async def relay(model: str, upstream: int, writer: asyncio.StreamWriter) -> None:
    """Asks the provider and copies its answer."""
    source, sink = await asyncio.open_connection(HOST, upstream)
    sink.write(request(upstream, "POST /v1/chat/completions", {}, orjson.dumps({"model": model, "stream": True})))
    rest, done = b"", False
    while not done:
        *events, rest = (rest + await source.read(65536)).split(END_OF_EVENT)
        done = bool(events) and events[-1].endswith(b"[DONE]")
        text = "".join(map(text_of, events[:-1] if done else events))
        if text:
            writer.write(frame(text.encode()))
    sink.close()
    writer.write(frame(b""))


def text_of(event: bytes) -> str:
    """What an event adds to the answer; before it may stand the head of a chunk or of the response."""
    choices = orjson.loads(event[event.index(b"data: ") + 6 :])["choices"]
    return choices[0]["delta"].get("content", "") if choices else ""


async def main(port: int, upstream: int) -> None:
    """Listens until it is ended."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(EOFError):  # somebody only looked whether we listen
            await shake_hands(reader, writer)
            await relay((await read_frame(reader)).decode(), upstream, writer)
        writer.close()

    server = await asyncio.start_server(serve, HOST, port, backlog=2048)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), int(sys.argv[2])))
