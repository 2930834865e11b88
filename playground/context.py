"""What every template may use."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, object]:
    """The reader's theme (`light`, `dark`, or empty: as the system says) and the languages on offer."""
    theme = request.COOKIES.get("theme", "")
    return {"theme": theme if theme in {"light", "dark"} else "", "languages": settings.LANGUAGES}
