"""Rows from before are kept and completed."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from playground.chat.models import Generation
from tests.chat import factories


def migrate(*target: tuple[str, str]) -> None:
    executor = MigrationExecutor(connection)
    executor.migrate(list(target or executor.loader.graph.leaf_nodes("chat")))


@pytest.mark.django_db(transaction=True)
def test_an_old_generation_belongs_to_the_owner_of_its_conversation(alice, bob, model) -> None:
    answers = [factories.answer(factories.pane(factories.conversation(owner), model)) for owner in (alice, bob)]
    try:
        migrate(("chat", "0001_initial"))
    finally:
        migrate()
    found = [Generation.objects.get(message=answer).user for answer in answers]
    assert found == [alice, bob]
