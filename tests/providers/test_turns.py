"""A provider that sends faster than it is read does not hold the event loop."""

import asyncio
from contextlib import suppress

from providers.net.stream import AsyncStream

SENT = 200 * 1024


async def test_others_have_their_turn_between_two_reads() -> None:
    sent = asyncio.Event()

    async def flood(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"x" * SENT)
        writer.close()
        await writer.wait_closed()
        sent.set()

    async with await asyncio.start_server(flood, "127.0.0.1", 0) as server:
        stream = await AsyncStream.connect("127.0.0.1", server.sockets[0].getsockname()[1], 20, None)
        with suppress(TimeoutError):  # then the system holds as much of it as it takes
            await asyncio.wait_for(sent.wait(), 5)
        order: list[str] = []
        others = asyncio.create_task(take_turns(order))
        while await stream.read(65536):
            order.append("read")
        others.cancel()
        await stream.aclose()
    assert len(order) > 20 and "read read" not in " ".join(order)


async def take_turns(order: list[str]) -> None:
    while True:
        order.append("other")
        await asyncio.sleep(0)
