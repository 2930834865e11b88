"""Static files: named by their content, so browsers keep them for ever, and compressed once."""

import re
from typing import Any
from wsgiref.headers import Headers

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from servestatic import ServeStaticASGI
from servestatic.storage import CompressedManifestStaticFilesStorage


class Storage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # untyped base
    """Rewrites `import` paths in JavaScript modules too."""

    support_js_module_import_aggregation = True

    def url_converter(self, name: str, hashed_files: Any, template: str | None = None) -> Any:
        """Leaves alone what a vendored file refers to and we do not ship, such as fonts for old browsers."""
        convert = super().url_converter(name, hashed_files, template)

        def convert_or_keep(match: re.Match[str]) -> str:
            try:
                return str(convert(match))
            except ValueError:
                if name.startswith("vendor/"):
                    return match.group()
                raise

        return convert_or_keep


def static_files(app: Any) -> Any:
    """Wraps an ASGI application: serves what `collectstatic` gathered, and hands everything else on.

    With DEBUG on, files come from where they were written, so a change shows on reload.
    """
    files = ServeStaticASGI(
        app,
        autorefresh=settings.DEBUG,
        max_age=0,
        allow_all_origins=False,
        add_headers_function=_protect,
    )
    for folder in _sources() if settings.DEBUG else [settings.STATIC_ROOT]:
        files.add_files(folder, prefix=settings.STATIC_URL)
    return files


def _protect(headers: Headers, path: str, url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"


def _sources() -> list[str]:
    """The folders of all finders; the first one that has a file wins, so it is added last."""
    folders = [storage.location for finder in get_finders() for storage in getattr(finder, "storages", {}).values()]
    return folders[::-1]
