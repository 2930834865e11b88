"""The address decides, not its spelling."""

import asyncio
import threading
from typing import Any

import pytest

from providers.errors import Blocked, NameNotResolved
from providers.net.egress import PRIVATE_NETWORKS, EgressPolicy, aresolve, resolve

NEVER = [
    "169.254.169.254",
    "::ffff:169.254.169.254",
    "100.100.100.200",
    "168.63.129.16",
    "192.0.0.8",
    "0.0.0.0",
    "224.0.0.1",
    "255.255.255.255",
    "64:ff9b::a9fe:a9fe",
    "::ffff:0:7f00:1",
    "2002:7f00:1::",
    "fd00:42::42",  # Scaleway
    "fd00:100::100:200",  # Alibaba
    "fd00:a9fe:a9fe::1",  # Akamai
    "fd00:c1::a9fe:a9fe",  # Oracle
    "fd00:ec2::254",  # Amazon
    "fd20:ce::254",  # Google
    "fe80::1%eth0",
    "fec0::1",
    "::127.0.0.1",
    "::a9fe:a9fe",
    "ff02::1",
    "::",
]


@pytest.mark.parametrize("address", NEVER)
def test_metadata_and_reserved_addresses_are_never_allowed(address: str) -> None:
    assert not EgressPolicy(allow_nets=("0.0.0.0/0", "::/0")).allows(address, tls=True)


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "10.1.2.3", "192.168.0.9", "::ffff:10.0.0.1", "fd12::1"])
def test_private_addresses_need_their_network_allowed(address: str) -> None:
    assert not EgressPolicy().allows(address, tls=True)
    assert EgressPolicy(allow_nets=PRIVATE_NETWORKS).allows(address, tls=False)


def test_public_addresses_are_called_over_tls_only() -> None:
    assert EgressPolicy().allows("93.184.216.34", tls=True)
    assert not EgressPolicy().allows("93.184.216.34", tls=False)
    assert not EgressPolicy(public=False).allows("93.184.216.34", tls=True)


@pytest.mark.parametrize("host", ["127.1", "0x7f.1", "2130706433", "017700000001", "localhost"])
def test_odd_spellings_of_loopback_are_refused(model: Any, host: str) -> None:
    blocked = model(base_url=f"http://{host}:1/v1", egress=EgressPolicy())
    with pytest.raises((Blocked, NameNotResolved)):
        blocked.invoke("hi")


def test_one_bad_address_among_good_ones_is_enough(monkeypatch: pytest.MonkeyPatch, model: Any) -> None:
    found = [(2, 1, 6, "", ("93.184.216.34", 443)), (2, 1, 6, "", ("127.0.0.1", 443))]
    monkeypatch.setattr("socket.getaddrinfo", lambda *args, **kwargs: found)
    with pytest.raises(Blocked):
        model(base_url="https://rebinding.example", egress=EgressPolicy()).invoke("hi")


async def test_the_checked_address_is_the_one_that_is_called(
    monkeypatch: pytest.MonkeyPatch, model: Any, upstream: Any
) -> None:
    """A name that changes its address after the check gains nothing: it is looked up once."""
    answers = [[(2, 1, 6, "", ("127.0.0.1", 0))], [(2, 1, 6, "", ("169.254.169.254", 0))]]
    asked: list[str] = []

    def lookup(host: str, *args: Any, **kwargs: Any) -> Any:
        asked.append(str(host))
        return answers.pop(0)

    monkeypatch.setattr("socket.getaddrinfo", lookup)
    upstream.handler = lambda request: Answer.of_json(completion())
    rebinding = model(base_url=f"http://rebinding.example:{upstream.port}")
    assert (await rebinding.ainvoke("hi")).content == "Hello!"
    assert asked.count("rebinding.example") == 1


async def test_a_dead_name_keeps_no_other_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    alive = threading.Event()

    def lookup(host: str, *args: Any, **kwargs: Any) -> Any:
        asked.append(host)
        if host == "dead.example":
            alive.wait(20)
        return [(2, 1, 6, "", ("93.184.216.34", 443))]

    monkeypatch.setattr("socket.getaddrinfo", lookup)
    waiting = [asyncio.create_task(aresolve("dead.example", 443, 20)) for _ in range(50)]
    with pytest.raises(NameNotResolved, match="no answer in time"):
        await aresolve("dead.example", 443, 0.05)
    waiting[0].cancel()
    assert await aresolve("good.example", 443, 5) == ["93.184.216.34"]
    alive.set()
    assert await asyncio.gather(*waiting[1:]) == [["93.184.216.34"]] * 49
    assert asked == ["dead.example", "good.example"]
    assert await aresolve("dead.example", 443, 5) == ["93.184.216.34"]


@pytest.mark.parametrize("host", ["x" * 70, "a\0b"])
async def test_a_name_that_cannot_be_looked_up(host: str) -> None:
    with pytest.raises(NameNotResolved):
        await aresolve(host, 443, 5)
    with pytest.raises(NameNotResolved):
        resolve(host, 443)


def test_a_malformed_network_is_an_error_at_once() -> None:
    with pytest.raises(ValueError, match="nonsense"):
        EgressPolicy(allow_nets=("nonsense",))


from tests.upstream import Answer  # noqa: E402
from tests.upstream.openai import completion  # noqa: E402


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1", "localhost"])
async def test_own_ports_are_not_called_on_this_machine(model: Any, upstream: Any, host: str) -> None:
    policy = EgressPolicy(allow_nets=PRIVATE_NETWORKS, own_ports=(upstream.port,))
    with pytest.raises(Blocked, match=str(upstream.port)):
        model(egress=policy, base_url=f"http://{host}:{upstream.port}/v1").invoke("hi")
    with pytest.raises(Blocked, match=str(upstream.port)):
        await model(egress=policy, base_url=f"http://{host}:{upstream.port}/v1").ainvoke("hi")
    assert upstream.connections == 0


def test_own_ports_of_other_machines_may_be_called() -> None:
    EgressPolicy(allow_nets=PRIVATE_NETWORKS, own_ports=(8000,)).check("h", 8000, ["10.255.255.254"], tls=False)


async def test_refused_ports_are_not_called(model: Any, upstream: Any) -> None:
    policy = EgressPolicy(allow_nets=PRIVATE_NETWORKS, refused_ports=(upstream.port,))
    with pytest.raises(Blocked, match=str(upstream.port)):
        model(egress=policy).invoke("hi")
    with pytest.raises(Blocked, match=str(upstream.port)):
        await model(egress=policy).ainvoke("hi")
    assert upstream.connections == 0
