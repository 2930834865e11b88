"""Why something was not done."""

from http import HTTPStatus


class Refusal(Exception):
    """Nothing was changed.

    Attributes:
        title: what was refused.
        text: what is kept, and what to do.
        status: HTTP status of the answer: 409 for a conflict with the present state, 422 for bad input.
    """

    def __init__(self, title: str, text: str, status: int = HTTPStatus.CONFLICT) -> None:
        super().__init__(title)
        self.title, self.text, self.status = title, text, status
