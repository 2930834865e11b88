"""What an admin may enter for an endpoint. Each function returns the value in its stored form."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

KEY = re.compile(r"[\x21-\x7e]{1,512}")
HEADER_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}")
HEADER_VALUE = re.compile(r"(?:[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?)?")
# Secrets belong where they are encrypted, and what frames a message belongs to the client.
SECRET_HEADER = re.compile(
    r"auth|cookie|credential|password|secret|token|(?:api|access|subscription).?key", re.IGNORECASE
)
FRAMING_HEADER = re.compile(
    r"host|connection|keep-alive|te|trailer|upgrade|expect|transfer-encoding|content-.*|accept-encoding|proxy-.*",
    re.IGNORECASE,
)

NUMBERS: dict[str, tuple[float, float]] = {"temperature": (0, 2), "top_p": (0, 1)}
WHOLE_NUMBERS = {"max_tokens", "seed"}
OWN_FIELDS = {"model", "messages", "stream"}
WORD = re.compile(r"[a-z][a-z_]{0,39}")


def key(text: str) -> str:
    """An API key without the blanks that come with pasting.

    Raises:
        ValidationError: a character that no header can carry; a client would quote the whole key in its error.
    """
    text = text.strip()
    if not KEY.fullmatch(text):
        raise ValidationError(_("A key has 1 to 512 letters, digits and signs, without blanks or line breaks."))
    return text


def headers(value: Any) -> dict[str, str]:
    """Extra request headers.

    Raises:
        ValidationError: names the header that cannot be set, and why.
    """
    if not isinstance(value, dict):
        raise ValidationError(_('Headers are written as {"Name": "value"}.'))
    for name, text in value.items():
        _check_header(name, text)
    return value


def _check_header(name: str, text: Any) -> None:
    if SECRET_HEADER.search(name):
        raise ValidationError(
            _("%(name)s: keys go into the API key field, where they are encrypted."), params={"name": name}
        )
    if FRAMING_HEADER.fullmatch(name) or not HEADER_NAME.fullmatch(name):
        raise ValidationError(_("The header %(name)s cannot be set."), params={"name": name})
    if not isinstance(text, str) or not HEADER_VALUE.fullmatch(text):
        raise ValidationError(_("The value of %(name)s must be plain ASCII text."), params={"name": name})


def request_defaults(value: Any) -> dict[str, Any]:
    """Params used where a pane sets none, and `extra_body`.

    Raises:
        ValidationError: names the entry that cannot be used.
    """
    if not isinstance(value, dict):
        raise ValidationError(_('Request defaults are written as {"temperature": 0.7}.'))
    wrong = [name for name, entry in value.items() if not _is_default(name, entry)]
    if wrong:
        raise ValidationError(
            _("%(name)s: only temperature (0 to 2), top_p (0 to 1), max_tokens, seed, stop and extra_body can be set."),
            params={"name": wrong[0]},
        )
    return value


def capabilities(value: Any) -> list[str]:
    """What a model can do besides text, each thing once.

    Raises:
        ValidationError: not a list of words.
    """
    if not isinstance(value, list) or not all(isinstance(word, str) and WORD.fullmatch(word) for word in value):
        raise ValidationError(_('Capabilities are written as ["tools", "image"].'))
    return list(dict.fromkeys(value))


def _is_default(name: str, entry: Any) -> bool:
    if name in NUMBERS:
        low, high = NUMBERS[name]
        return type(entry) in {int, float} and low <= entry <= high
    if name in WHOLE_NUMBERS:
        return type(entry) is int and entry >= 0
    if name == "stop":
        return isinstance(entry, list) and all(isinstance(text, str) and text for text in entry)
    return name == "extra_body" and isinstance(entry, dict) and not OWN_FIELDS & entry.keys()
