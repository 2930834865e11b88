"""The shape of the code: who may import whom, how long things may be, what may not appear."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPS = (
    "accounts",
    "audit",
    "catalog",
    "chat",
    "limits",
    "live",
    "localmodel",
    "markdown",
    "security",
    "serve",
    "usage",
)

# What each part may import of the project, besides itself.
ALLOWED = {
    "providers": set(),
    "playground.markdown": set(),
    "playground.security": {"providers", "playground.keyfile"},
    "playground.audit": {"playground.security", "playground.threads"},
    "playground.accounts": {"playground.audit", "playground.prepared", "playground.security"},
    "playground.catalog": {
        "providers",
        "playground.accounts",
        "playground.audit",
        "playground.keyfile",
        "playground.prepared",
        "playground.prose",
        "playground.security",
        "playground.threads",
    },
    "playground.usage": {
        "playground.audit",
        "playground.catalog",
        "playground.numbers",
        "playground.prepared",
        "playground.threads",
    },
    "playground.limits": {
        "playground.audit",
        "playground.catalog",
        "playground.numbers",
        "playground.prepared",
        "playground.prose",
        "playground.usage",
    },
    "playground.chat": {
        "playground.limits",
        "playground.usage",
        "playground.catalog",
        "playground.markdown",
        "playground.mould",
        "playground.numbers",
        "playground.prepared",
        "playground.prose",
        "playground.security",
    },
    "playground.live": {
        "providers",
        "playground.catalog",
        "playground.chat",
        "playground.markdown",
        "playground.mould",
        "playground.numbers",
        "playground.prepared",
        "playground.prose",
        "playground.security",
        "playground.threads",
        "playground.usage",
    },
    "playground.localmodel": {"playground.catalog", "playground.threads"},
}


def sources(*folders: str) -> Iterator[Path]:
    for folder in folders:
        yield from (path for path in (ROOT / folder).rglob("*.py") if "migrations" not in path.parts)


OURS = sorted(sources("playground", "providers"))
TESTS = sorted(sources("tests"))


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def imports(path: Path) -> Iterator[str]:
    """The absolute names of the project's modules that a file imports."""
    package = module_of(path).split(".")[:-1]
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            start = ".".join([*base, *filter(None, [node.module])])
            names = [f"{start}.{alias.name}" for alias in node.names]
        else:
            continue
        yield from (name for name in names if name.startswith(("playground", "providers")))


def part_of(name: str) -> str | None:
    return next((part for part in ALLOWED if name == part or name.startswith(part + ".")), None)


@pytest.mark.parametrize("path", OURS, ids=module_of)
def test_imports_point_one_way(path):
    part = part_of(module_of(path))
    if part is None:
        return  # the project's own frame: settings, urls, asgi, serve
    allowed = ALLOWED[part] | {part}
    wrong = [name for name in imports(path) if not any((name + ".").startswith(good + ".") for good in allowed)]
    assert not wrong


@pytest.mark.parametrize("path", [path for path in OURS if "views" in path.parts], ids=module_of)
def test_views_import_no_other_apps_views(path):
    app = path.relative_to(ROOT / "playground").parts[0]
    assert not [name for name in imports(path) if ".views" in name and f"playground.{app}." not in name]


@pytest.mark.parametrize("path", [path for path in OURS if "services" in str(path)], ids=module_of)
def test_services_never_see_a_request(path):
    assert "HttpRequest" not in path.read_text()


def test_providers_stand_on_their_own():
    check = "import providers, sys; assert not {'django', 'playground', 'langchain_core'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", check], cwd=ROOT, check=True)


def test_a_server_that_nobody_asks_does_without_chat_models():
    """They take 18 MB, and a quarter of a second of every start."""
    check = "import playground.asgi, sys; assert not {'httpx', 'langchain_core.language_models'} & set(sys.modules)"
    subprocess.run([sys.executable, "-W", "ignore", "-c", check], cwd=ROOT, check=True)


@pytest.mark.parametrize("path", OURS, ids=module_of)
def test_nothing_is_imported_inside_a_function_to_dodge_a_cycle(path):
    for function in functions(path):
        inner = [node for node in ast.walk(function) if isinstance(node, ast.Import | ast.ImportFrom)]
        assert all("PLC0415" in path.read_text().splitlines()[node.lineno - 1] for node in inner)


def functions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    tree = ast.parse(path.read_text())
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def lines(path: Path) -> int:
    return len(path.read_text().splitlines())


def p95(values: list[int]) -> float:
    return quantiles(values, n=20)[-1]


def test_functions_are_short():
    lengths = [length(function) for path in OURS for function in functions(path)]
    assert median(lengths) <= 8
    assert p95(lengths) <= 40


def test_files_are_short():
    lengths = [lines(path) for path in OURS]
    assert median(lengths) <= 80
    assert p95(lengths) <= 300
    assert max(lengths) <= 400


def test_tests_are_short():
    lengths = [length(test) for path in TESTS for test in functions(path) if test.name.startswith("test_")]
    assert median(lengths) <= 10
    assert max(lines(path) for path in TESTS) <= 400


@pytest.mark.parametrize("path", sorted((ROOT / "static" / "js").glob("*.js")), ids=lambda path: path.name)
def test_scripts_are_short_and_hold_no_markup(path):
    assert lines(path) <= 80
    assert not re.search(r"innerHTML|insertAdjacentHTML|document\.write|\beval\(", path.read_text())


def test_everything_is_caught_in_one_place_only():
    broad = [
        f"{module_of(path)}:{node.lineno}"
        for path in OURS
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or ast.unparse(node.type) in {"Exception", "BaseException"})
    ]
    assert [place.rsplit(":", 1)[0] for place in broad] == ["playground.live.run"]


@pytest.mark.parametrize("path", OURS, ids=module_of)
def test_html_is_written_in_templates(path):
    if part_of(module_of(path)) != "playground.markdown":
        assert not re.search(r"mark_safe|format_html|['\"]<(div|span|p|a|li|form|button)[ >]", path.read_text())


@pytest.mark.parametrize("path", sorted((ROOT / "templates").rglob("*.html")), ids=lambda path: path.name)
def test_templates_hold_no_scripts_and_no_styles(path):
    text = path.read_text()
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=|hx-on|javascript:", text)
