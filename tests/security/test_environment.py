"""Nothing in the environment can redirect a key, trace a prompt or put a proxy in between."""

import os
import subprocess
import sys
from pathlib import Path

from playground.security.environment import scrub

ROOT = Path(__file__).resolve().parents[2]


def test_keys_addresses_tracing_and_proxies_go() -> None:
    environment = dict.fromkeys(
        ["OPENAI_API_KEY", "OPENAI_BASE_URL", "ANTHROPIC_API_KEY", "LANGCHAIN_API_KEY", "https_proxy", "ALL_PROXY"], "x"
    )
    scrub(environment)
    assert environment == {"LANGSMITH_TRACING": "false"}


def test_what_parley_reads_stays() -> None:
    environment = {"PORT": "9", "DATABASE_URL": "x", "PATH": "/bin"}
    scrub(environment)
    assert environment.items() >= {"PORT": "9", "DATABASE_URL": "x", "PATH": "/bin"}.items()


def test_the_settings_do_it_first(tmp_path: Path) -> None:
    code = "import playground.settings, os; print(os.environ.get('OPENAI_API_KEY'), os.environ['LANGSMITH_TRACING'])"
    environment = os.environ | {"OPENAI_API_KEY": "sk-x", "LANGSMITH_TRACING": "true", "PLAYGROUND_DATA": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.stdout.split() == ["None", "false"]
