"""Start, then drain, then the end: in this order whenever the signal comes."""

import subprocess
import sys

from tests.live_server import ROOT, free_port

PROGRAM = """
import asyncio, os, signal, sys
from playground.serve.server import Server

async def start():
    os.kill(os.getpid(), signal.SIGTERM)
    await asyncio.sleep(0.3)
    print("started")
    if "fail" in sys.argv:
        raise OSError("no room")

async def drain():
    print("drained")

server = Server(None, "127.0.0.1", int(sys.argv[1]), start=start, drain=drain, ready=lambda: print("open"))
sys.exit(0 if server.run() else 1)
"""


def run(*arguments: str) -> tuple[int, list[str]]:
    """The exit code and the lines printed by a server that is told to end while it starts."""
    command = [sys.executable, "-c", PROGRAM, str(free_port()), *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    return done.returncode, done.stdout.split()


def test_a_signal_during_the_start_waits_for_it():
    assert run() == (0, ["open", "started", "drained"])


def test_a_start_that_fails_ends_the_server():
    code, lines = run("fail")
    assert code == 1
    assert lines[:2] == ["open", "started"]
