"""What an admin may not enter is an error at its field; nothing is saved, nothing is called."""

from typing import Any

import pytest
from django.test import Client

from playground.catalog.keys import set_header
from playground.catalog.models import Endpoint, LanguageModel

from .pages import ADD, answers

LOCAL = {"private_network": "on"}
ADDRESSES = {
    "https://user:pw@host/": "must not contain a name or password",
    "https://host/v1#x": "must not contain ? or #",
    "https://host/v1?key=1": "must not contain ? or #",
    "gopher://host/": "must start with https",
    "https://host/a b": "blank",
    "http://api.example.com/": "Use https",
    "https://10.0.0.5/v1": "tick “local endpoint”",
    "https://[::1]/v1": "tick “local endpoint”",
    "https://[fd00::1]/v1": "tick “local endpoint”",
    "https://localhost:9/v1": "tick “local endpoint”",
    "https://[::ffff:10.0.0.5]/v1": "tick “local endpoint”",
}
METADATA = [
    "http://169.254.169.254/latest",
    "http://[::ffff:169.254.169.254]/",
    "http://[::ffff:a9fe:a9fe]/",
    "http://[64:ff9b::a9fe:a9fe]/",
    "http://[fd00:ec2::254]/",
    "http://100.100.100.200/",
    "http://168.63.129.16/",
    "http://metadata.google.internal/",
    "http://2852039166/",
    "http://0xa9fea9fe/",
    "http://0xa9.254.169.254/",
    "http://0251.0376.0251.0376/",
    "http://169.254.43518/",
    "http://169.254.169.254./",
    "http://metadata.google.internal./",
    "http://[fe80::1]/",
    "http://224.0.0.1/",
    "http://0.0.0.0:9/",
]


def refused(panel: Client, field: str, **changes: Any) -> str:
    """The error at the field. Nothing is saved."""
    response = panel.post(ADD, answers(**changes))
    assert not Endpoint.objects.exists()
    return " ".join(map(str, response.context["adminform"].form.errors[field]))


@pytest.mark.parametrize(("address", "sentence"), ADDRESSES.items())
def test_an_address_that_cannot_be(panel: Client, address: str, sentence: str) -> None:
    assert sentence in refused(panel, "base_url", base_url=address)


@pytest.mark.parametrize("address", METADATA)
def test_metadata_is_refused_however_it_is_spelled(panel: Client, address: str) -> None:
    assert refused(panel, "base_url", base_url=address, **LOCAL)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]"])
def test_parley_s_own_address(panel: Client, host: str, settings: Any) -> None:
    address = f"http://{host}:{settings.PORT}/v1"
    assert "Parley's own address" in refused(panel, "base_url", base_url=address, **LOCAL)


def test_a_network_that_the_operator_does_not_allow(panel: Client, settings: Any) -> None:
    settings.EGRESS_ALLOW_NETS = ["10.0.0.0/8"]
    assert "EGRESS_ALLOW_NETS" in refused(panel, "base_url", base_url="http://192.168.0.5/v1", **LOCAL)


@pytest.mark.parametrize("key", ["sk abc", "sk-a\r\nHost: evil", "sk-ключ-0123456789", "k" * 601])
def test_a_key_that_no_header_can_carry(panel: Client, key: str) -> None:
    assert key not in refused(panel, "key", key=key)


@pytest.mark.parametrize(
    "name", ["Authorization", "X-Api-Key", "api-key", "Host", "Connection", "Transfer-Encoding", "Proxy-Authorization"]
)
def test_a_header_that_would_override_what_is_ours(panel: Client, name: str) -> None:
    assert name in refused(panel, "headers", headers=f'{{"{name}": "x"}}')


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("headers", "[1]"),
        ("request_defaults", '{"api_key": "x"}'),
        ("max_concurrent", "0"),
        ("first_token_seconds", "0"),
        ("idle_seconds", "-1"),
        ("name", ""),
        ("base_url", ""),
        ("name", "a\0b"),
        ("note", "a\0b"),
        ("base_url", "https://a\0b/"),
        ("request_defaults", '{"stop": ["a\\u0000b"]}'),
        ("request_defaults", '{"stop": ["a\\ud800b"]}'),
        ("request_defaults", '{"extra_body": {"a": [{"\\udfff": 1}]}}'),
        ("request_defaults", '{"max_tokens": 0}'),
        ("request_defaults", '{"seed": ' + "9" * 5000 + "}"),
        ("request_defaults", "[" * 100_000),
        ("headers", '{"\\ud800": "x"}'),
    ],
    ids=lambda value: value[:30],
)
def test_values_that_make_no_sense(panel: Client, field: str, value: str) -> None:
    assert refused(panel, field, **{field: value})


@pytest.mark.parametrize("endpoint_id", ["", "a/b", "../x", "a b", "é"])
def test_a_runpod_endpoint_id_is_a_word(panel: Client, endpoint_id: str) -> None:
    url = "/admin/catalog/endpoint/add/?vendor=runpod"
    response = panel.post(url, answers(base_url="", key="sk-live-0123456789wxyz", endpoint_id=endpoint_id))
    assert "endpoint_id" in response.context["adminform"].form.errors
    assert not Endpoint.objects.exists()


def test_a_runpod_endpoint_id_that_cannot_be_is_told_where_to_find_one(panel: Client) -> None:
    pasted = "https://console.runpod.io/serverless/user/endpoint/4cvj2yvj0c2w8h"
    sent = answers(base_url="", key="sk-live-0123456789wxyz", endpoint_id=pasted)
    response = panel.post("/admin/catalog/endpoint/add/?vendor=runpod", sent)
    (sentence,) = response.context["adminform"].form.errors["endpoint_id"]
    assert "looks like 4cvj2yvj0c2w8h" in sentence
    assert "At RunPod, open the endpoint" in sentence


@pytest.mark.parametrize("vendor", ["nobody", "echo", "", "<script>"])
def test_a_vendor_that_is_not_there(panel: Client, vendor: str) -> None:
    assert panel.get("/admin/catalog/endpoint/add/", {"vendor": vendor}).status_code == 302


PRICES = ["input_price", "output_price", "cache_read_price", "cache_write_price", "reasoning_price"]


@pytest.mark.parametrize("field", PRICES)
@pytest.mark.parametrize("price", ["-1", "NaN", "Infinity", "1e12", "x"])
def test_a_price_that_cannot_be(panel: Client, model: LanguageModel, field: str, price: str) -> None:
    sent = {"name": model.name, "position": "0", "capabilities": [], "params": "{}", field: price}
    response = panel.post(f"/admin/catalog/languagemodel/{model.pk}/change/", sent)
    assert field in response.context["adminform"].form.errors


@pytest.mark.parametrize(
    ("field", "value"), [("params", '{"temperature": 9}'), ("capabilities", "magic"), ("context_window", "-1")]
)
def test_a_model_that_cannot_be(panel: Client, model: LanguageModel, field: str, value: str) -> None:
    sent = {"name": model.name, "position": "0", "params": "{}", field: value}
    response = panel.post(f"/admin/catalog/languagemodel/{model.pk}/change/", sent)
    assert field in response.context["adminform"].form.errors


def test_a_name_that_the_endpoint_has_already(panel: Client, model: LanguageModel) -> None:
    other = LanguageModel.objects.create(endpoint=model.endpoint, name="other")
    sent = {"name": model.name, "position": "0", "params": "{}"}
    response = panel.post(f"/admin/catalog/languagemodel/{other.pk}/change/", sent)
    assert "name" in response.context["adminform"].form.errors
    added = panel.post("/admin/catalog/languagemodel/add/", {**sent, "endpoint": model.endpoint_id})
    assert added.context["adminform"].form.errors


def test_a_header_that_is_secret_already(panel: Client, endpoint: Endpoint) -> None:
    set_header(endpoint, "X-Gate", "first-value", by=None)
    sent = answers(base_url=endpoint.base_url, private_network="on", headers='{"x-gate": "y"}')
    response = panel.post(f"/admin/catalog/endpoint/{endpoint.pk}/change/", sent)
    assert "headers" in response.context["adminform"].form.errors


def test_the_port_of_the_database(panel: Client, settings: Any) -> None:
    settings.DATABASE_PORTS = [5432]
    assert "database" in refused(panel, "base_url", base_url="http://127.0.0.1:5432/v1", **LOCAL)


def test_half_a_character_in_a_model_s_params(panel: Client, model: LanguageModel) -> None:
    """The page comes back with what was typed."""
    sent = {"name": "m", "position": "0", "params": '{"stop": ["a\\ud800b"]}'}
    response = panel.post(f"/admin/catalog/languagemodel/{model.pk}/change/", sent)
    assert "params" in response.context["adminform"].form.errors
    assert "a\\ud800b" in response.content.decode()


def test_a_whole_character_may_be_written_as_a_pair(panel: Client) -> None:
    panel.post(ADD, answers(request_defaults='{"stop": ["\\ud83d\\ude00"]}'))
    assert Endpoint.objects.get().request_defaults == {"stop": ["\U0001f600"]}
