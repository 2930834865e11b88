"""Where an endpoint is: what an admin types, in its normal form, and what will be called."""

from ipaddress import ip_address
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

import providers

from . import address
from .address import Address

METADATA_NAMES = {
    "metadata",
    "metadata.google.internal",
    "metadata.goog",
    "instance-data",
    "instance-data.ec2.internal",
}


def normal(provider: str, text: str, *, endpoint_id: str = "", is_local: bool = False) -> str:
    """The address as it is stored; "" for the provider's own.

    Raises:
        ValidationError: nothing of this provider can be there, or it may not be called.
    """
    text = _without_path(text.strip())
    default = providers.PROVIDERS[provider].default_base_url
    if endpoint_id:
        text = f"{(text or default).rstrip('/')}/{endpoint_id}"
    if not text and not default:
        raise ValidationError(_("This provider has no address of its own; enter one."))
    try:
        place = address.parse(text or default)
        _require_allowed(place, is_local)
        return str(address.parse(_of_deployment(provider, str(place)))) if text else ""
    except address.InvalidAddress as error:
        raise ValidationError(str(error)) from None


def _without_path(text: str) -> str:
    """People paste the address that questions are sent to; it begins with the one that is meant."""
    for path in ("/chat/completions", "/v1/messages"):
        text = text.rstrip("/").removesuffix(path)
    return text


def call_url(provider: str, base_url: str) -> str:
    """What a question will be sent to. Raises ValidationError as `normal`."""
    return str(_model(provider, base_url).call().url)


def split_runpod(base_url: str) -> tuple[str, str]:
    """The root of RunPod's API ("" for the usual one) and the endpoint's id."""
    root, _slash, endpoint_id = base_url.rpartition("/")
    return ("" if root == providers.PROVIDERS["runpod"].default_base_url else root), endpoint_id


def help_text(provider: providers.Provider, needs_address: bool) -> str:
    """What to say beside the address."""
    if provider.slug == "baseten":
        return _("Any address that Baseten's pages show for the model. Keys are bound to it.")
    if needs_address:
        return _("Up to and without /chat/completions, such as https://host/v1. Keys are bound to it.")
    if provider.slug == "gradient":
        return _("Empty: %(url)s. For an agent, its own address. Keys are bound to it.") % {
            "url": provider.default_base_url
        }
    return _("Empty: %(url)s. Keys are bound to it.") % {"url": provider.default_base_url}


def _require_allowed(place: Address, is_local: bool) -> None:
    """Refuses what a call would refuse, as far as the text tells; names are looked up at each call."""
    host = place.host.strip("[]")
    if host in METADATA_NAMES or not _is_callable(host, anywhere=True):
        raise ValidationError(_("Addresses of cloud metadata, link-local and multicast are never called."))
    if _is_ours(place):
        raise ValidationError(_("This is Parley's own address."))
    if place.port in settings.DATABASE_PORTS:
        raise ValidationError(_("This port belongs to Parley's database."))
    private = host == "localhost" or host.endswith(".localhost") or not _is_callable(host, anywhere=False)
    if private and not is_local:
        raise ValidationError(_("This address is in a private network: tick “local endpoint” to allow it."))
    if private and host != "localhost" and not _is_callable(host, anywhere=False, nets=settings.EGRESS_ALLOW_NETS):
        raise ValidationError(_("EGRESS_ALLOW_NETS does not allow this network."))
    if place.scheme == "http" and not is_local:
        raise ValidationError(_("Use https, or tick “local endpoint” if this server is in your network."))


def _is_ours(place: Address) -> bool:
    here = place.host in {settings.HOST, "localhost"} or _is_loopback(place.host.strip("[]"))
    own_origin = place.origin in {address.parse(origin).origin for origin in settings.ORIGINS}
    return own_origin or (here and place.port == settings.PORT)


def _is_loopback(host: str) -> bool:
    try:
        ip = ip_address(host)
    except ValueError:
        return False
    return (getattr(ip, "ipv4_mapped", None) or ip).is_loopback


def _is_callable(host: str, *, anywhere: bool, nets: Any = ()) -> bool:
    """Whether the guard would call this address; a name may be anywhere."""
    try:
        ip_address(host)
    except ValueError:
        return True
    allowed = ("0.0.0.0/0", "::/0") if anywhere else tuple(nets)  # the guard never calls some networks even so
    return providers.EgressPolicy(allow_nets=allowed).allows(host, tls=True)


def _of_deployment(provider: str, base_url: str) -> str:
    """Any form of an address that Baseten and Gradient show, as the one that chats are sent below."""
    model = _model(provider, base_url)  # for the others too: it refuses what it could not call
    return str(model.base_url) if provider in {"baseten", "gradient"} else base_url


def _model(provider: str, base_url: str) -> Any:
    try:
        return providers.build_chat_model(provider, model="model", base_url=base_url or None)
    except providers.InvalidCall as error:
        raise ValidationError(error.detail) from None
