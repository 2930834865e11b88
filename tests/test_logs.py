"""A form that was refused is no news; other refusals are."""

import logging

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils.log import log_response

from playground.logs import is_news


def record_of(status):
    seen = []
    handler = logging.Handler()
    handler.emit = seen.append
    logger = logging.getLogger("django.request")
    logger.addHandler(handler)
    response = HttpResponse(status=status)
    log_response("%s", "a sentence", response=response, request=RequestFactory().post("/"))
    logger.removeHandler(handler)
    return seen[0]


@pytest.mark.parametrize(("status", "is_logged"), [(409, False), (422, False), (400, True), (403, True), (500, True)])
def test_what_is_logged(status, is_logged):
    assert is_news(record_of(status)) is is_logged
