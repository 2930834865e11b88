"""Servers with an upstream, as the live layer's tests have them."""

from tests.live.conftest import arena, upstream

__all__ = ["arena", "upstream"]
