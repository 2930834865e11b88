"""Child processes that listen on a port and end with us."""

import socket
import subprocess
import sys
import time

from tests.live_server import ROOT, free_port

from .wire import HOST


class Child:
    """A module of this package, running with a free port as its first argument."""

    def __init__(self, module: str, *arguments: str) -> None:
        self.port = free_port()
        command = [sys.executable, "-m", f"bench.{module}", str(self.port), *arguments]
        self.process = subprocess.Popen(command, cwd=ROOT)
        self.pid = self.process.pid
        self._await()

    def _await(self) -> None:
        deadline = time.monotonic() + 10
        while True:
            try:
                socket.create_connection((HOST, self.port), timeout=1).close()
                return
            except OSError:
                if self.process.poll() is not None or time.monotonic() > deadline:
                    raise
                time.sleep(0.02)

    def stop(self) -> None:
        """Ends it."""
        self.process.terminate()
        self.process.wait(10)
