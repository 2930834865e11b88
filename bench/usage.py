"""`python -m bench.usage`: the pages of usage and health at a million generations, on SQLite and PostgreSQL.

One endpoint accepts connections and never answers; no page waits for it. PostgreSQL is asked where it answers at
POSTGRES_URL, whose user must be allowed to create databases.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from .table import line, machine, rounded

AIM = 200  # ms of server time
URL = os.environ.get("POSTGRES_URL", "postgres://parley:parley@127.0.0.1:5432/parley")
ROOT = Path(__file__).resolve().parent.parent
HEAD = [line(["what", "database", "server time", "of it queries", "queries", ""]), line(["---"] * 6)]


@contextmanager
def database() -> Iterator[str]:
    """A new one in PostgreSQL, dropped in the end."""
    name = f"parley_bench_{os.getpid()}"
    with psycopg.connect(URL, autocommit=True, connect_timeout=3) as admin:
        admin.execute(f"CREATE DATABASE {name}")
        try:
            yield f"{URL.rpartition('/')[0]}/{name}"
        finally:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


def measure(count: int, **env: str) -> list[dict[str, Any]]:
    """The figures on one database."""
    with tempfile.TemporaryDirectory(prefix="parley-bench-") as folder:
        environment = {
            **os.environ,
            "PLAYGROUND_DATA": folder,
            "STATIC_ROOT": f"{folder}/static",
            "LOG_LEVEL": "ERROR",
            **env,
        }
        command = [sys.executable, "-m", "bench.million", str(count)]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return json.loads(done.stdout.splitlines()[-1])


def show(engine: str, figures: list[dict[str, Any]]) -> None:
    """The table's lines for one database."""
    size, *rest = figures
    print(f"\n{engine}: {size['rows']:,} rows of the ledger, {size['calls']:,} rows of calls\n", *HEAD, sep="\n")
    for figure in rest:
        database = "" if figure["database"] is None else f"{rounded(figure['database'])} ms"
        verdict = "reached" if figure["ms"] <= AIM else "**missed**"
        asked = "" if figure["queries"] is None else str(figure["queries"])
        print(line([figure["what"], engine, f"{rounded(figure['ms'])} ms", database, asked, verdict]), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.usage", description=__doc__)
    parser.add_argument("--generations", type=int, default=1_000_000)
    count = parser.parse_args().generations
    print(
        machine(),
        f"{count:,} generations in a year; a twenty-fifth of them in the last week; best of nine; aim ≤ {AIM} ms.",
        sep="\n\n",
    )
    show("SQLite", measure(count, DATABASE_URL=""))
    try:
        with database() as url:
            show("PostgreSQL", measure(count, DATABASE_URL=url))
    except psycopg.OperationalError as error:
        print(f"\nNot measured on PostgreSQL: {error}")


if __name__ == "__main__":
    main()
