"""daphne's websocket, with the close codes and the message sizes that a server needs, and a shorter way out."""

from daphne.ws_protocol import WebSocketFactory, WebSocketProtocol

MOST_UNREAD = 16 * 2**20  # bytes that may wait for a reader
FINAL_TEXT = 0x81  # RFC 6455, 5.2: a text message in one frame


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
            self._write(frame(content.encode()))

    def _write(self, data: bytes) -> None:
        """Writes at once what the connection takes at once: the reactor's way is two more system calls and a turn."""
        transport = self.transport
        if len(transport.dataBuffer) + transport._tempDataLen > MOST_UNREAD:
            transport.abortConnection()  # nobody reads; the page comes back and gets a snapshot
            return
        is_idle = not (transport.dataBuffer or transport._tempDataBuffer or transport.disconnecting)
        sent = transport.writeSomeData(data) if is_idle else 0
        if not isinstance(sent, int):
            return  # the connection is lost; the reactor finds out by itself
        if sent < len(data):
            transport.write(data[sent:])


def frame(payload: bytes) -> bytes:
    """A websocket frame with a whole text message, as a server sends it: not masked."""
    size = len(payload)
    if size < 126:
        return bytes((FINAL_TEXT, size)) + payload
    if size < 2**16:
        return bytes((FINAL_TEXT, 126)) + size.to_bytes(2, "big") + payload
    return bytes((FINAL_TEXT, 127)) + size.to_bytes(8, "big") + payload


def install() -> None:
    """Makes daphne use it."""
    WebSocketFactory.protocol = Socket
