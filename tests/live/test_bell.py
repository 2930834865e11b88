"""A bell is heard once, at once or later, and nobody waits for it longer than said."""

import asyncio

from playground.live.bell import Bell


async def test_a_ring_is_heard_once():
    bell = Bell()
    bell.ring()
    bell.ring()
    assert await bell.heard(None)
    assert not await bell.heard(asyncio.get_running_loop().time())


async def test_a_ring_ends_the_wait():
    bell = Bell()
    waits = asyncio.create_task(bell.heard(asyncio.get_running_loop().time() + 60))
    await asyncio.sleep(0)
    bell.ring()
    assert await asyncio.wait_for(waits, 20)


async def test_a_wait_that_is_given_up_takes_no_ring():
    bell = Bell()
    waits = asyncio.create_task(bell.heard(None))
    await asyncio.sleep(0)
    waits.cancel()
    await asyncio.wait([waits])
    bell.ring()
    assert await bell.heard(None)
