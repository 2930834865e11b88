"""What an admin may enter for an endpoint. Each function returns the value in its stored form."""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from playground.security.redaction import redact

KEY = re.compile(r"[\x21-\x7e]{1,512}")
HEADER_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}")
HEADER_VALUE = re.compile(r"(?:[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?)?")
HALVES = re.compile("[\ud800-\udfff]")  # of a pair: one alone is no character
# Secrets belong where they are encrypted; what frames a message or tells its way and method belongs to the client.
SECRET_HEADER = re.compile(
    r"auth|cookie|credential|password|secret|token|(?:api|access|subscription).?key", re.IGNORECASE
)
FRAMING_HEADER = re.compile(
    r"host|connection|keep-alive|te|trailer|upgrade|expect|transfer-encoding|content-.*|accept-encoding|proxy-.*"
    r"|(?:x-)?forwarded(?:-.*)?|x-http-method(?:-override)?|x-method-override",
    re.IGNORECASE,
)
COOKIE = re.compile(r"(?:set-)?cookie2?", re.IGNORECASE)
# Where providers look for the key: a second one would override it, or be taken for it.
KEY_HEADER = re.compile(r"authorization|(?:x-)?api-?key|x-goog-api-key|ocp-apim-subscription-key", re.IGNORECASE)
LONGEST_NAME = 128  # characters
LONGEST_HEADER = 4096  # characters

NUMBERS: dict[str, tuple[float, float]] = {"temperature": (0, 2), "top_p": (0, 1)}
WHOLE_NUMBERS = {"max_tokens": 1, "seed": 0}  # from which on they can be sent
OWN_FIELDS = {"model", "messages", "stream"}
CAPABILITIES = [
    ("tools", gettext_lazy("tools")),
    ("structured", gettext_lazy("structured output")),
    ("image", gettext_lazy("images")),
    ("audio", gettext_lazy("audio")),
    ("video", gettext_lazy("video")),
    ("pdf", gettext_lazy("PDF")),
    ("reasoning", gettext_lazy("reasoning")),
    ("logprobs", gettext_lazy("logprobs")),
]


class Keepable(json.JSONDecoder):
    """Refuses, as if it were no JSON, what can neither be stored nor shown: half of a surrogate pair, a number of
    thousands of digits, lists within lists a thousand deep.
    """

    def decode(self, s: str, *args: Any) -> Any:
        try:
            value = super().decode(s, *args)
            is_keepable = not HALVES.search(json.dumps(value, ensure_ascii=False))
        except (ValueError, RecursionError):
            is_keepable = False
        if not is_keepable:
            raise json.JSONDecodeError("not to be kept", s, 0)
        return value


def key(text: str) -> str:
    """An API key without the blanks that come with pasting.

    Raises:
        ValidationError: a character that no header can carry; a client would quote the whole key in its error.
    """
    text = text.strip()
    if not KEY.fullmatch(text):
        raise ValidationError(_("A key has 1 to 512 letters, digits and signs, without blanks or line breaks."))
    return text


def headers(value: Any, others: Iterable[str] = ()) -> dict[str, str]:
    """Extra request headers.

    Args:
        others: names of the endpoint's secret ones.

    Raises:
        ValidationError: names the header that cannot be set, and why.
    """
    if not isinstance(value, dict):
        raise ValidationError(_('Headers are written as {"Name": "value"}.'))
    for name, text in value.items():
        _check_header(name, text)
    if twice := {name.lower() for name in value} & {name.lower() for name in others}:
        raise ValidationError(_("%(name)s is a secret header of this endpoint already."), params={"name": min(twice)})
    return value


def _check_header(name: str, text: Any) -> None:
    if why := _why_not(name):
        raise ValidationError(why)
    if SECRET_HEADER.search(name):
        raise ValidationError(
            _("%(name)s: secrets do not go here but to the endpoint's keys, where they are encrypted."),
            params={"name": name},
        )
    if not isinstance(text, str) or not HEADER_VALUE.fullmatch(text):
        raise ValidationError(_("The value of %(name)s must be plain ASCII text."), params={"name": name})
    if redact(text) != text:
        raise ValidationError(
            _("%(name)s: the value looks like a key. Enter it as a secret header, on the page of the endpoint's keys."),
            params={"name": name},
        )


def _why_not(name: str) -> str:
    """Why no header of this name can be set, among the plain ones or the secret ones; "" if one can."""
    named = {"name": name[:LONGEST_NAME]}
    if not HEADER_NAME.fullmatch(name):
        return _('"%(name)s" is no header name: those have letters, digits and hyphens, and no blanks.') % named
    if KEY_HEADER.fullmatch(name):
        return _("Parley makes the header %(name)s from the API key: enter the key itself, as an API key.") % named
    if COOKIE.fullmatch(name) or FRAMING_HEADER.fullmatch(name):
        return _("The header %(name)s cannot be set.") % named
    return ""


def secret_header(name: str, value: str, others: Mapping[str, str]) -> None:
    """A header that is kept like a key.

    Args:
        others: the endpoint's other headers.

    Raises:
        ValidationError: by field, `name` or `value`.
    """
    if why := _why_not(name):
        raise ValidationError({"name": why})
    if name.lower() in {other.lower() for other in others}:
        raise ValidationError({"name": _("%(name)s is among the extra headers already.") % {"name": name}})
    if not value or len(value) > LONGEST_HEADER or not HEADER_VALUE.fullmatch(value):
        raise ValidationError({"value": _("The value must be plain ASCII text on one line.")})


def request_defaults(value: Any) -> dict[str, Any]:
    """Params used where a pane sets none, and `extra_body`.

    Raises:
        ValidationError: names the entry that cannot be used.
    """
    if not isinstance(value, dict):
        raise ValidationError(_('Request defaults are written as {"temperature": 0.7}.'))
    if r"\u0000" in json.dumps(value):
        raise ValidationError(ProhibitNullCharactersValidator.message)  # PostgreSQL cannot keep them
    wrong = [name for name, entry in value.items() if not _is_default(name, entry)]
    if wrong:
        raise ValidationError(
            _("%(name)s: only temperature (0 to 2), top_p (0 to 1), max_tokens, seed, stop and extra_body can be set."),
            params={"name": wrong[0]},
        )
    return value


def capabilities_in_words(capabilities: Iterable[str]) -> str:
    """As a reader sees them."""
    labels = dict(CAPABILITIES)
    return ", ".join(str(labels.get(word, word)) for word in capabilities)


def _is_default(name: str, entry: Any) -> bool:
    if name in NUMBERS:
        low, high = NUMBERS[name]
        return type(entry) in {int, float} and low <= entry <= high
    if name in WHOLE_NUMBERS:
        return type(entry) is int and entry >= WHOLE_NUMBERS[name]
    if name == "stop":
        return isinstance(entry, list) and all(isinstance(text, str) and text for text in entry)
    return name == "extra_body" and isinstance(entry, dict) and not OWN_FIELDS & entry.keys()
