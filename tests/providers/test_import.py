"""Importing the package costs nothing and brings nothing along."""

import subprocess
import sys

import pytest

import providers


def modules_after(code: str) -> str:
    script = f"{code}\nimport sys\nprint(*sorted(sys.modules))"
    return subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout


def test_nothing_is_loaded_before_it_is_used() -> None:
    loaded = modules_after("import providers\nproviders.PROVIDERS\nproviders.EgressPolicy\nproviders.ProviderError")
    assert not [name for name in loaded.split() if name.split(".")[0] in ("langchain_core", "httpx", "httpcore")]


def test_django_is_never_loaded() -> None:
    code = "import providers\nfor name in providers.__all__: getattr(providers, name)"
    assert not [name for name in modules_after(code).split() if name.split(".")[0] in ("django", "playground")]


def test_every_name_can_be_imported() -> None:
    for name in providers.__all__:
        assert getattr(providers, name) is not None
    assert set(providers.__all__) == set(dir(providers))


def test_other_names_cannot() -> None:
    with pytest.raises(AttributeError, match="ChatNobody"):
        _ = providers.ChatNobody
