"""Serves one GGUF file over llama.cpp's own OpenAI-compatible server, on a free loopback port.

A process of its own, because an engine that crashes must not take the pages with it:

    LOCAL_MODEL_KEY=… python -m playground.localmodel.child FILE.gguf

When the model answers it prints one line, `{"url": "http://127.0.0.1:41234/v1", "name": "smollm2-135m-instruct"}`.
It ends on SIGTERM, and when its standard input ends, which is when its parent ends, however that happens.
Exit codes: 0 told to end, 2 no engine for this machine, 3 the engine did not start (often an unreadable file).
"""

import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

SLOTS = 2  # generations at a time; more wait in its queue
CONTEXT_TOKENS = 8192  # for each slot
MAX_TOKENS = 1024  # where a request gives no limit
PROMPT_CACHE_MIB = 256  # llama.cpp's own default is 8192
ERRORS_ONLY = 1


def name_of(model: Path) -> str:
    """The id under which the model is served."""
    return "smollm2-135m-instruct" if "SmolLM2-135M" in model.name else model.stem.lower()


def parameters(engine: Any, model: Path, key: str) -> Any:
    """How llama.cpp is to run: modest, private, on loopback."""
    params = engine.CommonParams()
    params.model.path = str(model)
    params.model_alias = {name_of(model)}
    params.hostnames, params.port = ["127.0.0.1"], 0
    params.api_keys = [key]
    params.n_parallel, params.n_ctx = SLOTS, CONTEXT_TOKENS * SLOTS
    params.n_predict = MAX_TOKENS
    params.cache_ram_mib = PROMPT_CACHE_MIB
    # It uses the batch threads for two streams at once: both need the cap, or they starve the server.
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = max(1, (os.cpu_count() or 2) - 1)
    params.ui, params.offline, params.verbosity = False, True, ERRORS_ONLY
    # By default any web page could use the model.
    params.cors_origins, params.cors_origins_explicit = "http://127.0.0.1", True
    return params


def load_engine() -> Any:
    """Imports llama.cpp; raises ImportError where it cannot run."""
    # Threads that wait must sleep: spinning ones took two busy cores from 100 tokens a second to 1.
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    import xllamacpp  # noqa: PLC0415 - reads the variable when it is loaded

    return xllamacpp


def end(*_: object) -> None:
    """At once: the engine's own teardown waits for running generations."""
    os._exit(0)


def main() -> int:
    """Serves until told to end."""
    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the server ends us after its drain
    model = Path(sys.argv[1])
    try:
        engine = load_engine()
        server = engine.Server(parameters(engine, model, os.environ.pop("LOCAL_MODEL_KEY")))
    except (ImportError, RuntimeError) as error:
        sys.stderr.write(f"{error}\n")
        return 2 if isinstance(error, ImportError) else 3
    sys.stdout.write(json.dumps({"url": f"{server.listening_address}/v1", "name": name_of(model)}) + "\n")
    sys.stdout.flush()
    sys.stdin.read()
    end()
    return 0


if __name__ == "__main__":
    sys.exit(main())
