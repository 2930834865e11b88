"""No installed package is older than the fix of a flaw that would concern us."""

from importlib.metadata import distributions

import pytest
from packaging.version import Version

FLOORS = {
    "django": "5.2.19",
    "daphne": "4.2.2",
    "langchain-core": "1.2.28",
    "langsmith": "0.6.3",
    "httpx": "0.28.1",
    "h11": "0.16",
    "idna": "3.7",
    "cryptography": "46",
    "urllib3": "2.6",
    "starlette": "1.0.1",
    "pillow": "12.2",
    "jinja2": "3.1.6",
    "aiohttp": "3.13",
}


INSTALLED = {package.name.lower(): Version(package.version) for package in distributions()}


@pytest.mark.parametrize("package", sorted(FLOORS.keys() & INSTALLED.keys()))
def test_it_is_new_enough(package: str) -> None:
    assert INSTALLED[package] >= Version(FLOORS[package])
