"""The ASGI application runs under another server too, which drives it through the lifespan."""

import sys


def test_it_starts_serves_and_ends_under_uvicorn(make_server):
    server = make_server(start=False)
    server.program = [sys.executable, "-m", "uvicorn", "playground.asgi:application", "--port", str(server.port)]
    server.start()
    assert server.status("/readyz") == 200
    server.sigterm()
    assert "Application shutdown complete" in server.log()
