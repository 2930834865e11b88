"""The local model is an ordinary endpoint that is there while the model answers."""

import pytest

from playground.catalog.keys import is_usable
from playground.catalog.models import Credential, Endpoint, LanguageModel
from playground.localmodel import register
from playground.localmodel.supervisor import Served
from tests import factories

pytestmark = pytest.mark.django_db

FIRST = Served(url="http://127.0.0.1:41001/v1", name="tiny", key="first-key-0123456789")
SECOND = Served(url="http://127.0.0.1:41002/v1", name="tiny", key="second-key-0123456789")
OTHER = Served(url="http://127.0.0.1:41003/v1", name="bigger", key="third-key-0123456789")


def test_it_is_listed_with_what_suits_it():
    register.publish(FIRST, is_demo=True)
    endpoint = Endpoint.objects.get()
    assert (endpoint.name, endpoint.base_url) == ("Local demo model", FIRST.url)
    assert endpoint.enabled and endpoint.managed and endpoint.private_network
    assert endpoint.max_concurrent == 2
    assert endpoint.request_defaults["max_tokens"] == 512
    assert "often wrong" in endpoint.note
    assert endpoint.models.get().name == "tiny"


def test_its_name_may_be_taken():
    factories.endpoint(name="Local demo model")
    register.publish(FIRST, is_demo=True)
    assert Endpoint.objects.get(managed=True).name == "Local demo model 2"


def test_the_key_opens_the_new_port_and_no_longer_the_old():
    register.publish(FIRST, is_demo=True)
    register.publish(SECOND, is_demo=True)
    credential = Credential.objects.get()
    assert is_usable(credential)
    credential.endpoint.base_url = FIRST.url
    assert not is_usable(credential)


def test_it_is_off_while_nothing_answers():
    register.publish(FIRST, is_demo=True)
    register.withdraw()
    assert not Endpoint.objects.get().enabled
    register.publish(SECOND, is_demo=True)
    assert Endpoint.objects.get().enabled


@pytest.mark.parametrize("goes", [True, False], ids=["in order", "killed"])
def test_what_an_admin_switched_off_stays_off(goes):
    register.publish(FIRST, is_demo=True)
    Endpoint.objects.update(enabled=False)
    if goes:
        register.withdraw()
    register.publish(SECOND, is_demo=True)
    endpoint = Endpoint.objects.get()
    assert (endpoint.enabled, endpoint.base_url) == (False, SECOND.url)


def test_what_an_admin_changed_stays():
    register.publish(FIRST, is_demo=True)
    Endpoint.objects.update(name="Toy", note="", request_defaults={}, max_concurrent=1)
    LanguageModel.objects.update(enabled=False, input_price=1, label="Toy")
    register.withdraw()
    register.publish(SECOND, is_demo=True)
    endpoint, model = Endpoint.objects.get(), LanguageModel.objects.get()
    assert (endpoint.name, endpoint.note, endpoint.request_defaults, endpoint.max_concurrent) == ("Toy", "", {}, 1)
    assert (model.enabled, model.input_price, model.label, endpoint.enabled) == (False, 1, "Toy", True)


def test_withdrawing_leaves_other_endpoints_alone(endpoint):
    register.withdraw()
    endpoint.refresh_from_db()
    assert endpoint.enabled


def test_another_file_takes_the_place_of_the_demo():
    register.publish(FIRST, is_demo=True)
    register.publish(OTHER, is_demo=False)
    endpoint = Endpoint.objects.get()
    assert (endpoint.name, endpoint.note, endpoint.request_defaults) == ("Local model", "", {})
    assert dict(endpoint.models.values_list("name", "enabled")) == {"tiny": False, "bigger": True}
    register.publish(SECOND, is_demo=True)
    assert Endpoint.objects.get().name == "Local demo model"
    assert dict(endpoint.models.values_list("name", "enabled")) == {"tiny": True, "bigger": False}
