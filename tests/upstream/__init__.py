"""Providers that are not there: real protocols over real sockets, with faults on request."""

from tests.upstream.server import Answer, Close, Hang, Held, Request, Reset, Upstream

__all__ = ["Answer", "Close", "Hang", "Held", "Request", "Reset", "Upstream"]
