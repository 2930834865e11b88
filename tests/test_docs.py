"""The README says what is true."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SETTINGS = re.findall(r'env\.\w+\(\s*"(\w+)"', (ROOT / "playground" / "settings.py").read_text())


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
@pytest.mark.parametrize("setting", SETTINGS)
def test_every_setting_is_in_the_readme(readme, setting):
    assert f"`{setting}`" in (ROOT / readme).read_text()


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_the_readme_names_no_setting_that_does_not_exist(readme):
    rows = re.findall(r"^\| (`[A-Z_`, ]+`) \|", (ROOT / readme).read_text(), re.MULTILINE)
    named = {name for row in rows for name in re.findall(r"`(\w+)`", row)}
    assert named == set(SETTINGS)


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_links_in_the_readme_lead_somewhere(readme):
    links = re.findall(r"\]\((?!http|#)([^)]+)\)", (ROOT / readme).read_text())
    assert links
    assert not [link for link in links if not (ROOT / link).exists()]
