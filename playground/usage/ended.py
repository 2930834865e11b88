"""A generation that has ended, as far as it is known."""

from dataclasses import dataclass
from decimal import Decimal

from .models import GONE


@dataclass(frozen=True)
class Ended:
    """None is not known.

    Args:
        status: completed, stopped, failed or interrupted.
        called: False when it was stopped before anybody called the provider.
        delay_ms: how long the provider says that it was queued there.
        own_key: it was paid with the user's own key.
        assumed_tokens, assumed_cost: what budgets count besides, because the provider did not tell.
    """

    user_id: int
    endpoint_id: int | None
    model_id: int | None
    status: str
    called: bool = True
    own_key: bool = False
    error_kind: str = ""
    ttft_ms: int | None = None
    duration_ms: int | None = None
    delay_ms: int | None = None
    input_tokens: int | None = None
    output_tokens: int | None = None
    reasoning_tokens: int | None = None
    cache_read_tokens: int | None = None
    tokens_estimated: bool = False
    cost: Decimal | None = None
    assumed_tokens: int = 0
    assumed_cost: Decimal = Decimal()

    @property
    def place(self) -> dict[str, int]:
        """Where it was answered."""
        return {"endpoint_id": self.endpoint_id or GONE, "model_id": self.model_id or GONE}

    @property
    def answered(self) -> bool:
        """Something came back."""
        return self.ttft_ms is not None or bool(self.output_tokens)

    @property
    def may_cost(self) -> bool:
        """Not if nobody was asked, or if the provider refused before anything came back."""
        return self.called and (self.answered or self.status != "failed")
