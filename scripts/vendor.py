"""Fetches the third-party files under static/vendor, as the lock file there says.

    python scripts/vendor.py            fetch everything again; fails if anything differs from the lock
    python scripts/vendor.py --update   the same, and write the hashes of the files into the lock

To take a newer version: change "version", "folder" and "integrity" (`npm view NAME@VERSION dist.integrity`) in the
lock, run with --update, and read the diff.
"""

import argparse
import base64
import hashlib
import json
import subprocess
import tarfile
import tempfile
from pathlib import Path
from typing import Any

VENDOR = Path(__file__).resolve().parent.parent / "static" / "vendor"
LOCK = VENDOR / "vendor.lock.json"


def digest(algorithm: str, content: bytes) -> str:
    """The hash of `content` in the notation of subresource integrity."""
    return f"{algorithm}-{base64.b64encode(hashlib.new(algorithm, content).digest()).decode()}"


def fetch(package: dict[str, Any], folder: Path) -> Path:
    """Download the package's archive.

    Raises:
        SystemExit: it is not the one that the lock names.
    """
    name = f"{package['name']}@{package['version']}"
    command = ["npm", "pack", "--silent", "--pack-destination", str(folder), name]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    archive = folder / output.split()[-1]
    if digest("sha512", archive.read_bytes()) != package["integrity"]:
        raise SystemExit(f"{name}: the archive is not the one in the lock. Nothing of it was kept.")
    return archive


def unpack(package: dict[str, Any], archive: Path, *, update: bool) -> None:
    """Copy the files that the lock lists.

    Raises:
        SystemExit: a file differs from the lock.
    """
    with tarfile.open(archive) as contents:
        for name, entry in package["files"].items():
            content = read(contents, entry)
            found = digest("sha384", content)
            if not update and found != entry["sha384"]:
                raise SystemExit(f"{package['name']}: {name} differs from the lock.")
            entry["sha384"] = found
            target = VENDOR / package["folder"] / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)


def read(contents: tarfile.TarFile, entry: dict[str, str]) -> bytes:
    """A file of the archive."""
    member = contents.extractfile(f"package/{entry['from']}")
    if member is None:
        raise SystemExit(f"{entry['from']} is not a file.")
    return member.read()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--update", action="store_true", help="write the hashes of the files into the lock")
    update = parser.parse_args().update
    packages = json.loads(LOCK.read_text())
    with tempfile.TemporaryDirectory() as folder:
        for package in packages:
            unpack(package, fetch(package, Path(folder)), update=update)
    if update:
        LOCK.write_text(json.dumps(packages, indent=2) + "\n")


if __name__ == "__main__":
    main()
