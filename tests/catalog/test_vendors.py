"""The choices of the first page lead to forms that work, and endpoints know which choice they were."""

import pytest
from django.test import Client

import providers
from playground.catalog import place
from playground.catalog.models import Endpoint
from playground.catalog.vendors import VENDORS, Vendor, vendor_of

from .pages import KEY

NEEDS = {
    "runpod": {"endpoint_id": "abc123"},
    "baseten-dedicated": {"base_url": "https://model-7qw8xyz.api.baseten.co/environments/production/predict"},
    "compatible": {"base_url": "https://api.example.com/v1"},
}


@pytest.mark.parametrize("vendor", VENDORS.values(), ids=lambda vendor: vendor.slug)
def test_its_form_needs_a_key_and_what_only_the_customer_knows(panel: Client, vendor: Vendor) -> None:
    url = f"/admin/catalog/endpoint/add/?vendor={vendor.slug}"
    form = panel.get(url).context["adminform"].form
    filled = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    known = {name: value for name, value in filled.items() if value not in (None, False, [])}
    panel.post(url, {**known, "headers": "{}", "request_defaults": "{}", "key": KEY, **NEEDS.get(vendor.slug, {})})
    made = Endpoint.objects.get()
    assert made.provider == vendor.provider
    assert vendor_of(made.provider, made.base_url) == vendor
    assert panel.get(f"/admin/catalog/endpoint/{made.pk}/change/").status_code == 200


def test_every_provider_with_a_key_has_its_choice() -> None:
    real = {slug for slug, provider in providers.PROVIDERS.items() if provider.key_variable}
    assert real == {vendor.provider for vendor in VENDORS.values()}


def test_openai_is_openai_without_an_address_too() -> None:
    assert vendor_of("openai", "").slug == "openai"
    assert vendor_of("unheard-of", "").slug == "compatible"


CALLS = {
    ("baseten", "https://model-abc.api.baseten.co/environments/production/predict"): (
        "https://model-abc.api.baseten.co/environments/production/sync/v1/chat/completions"
    ),
    ("baseten", ""): "https://inference.baseten.co/v1/chat/completions",
    ("gradient", "https://xyz.agents.do-ai.run"): "https://xyz.agents.do-ai.run/api/v1/chat/completions",
    ("anthropic", ""): "https://api.anthropic.com/v1/messages",
    ("openai", "https://host/v1/"): "https://host/v1/chat/completions",
}


@pytest.mark.parametrize(("typed", "called"), CALLS.items())
def test_the_page_says_what_will_be_called(panel: Client, typed: tuple[str, str], called: str) -> None:
    provider, base_url = typed
    page = panel.get("/admin/catalog/endpoint/address/", {"provider": provider, "base_url": base_url})
    assert f"<code>{called}</code>" in page.content.decode()
    assert place.call_url(provider, place.normal(provider, base_url)) == called


@pytest.mark.parametrize("typed", ["https://user:pw@host/", "http://169.254.169.254/", "https://host/a b"])
def test_it_says_what_is_wrong_as_well(panel: Client, typed: str) -> None:
    page = panel.get("/admin/catalog/endpoint/address/", {"provider": "openai", "base_url": typed})
    assert 'class="wrong"' in page.content.decode()
    assert "<code>" not in page.content.decode()
