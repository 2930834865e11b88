"""Guessing gets slow; nobody else is slowed down."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Event

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from playground.accounts import brake
from playground.accounts.forms import client_address
from playground.accounts.models import SignInAttempts, User
from tests.factories import PASSWORD


def attempt(client: Client, name: str, password: str, **meta: str) -> str:
    return client.post("/sign-in/", {"username": name, "password": password}, **meta).content.decode()


@pytest.mark.parametrize("name", ["alice", "nobody"])
def test_the_sixth_guess_waits(client: Client, alice: User, name: str) -> None:
    for _ in range(brake.FREE):
        assert "is wrong" in attempt(client, name, "guess")
    assert "Too many attempts. Wait 15 seconds, then try again." in attempt(client, name, "guess")


def test_while_it_waits_the_right_password_says_nothing(client: Client, alice: User) -> None:
    for _ in range(brake.FREE):
        attempt(client, "alice", "guess")
    assert "Too many attempts." in attempt(client, "Alice", PASSWORD)


def test_other_names_and_addresses_go_on(client: Client, alice: User, bob: User) -> None:
    for _ in range(brake.FREE):
        attempt(client, "alice", "guess")
    assert attempt(client, "bob", PASSWORD) == ""
    assert attempt(Client(), "alice", PASSWORD, REMOTE_ADDR="10.0.0.7") == ""


def counts() -> list[int]:
    return sorted(SignInAttempts.objects.values_list("count", flat=True))


def test_success_forgets(client: Client, alice: User) -> None:
    attempt(client, "alice", "guess")
    attempt(client, "alice", PASSWORD)
    assert counts() == [0, 1, 1]


def test_an_empty_password_does_not_forget(client: Client, alice: User) -> None:
    attempt(client, "alice", "guess")
    attempt(client, "alice", "")
    assert counts() == [1, 1, 1]


def test_a_name_that_is_attacked_from_everywhere_is_slowed_down(db: None) -> None:
    taken = [brake.take("alice", f"192.0.2.{number}") for number in range(brake.FREE_IN_ALL + 3)]
    assert taken == [0] * brake.FREE_IN_ALL + [15] * 3


def test_an_address_that_tries_every_name_is_slowed_down(db: None) -> None:
    taken = [brake.take(f"user{number}", "192.0.2.1") for number in range(brake.FREE_IN_ALL + 3)]
    assert taken == [0] * brake.FREE_IN_ALL + [15] * 3


def test_a_network_of_ipv6_is_one_address(db: None) -> None:
    taken = [brake.take(f"user{number}", f"2001:db8::{number + 1}") for number in range(brake.FREE_IN_ALL + 1)]
    assert taken[-1] == 15


def test_who_signed_in_there_before_is_not_shut_out(db: None) -> None:
    brake.take("alice", "198.51.100.7")
    brake.release("alice", "198.51.100.7")
    for number in range(brake.FREE_IN_ALL + 5):
        brake.take("alice", f"192.0.2.{number}")
        brake.take(f"user{number}", "198.51.100.7")
    assert brake.take("alice", "198.51.100.7") == 0


def test_own_sign_ins_do_not_wash_guesses_away(db: None) -> None:
    for number in range(brake.FREE_IN_ALL):
        brake.take("mallory", "192.0.2.1")
        brake.release("mallory", "192.0.2.1")
        brake.take(f"user{number}", "192.0.2.1")
    assert brake.take("alice", "192.0.2.1") > 0


def test_behind_a_local_socket_people_do_not_slow_each_other_down(db: None) -> None:
    assert not any(brake.take(f"user{number}", "") for number in range(brake.FREE_IN_ALL + 1))


def test_waits_double_up_to_a_quarter_of_an_hour(db: None) -> None:
    waits = []
    for _ in range(14):
        brake.take("alice", "::1")
        waits.append(brake.take("alice", "::1"))
        SignInAttempts.objects.update(not_before=timezone.now())
    assert waits[0] == 0
    assert waits[-1] == brake.LONGEST_WAIT
    assert sorted(waits) == waits


def test_old_attempts_are_forgotten(db: None) -> None:
    brake.take("alice", "::1")
    SignInAttempts.objects.update(last_at=timezone.now() - brake.FORGET_AFTER - timedelta(minutes=1))
    brake.take("bob", "::1")
    assert counts() == [1, 1, 1]


def test_where_somebody_signed_in_is_known_for_longer(db: None) -> None:
    brake.take("alice", "::1")
    brake.release("alice", "::1")
    SignInAttempts.objects.update(last_at=timezone.now() - brake.FORGET_AFTER * 2)
    brake.take("bob", "192.0.2.1")
    assert SignInAttempts.objects.filter(is_known=True).exists()


@pytest.mark.django_db(transaction=True)
def test_guesses_at_once_are_all_counted() -> None:
    def guess(_: int) -> bool:
        try:
            return brake.take("alice", "::1") == 0
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(guess, range(12))) == brake.FREE


@pytest.mark.parametrize(("trusted", "address"), [(True, "198.51.100.7"), (False, "127.0.0.1")])
def test_a_forwarded_address_counts_only_behind_a_trusted_proxy(rf, settings, trusted: bool, address: str) -> None:
    settings.TRUST_PROXY = trusted
    request = rf.get("/", headers={"X-Forwarded-For": "1.2.3.4, 198.51.100.7"})
    assert client_address(request) == address


@pytest.mark.django_db(transaction=True)
def test_a_guess_and_a_sign_in_at_once_do_not_wait_in_a_circle(monkeypatch: pytest.MonkeyPatch) -> None:
    names = (f"user{number}" for number in range(100))
    pairs = ((name, [scope.key for scope in brake._all_scopes(name, "::1")]) for name in names)
    name, (pair, *_wider) = next((name, keys) for name, keys in pairs if keys[0] == min(keys))
    brake.take(name, "::1")
    half_way, row = Event(), brake._row

    def slow_row(key: str, now: datetime) -> SignInAttempts:
        taken = row(key, now)
        if key == pair:
            half_way.set()
            time.sleep(0.5)  # for the sign-in to come to the same rows
        return taken

    monkeypatch.setattr(brake, "_row", slow_row)

    def ended(act: Callable[[str, str], object]) -> None:
        try:
            act(name, "::1")
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        guess = pool.submit(ended, brake.take)
        assert half_way.wait(10)
        pool.submit(ended, brake.release).result()
        guess.result()
