"""What is kept of an error besides its kind."""

import pytest

from playground.catalog.errors import NoKey
from playground.live.problem import problem_row
from providers.errors import RateLimited, Unreachable


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (RateLimited("too many", status=429, retry_after=37.0), "HTTP 429, Retry-After 37 s: too many"),
        (RateLimited("too many", status=429), "HTTP 429: too many"),
        (RateLimited(status=429), "HTTP 429"),
        (Unreachable("connection refused", provider="Fake"), "connection refused"),
        (RateLimited("for key sk-live-0123456789wxyz"), "for key ***"),
        (NoKey(), ""),
    ],
)
def test_it_is_what_came_from_outside(error, told):
    assert problem_row(error)["error_message"] == told
