"""Servers with an upstream, as the live layer's tests have them."""

from tests.live.conftest import arena, shared_upstream, upstream

__all__ = ["arena", "shared_upstream", "upstream"]
