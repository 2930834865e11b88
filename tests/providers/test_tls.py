"""Over TLS: the certificate is checked against the name, whatever address the guard chose."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from providers import EgressPolicy, build_chat_model
from providers.errors import TLSFailed, Unreachable
from providers.net.stream import AsyncStream
from tests.certificates import certificate
from tests.providers.conftest import KEY
from tests.upstream import Upstream
from tests.upstream import openai as wire

NAME = "tls.example"


@pytest.fixture(scope="module")
def pem(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return certificate(tmp_path_factory.mktemp("tls"), NAME)


@pytest.fixture
def secure(pem: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Upstream]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    with Upstream(wire.serve, context) as server:
        monkeypatch.setattr(
            "socket.getaddrinfo", lambda host, port, *args, **kwargs: [(2, 1, 6, "", ("127.0.0.1", port))]
        )
        yield server


def model(server: Upstream, pem: Path | None, host: str = NAME, **more: Any) -> Any:
    policy = EgressPolicy(allow_nets=("127.0.0.0/8",), ca_file=str(pem) if pem else None)
    url = f"https://{host}:{server.port}/v1"
    return build_chat_model("openai", model="m", api_key=KEY, base_url=url, egress=policy, max_retries=0, **more)


@pytest.mark.parametrize("beat", [0.0, 0.02])
async def test_streams_over_tls(secure: Upstream, pem: Path, beat: float) -> None:
    built = model(secure, pem, beat=beat)
    text = "".join([chunk.text async for chunk in built.astream("hi")])
    assert text == built.invoke("hi").text == (await built.ainvoke("hi")).text
    assert secure.requests[0].headers["host"] == f"{NAME}:{secure.port}"
    await built.aclose()
    built.close()


async def test_connections_are_kept(secure: Upstream, pem: Path) -> None:
    built = model(secure, pem, beat=0.02)
    for _ in range(3):
        assert [chunk async for chunk in built.astream("hi")]
    assert secure.connections == 1
    await built.aclose()


@pytest.mark.parametrize(("host", "trusted"), [("other.example", True), (NAME, False)])
async def test_another_name_or_an_unknown_issuer(secure: Upstream, pem: Path, host: str, trusted: bool) -> None:
    built = model(secure, pem if trusted else None, host)
    with pytest.raises(TLSFailed):
        await built.ainvoke("hi")
    with pytest.raises(TLSFailed):
        built.invoke("hi")
    assert secure.requests == []


@pytest.mark.parametrize(("host", "accepted"), [(NAME, True), ("other.example", False)])
async def test_a_client_of_ones_own_checks_the_name_too(secure: Upstream, pem: Path, host: str, accepted: bool) -> None:
    trusted = ssl.create_default_context(cafile=str(pem))
    with httpx.Client(verify=trusted, trust_env=False) as client:
        async with httpx.AsyncClient(verify=trusted, trust_env=False) as aclient:
            built = model(secure, None, host, http_client=client, http_async_client=aclient)
            for call in (built.ainvoke("hi"), asyncio.to_thread(built.invoke, "hi")):
                if accepted:
                    assert (await call).text
                else:
                    with pytest.raises(Unreachable):
                        await call
    assert bool(secure.requests) is accepted


@pytest.fixture
async def records(pem: Path) -> AsyncIterator[int]:
    """The port of a server that sends 40 kB in records of 4 bytes and then hangs up without a goodbye."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)

    async def send(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readexactly(2)
        for number in range(10_000):
            writer.write(b"%04d" % number)
        await writer.drain()
        await reader.readexactly(2)
        writer.transport.abort()

    async with await asyncio.start_server(send, "127.0.0.1", 0, ssl=context) as server:
        yield server.sockets[0].getsockname()[1]


async def test_many_records_come_in_one_read_and_the_end_needs_no_goodbye(records: int, pem: Path) -> None:
    plain = await AsyncStream.connect("127.0.0.1", records, 20, None)
    stream = await plain.start_tls(ssl.create_default_context(cafile=str(pem)), NAME, 20)
    await stream.write(b"go", 20)
    got: list[bytes] = []
    while sum(map(len, got)) < 40_000:
        got.append(await stream.read(65_536, 20))
    assert b"".join(got) == b"".join(b"%04d" % number for number in range(10_000))
    assert len(got) < 1000
    await stream.write(b"ok", 20)
    assert await stream.read(65_536, 20) == b""
    await stream.aclose()
