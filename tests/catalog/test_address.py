"""Addresses have one reading, and one normal form."""

import httpx
import pytest

from playground.catalog.address import InvalidAddress, parse

GOOD = {
    "https://api.example.com/v1": "https://api.example.com/v1",
    "HTTPS://API.Example.COM:443/v1/": "https://api.example.com/v1",
    "http://ollama:11434": "http://ollama:11434",
    "http://my_service:80/": "http://my_service",
    "http://127.0.0.1:8000/v1": "http://127.0.0.1:8000/v1",
    "http://[::1]:8080/v1": "http://[::1]:8080/v1",
    "http://[0:0:0:0:0:0:0:1]/": "http://[::1]",
    "https://bücher.example/": "https://xn--bcher-kva.example",
    "https://host/v2/Model-7_x.y/sync~1": "https://host/v2/Model-7_x.y/sync~1",
}

BAD = [
    "",
    "host/v1",
    "ftp://host/",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "http:///v1",
    "http://",
    "https://user@host/",
    "https://user:secret@host/",
    "http://a.com\\@127.0.0.1/",
    "http://a.com/\\b",
    "https://host/v1?key=1",
    "https://host/v1#x",
    "https://host/a b",
    "https://ho st/",
    "https://host/\r\nHost: evil",
    "https://host/\x00",
    "https://host:0/",
    "https://host:65536/",
    "https://host:/",
    "https://host:80:90/",
    "https://host:８０/",
    "https://host/a/../b",
    "https://host/./b",
    "https://host/%2e%2e/b",
    "https://host//b",
    "https://-host/",
    "https://host..com/",
    "https://host./",
    "https://ho%73t/",
    "http://127.1/",
    "http://0x7f.1/",
    "http://2130706433/",
    "http://017700000001/",
    "http://127.0.0.01/",
    "http://[::1/",
    "http://[fe80::1%25eth0]/",
    "http://[::ffff:1.2.3.4.5]/",
    f"https://{'a' * 64}.example/",
]


@pytest.mark.parametrize(("text", "normal"), GOOD.items())
def test_good_addresses_get_their_normal_form(text: str, normal: str) -> None:
    assert str(parse(text)) == normal


@pytest.mark.parametrize("text", BAD)
def test_others_are_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(InvalidAddress, match=r"\.$"):
        parse(text)


@pytest.mark.parametrize("text", GOOD)
def test_the_http_client_reads_the_same(text: str) -> None:
    address = parse(text)
    url = httpx.URL(str(address))
    assert (url.scheme, url.host.strip("[]")) == (address.scheme, address.host.strip("[]").encode().decode("idna"))
    assert (url.port or {"http": 80, "https": 443}[url.scheme]) == address.port


def test_the_origin_always_names_the_port() -> None:
    assert parse("https://host/v1").origin == "https://host:443"
