"""`python -m bench [NAME …]`: prints the table, or the named rows of it, as they are measured."""

import argparse
import asyncio
import contextlib
import os
import signal

from .bench import Bench
from .rows import ROWS
from .table import HEAD, line, machine


async def main(names: list[str]) -> None:
    """Measures one row after another. One that cannot be measured says so and does not hold up the others."""
    measuring = asyncio.current_task()
    assert measuring
    # Ended by a signal, it still ends what it started.
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, measuring.cancel)
    print(machine(), HEAD, sep="\n\n", flush=True)
    with Bench() as bench:
        for name in names:
            command = f"`python -m bench {name}`"
            try:
                figures = await ROWS[name](bench)
            except (RuntimeError, TimeoutError) as error:
                print(line([name, "", "", "**not measured**", repr(error), command]), flush=True)
                continue
            for figure in figures:
                print(line([*figure.cells(), command]), flush=True)
    print(f"\nLoad after: {os.getloadavg()[0]:.1f}. Where others worked meanwhile, times are longer than they need be.")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("rows", nargs="*", choices=[[], *ROWS], metavar="NAME", help=", ".join(ROWS))
    chosen = parser.parse_args().rows or list(ROWS)
    with contextlib.suppress(KeyboardInterrupt, asyncio.CancelledError):
        asyncio.run(main(chosen))
