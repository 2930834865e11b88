"""What is wrong with a new password stands beside it."""

import pytest
from django.urls import reverse

from playground.accounts import services
from playground.accounts.forms import NewPasswordForm, SetupForm
from playground.accounts.models import User


@pytest.mark.django_db
def test_a_weak_first_password():
    form = SetupForm({"username": "root", "password1": "123", "password2": "123"})
    assert set(form.errors) == {"password1"}


@pytest.mark.django_db
def test_a_weak_new_password():
    user = User(username="alice")
    user.set_password("old and good enough")
    data = {"old_password": "old and good enough", "new_password1": "123", "new_password2": "123"}
    assert set(NewPasswordForm(user, data).errors) == {"new_password1"}


@pytest.mark.django_db
def test_two_that_differ():
    form = SetupForm({"username": "root", "password1": "long and strange", "password2": "strange and long"})
    assert set(form.errors) == {"password2"}


def test_password_managers_see_whose_it_is(client, alice):
    client.force_login(alice)
    page = client.get(reverse("accounts:password")).content.decode()
    assert 'value="alice" autocomplete="username"' in page


@pytest.mark.django_db
def test_who_comes_before_the_first_admin_is_told_of_the_link(client):
    assert "printed on its console" in client.get("/", follow=True).content.decode()
    link = services.setup_link("")
    data = {"username": "root", "password1": "long and strange", "password2": "long and strange"}
    client.post(link, data)
    client.logout()
    assert "printed on its console" not in client.get("/", follow=True).content.decode()
