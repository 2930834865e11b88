"""Compiles locale/*/LC_MESSAGES/*.po to the .mo files that Django reads; needs no gettext tools."""

from pathlib import Path

import polib

LOCALE = Path(__file__).resolve().parent.parent / "locale"

for source in sorted(LOCALE.rglob("*.po")):
    catalog = polib.pofile(str(source))
    catalog.save_as_mofile(str(source.with_suffix(".mo")))
    print(f"{source.relative_to(LOCALE)}: {catalog.percent_translated()} % translated")
