"""Retry asks the model that the pane has now."""

import secrets

from django.urls import reverse

from playground.chat.models import Generation
from playground.chat.services import turns
from tests import factories


def test_after_another_model_was_chosen(client, alice, model):
    other = factories.model(model.endpoint)
    conversation = factories.conversation(alice, model)
    [failed] = turns.send(conversation, "Hello", secrets.token_hex(4)).generations
    Generation.objects.filter(pk=failed.pk).update(status="failed", error_kind="connection")
    client.force_login(alice)
    client.post(reverse("chat:pane-model", args=[failed.pane_id]), {"model": other.pk})
    client.post(reverse("chat:regenerate", args=[failed.pane_id, failed.message_id]))
    assert Generation.objects.latest("pk").model == other
