"""daphne's websocket, with the close codes and the message sizes that a server needs."""

from daphne.ws_protocol import WebSocketFactory, WebSocketProtocol

TEXT = 1  # opcode


class Socket(WebSocketProtocol):  # type: ignore[misc]
    """One connection. What comes in stays limited to daphne's 1 MiB."""

    def serverClose(self, code: int | None = None) -> None:  # noqa: N802 - overrides
        """Closes. The public call refuses codes below 3000, among them 1012: "service restart, come back"."""
        self.sendCloseFrame(code=code or 1000)

    def serverSend(self, content: str, binary: bool = False) -> None:  # noqa: N802 - overrides
        """Sends text. The public call refuses what is larger than a client may send; a snapshot can be."""
        if self.state == self.STATE_CONNECTING:
            self.serverAccept()
        if self.state == self.STATE_OPEN:
            self.sendFrame(opcode=TEXT, payload=content.encode())


def install() -> None:
    """Makes daphne use it."""
    WebSocketFactory.protocol = Socket
