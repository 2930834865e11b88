"""What tests of usage may ask for."""

import pytest
from django.test import Client


@pytest.fixture
def browser(client, alice) -> Client:
    """Alice's, signed in."""
    client.force_login(alice)
    return client


@pytest.fixture
def panel(client, admin) -> Client:
    """An admin's, signed in."""
    client.force_login(admin)
    return client
