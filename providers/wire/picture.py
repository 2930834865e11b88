"""A picture to show to a model."""

from __future__ import annotations

import struct
import zlib

_SIDE = 64  # pixels; some models refuse smaller ones


def red_square() -> bytes:
    """A PNG that is red all over.

    Source: https://www.w3.org/TR/png-3/
    """
    row = b"\x00" + b"\xe0\x10\x10" * _SIDE
    header = struct.pack(">IIBBBBB", _SIDE, _SIDE, 8, 2, 0, 0, 0)
    parts = (b"IHDR", header), (b"IDAT", zlib.compress(row * _SIDE)), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in parts)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
