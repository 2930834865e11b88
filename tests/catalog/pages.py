"""What the admin panel's forms send."""

from typing import Any

from playground.catalog.models import Endpoint

ADD = "/admin/catalog/endpoint/add/?vendor=compatible"
KEY = "sk-live-0123456789wxyz"


def answers(**changes: Any) -> dict[str, Any]:
    """The form of an endpoint of the kind "any other server"."""
    return {
        "name": "Lab",
        "base_url": "https://api.example.com/v1/",
        "enabled": "on",
        "first_token_seconds": "120",
        "idle_seconds": "60",
        "headers": "{}",
        "request_defaults": "{}",
        **changes,
    }


def change_url(endpoint: Endpoint) -> str:
    return f"/admin/catalog/endpoint/{endpoint.pk}/change/"
