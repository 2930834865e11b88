"""Two superusers who demote each other at once: one of them stays."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from playground.accounts import people
from playground.accounts.models import User
from tests import factories


@pytest.mark.django_db(transaction=True)
def test_of_all_at_once_one_stays() -> None:
    ids = [factories.user(f"root{number}", is_superuser=True).pk for number in range(4)]

    def attempt(pk: int) -> bool:
        try:
            people.deactivate(User.objects.filter(pk=pk), None)
        except people.LastSuperuser:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(attempt, ids)) == 3
    assert User.objects.filter(is_active=True).count() == 1
