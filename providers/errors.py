"""Everything that can go wrong with a call, as one tree.

    ProviderError
    ├── InvalidCall           "invalid_call"     refused here, before anything was sent (also a ValueError)
    │   └── Unsupported       "unsupported"      this provider or model cannot do that
    ├── Blocked               "blocked"          the outbound guard refuses the address
    ├── Unreachable           "connection"       no answer came: refused, reset, cut
    │   ├── NameNotResolved   "name_resolution"
    │   ├── TLSFailed         "tls"
    │   └── TimedOut          "timeout"
    ├── Refused               "refused"          the provider answered with an error
    │   ├── InvalidRequest    "invalid_request"
    │   │   ├── ContextTooLong "context_length"
    │   │   └── TooLarge      "too_large"
    │   ├── NotAuthenticated  "authentication"
    │   ├── BillingProblem    "billing"
    │   ├── NotPermitted      "permission"
    │   ├── NotFound          "not_found"
    │   ├── RateLimited       "rate_limit"
    │   ├── Unavailable       "unavailable"
    │   └── JobFailed         "job_failed"       a queued job failed, expired or was cancelled
    └── BrokenAnswer          "protocol"         the answer is not what the protocol promises
        ├── Truncated         "truncated"        the stream ended before its end was announced
        ├── NotStreaming      "no_streaming"     a whole answer where a stream was asked for
        ├── Redirected        "redirect"
        └── LimitExceeded     "limit"            larger or longer than the caller allows

`str(error)` is a sentence that a person can act on. It never contains a key.
"""

from __future__ import annotations


class ProviderError(Exception):
    """A call to a provider failed.

    Attributes:
        kind: stable word for the class of failure, as in the tree above.
        status: HTTP status of the answer, None when there was none.
        code: the provider's own error code or type.
        request_id: the provider's id of the request, to quote to its support.
        retry_after: seconds that the provider asked to wait.
        retryable: whether the same call may succeed later.
        partial_text: what had arrived of the answer before it failed.
        detail: the provider's own words, redacted, at most 300 characters.
    """

    kind = "provider"
    what = "The call failed"
    advice = ""
    retryable = False

    def __init__(
        self,
        detail: str = "",
        *,
        provider: str = "",
        status: int | None = None,
        code: str | None = None,
        request_id: str | None = None,
        retry_after: float | None = None,
        retryable: bool | None = None,
        partial_text: str = "",
    ) -> None:
        self.detail, self.provider = detail, provider
        self.status, self.code, self.request_id = status, code, request_id
        self.retry_after, self.partial_text = retry_after, partial_text
        if retryable is not None:
            self.retryable = retryable
        super().__init__(detail)

    @property
    def status_code(self) -> int | None:
        """The HTTP status, under the name that vendors' SDKs use."""
        return self.status

    def __str__(self) -> str:
        source = f"{self.provider}: {self.what}" if self.provider else self.what
        if self.status:
            source += f" (HTTP {self.status})"
        sentence = f"{source}: {self.detail.rstrip('.')}." if self.detail else f"{source}."
        return f"{sentence} {self.advice}".rstrip()


class InvalidCall(ProviderError, ValueError):
    kind = "invalid_call"
    what = "Nothing was sent"


class Unsupported(InvalidCall):
    kind = "unsupported"
    what = "Not supported, nothing was sent"

    def naming(self, model: object) -> None:
        """Say which model cannot do it."""
        self.detail = f"{self.detail} (model {model})" if model else self.detail
        self.args = (self.detail,)


class Blocked(ProviderError):
    kind = "blocked"
    what = "The address is not allowed"
    advice = "Check the base URL, or allow its network."


class Unreachable(ProviderError):
    kind = "connection"
    what = "The connection failed"
    advice = "Check the address and that the server is running, then try again."
    retryable = True


class NameNotResolved(Unreachable):
    kind = "name_resolution"
    what = "The host name could not be resolved"
    advice = "Check the spelling of the host and the DNS of this machine."


class TLSFailed(Unreachable):
    kind = "tls"
    what = "The secure connection could not be made"
    advice = "Check the certificate of the server and whether it speaks https at all."
    retryable = False


class TimedOut(Unreachable):
    kind = "timeout"
    what = "The provider took too long"
    advice = "Try again, or allow more time."


class Refused(ProviderError):
    kind = "refused"
    what = "The provider refused the request"


class InvalidRequest(Refused):
    kind = "invalid_request"
    what = "The provider did not accept the request"
    advice = "Change the parameters or the messages; trying again will not help."


class ContextTooLong(InvalidRequest):
    kind = "context_length"
    what = "The conversation is longer than the model can read"
    advice = "Shorten it or choose a model with a larger context."


class TooLarge(InvalidRequest):
    kind = "too_large"
    what = "The request is too large"
    advice = "Send fewer or smaller attachments."


class NotAuthenticated(Refused):
    kind = "authentication"
    what = "The key was not accepted"
    advice = "Check the API key of this endpoint."


class BillingProblem(Refused):
    kind = "billing"
    what = "The provider's account cannot pay for this"
    advice = "Check the balance or spending limit at the provider."


class NotPermitted(Refused):
    kind = "permission"
    what = "The key may not do this"
    advice = "Check what this key is allowed to use."


class NotFound(Refused):
    kind = "not_found"
    what = "The model or address does not exist"
    advice = "Check the model name and the base URL."


class RateLimited(Refused):
    kind = "rate_limit"
    what = "Too many requests"
    advice = "Wait a little and try again."
    retryable = True


class Unavailable(Refused):
    kind = "unavailable"
    what = "The provider is failing or overloaded"
    advice = "Try again in a while."
    retryable = True


class JobFailed(Refused):
    kind = "job_failed"
    what = "The job did not finish"
    advice = "Look at the worker's log at the provider."


class BrokenAnswer(ProviderError):
    kind = "protocol"
    what = "The answer could not be understood"
    advice = "Check that the base URL belongs to an API of this kind."


class Truncated(BrokenAnswer):
    kind = "truncated"
    what = "The answer was cut off before its end"
    advice = "What arrived is kept; try again for a whole answer."
    retryable = True


class NotStreaming(BrokenAnswer):
    kind = "no_streaming"
    what = "The answer did not stream"
    advice = "This server does not stream; call it with invoke."


class Redirected(BrokenAnswer):
    kind = "redirect"
    what = "The provider answered with a redirect, which is never followed"
    advice = "Enter the final address as the base URL."


class LimitExceeded(BrokenAnswer):
    kind = "limit"
    what = "The answer is larger or longer than allowed"
    advice = "Raise the limit if such answers are expected."
