"""A connection can be closed whatever the other side does."""

import asyncio
import socket

import httpcore
import pytest

from providers.net.stream import AsyncStream


async def test_a_peer_that_never_reads() -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        stream = await AsyncStream.connect("127.0.0.1", deaf.getsockname()[1], 20, None)
        with pytest.raises(httpcore.WriteTimeout):
            await stream.write(b"x" * 2**25, timeout=0.1)
        assert not stream.get_extra_info("is_readable")
        await stream.aclose()
        await asyncio.sleep(0)
        assert stream.get_extra_info("is_readable")  # nothing will ever come: it is closed


async def test_whoever_reads_while_it_is_closed_gets_the_end() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        stream = await AsyncStream.connect("127.0.0.1", silent.getsockname()[1], 20, None)
        reads = asyncio.create_task(stream.read(100, timeout=60))
        await asyncio.sleep(0.05)
        async with asyncio.timeout(20):
            await stream.aclose()
            assert await reads == b""
