"""A secret never shows itself by accident."""

import copy
import json
import logging
import pickle

import orjson
import pytest
from django.core.serializers.json import DjangoJSONEncoder

from playground.catalog.secret import Secret
from playground.security.redaction import Formatter

KEY = "plain-looking-0123456789"


def test_printing_shows_stars() -> None:
    secret = Secret(KEY)
    assert f"{secret} {secret!r} {secret!s} {[secret]}" == "*** *** *** [***]"
    assert secret.reveal() == KEY


@pytest.mark.parametrize(
    "serialise", [json.dumps, orjson.dumps, pickle.dumps, copy.deepcopy, DjangoJSONEncoder().encode]
)
def test_it_cannot_be_serialised(serialise) -> None:
    with pytest.raises(TypeError):
        serialise(Secret(KEY))


def test_it_has_no_dictionary_to_look_into() -> None:
    with pytest.raises(TypeError):
        vars(Secret(KEY))


def test_the_log_knows_it() -> None:
    Secret(KEY)
    record = logging.LogRecord("x", logging.INFO, "", 0, "sent %s", (KEY,), None)
    assert Formatter("%(message)s").format(record) == "sent ***"
