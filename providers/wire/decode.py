"""Bytes from a provider become JSON and text that every later layer can hold.

Databases refuse NUL, encoders refuse lone surrogates: both become U+FFFD here, once.
"""

from __future__ import annotations

import json
import math
import re
from typing import Any

import orjson

from providers.errors import BrokenAnswer, InvalidCall

_UNSAFE = re.compile(r"[\x00\ud800-\udfff]")
_UNSAFE_ESCAPE = re.compile(rb"\\u(?:0000|[dD][89a-fA-F])")


def clean_text(text: str) -> str:
    """`text` without NUL and without lone surrogates."""
    return _UNSAFE.sub("\ufffd", text)


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, list):
        return [_clean(item) for item in value]
    if isinstance(value, dict):
        return {clean_text(key): _clean(item) for key, item in value.items()}
    return value


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is not a JSON number")


def _float(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise ValueError("a number no one can hold")
    return number


def _integer(text: str) -> float:
    """A float where 64 bits do not hold it, as orjson reads it."""
    number = _float(text)
    return int(text) if abs(number) < 2**63 else number


def loads(data: bytes) -> Any:
    """Parse JSON.

    Raises:
        BrokenAnswer: not JSON, not UTF-8, nested too deeply, or a number no one can hold.
    """
    try:
        if b"\\u" in data and _UNSAFE_ESCAPE.search(data):
            # orjson refuses a lone surrogate; the standard parser hands it on to be replaced.
            return _clean(json.loads(data, parse_constant=_refuse_constant, parse_float=_float, parse_int=_integer))
        return orjson.loads(data)
    except (ValueError, RecursionError):
        raise BrokenAnswer(_describe(data)) from None


def _describe(data: bytes) -> str:
    start = data[:200].lstrip().lower()
    if not start:
        return "an empty answer instead of JSON"
    if start.startswith((b"<!doctype", b"<html", b"<?xml", b"<head", b"<body")):
        return "a web page instead of JSON"
    return "malformed JSON"


def dumps(value: Any) -> bytes:
    """Encode a request body; lone surrogates in it become U+FFFD.

    Raises:
        InvalidCall: a value in it has no form in JSON.
    """
    try:
        return orjson.dumps(value)
    except TypeError:
        pass  # the standard encoder also takes long integers, keys that are numbers, lone surrogates
    try:
        return clean_text(json.dumps(value, ensure_ascii=False, allow_nan=False)).encode()
    except (TypeError, ValueError, RecursionError) as error:
        raise InvalidCall(f"the request holds what JSON cannot: {error}") from None
