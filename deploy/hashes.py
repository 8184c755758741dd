"""Writes requirements.hashes.txt: what requirements.txt pins, each with the SHA-256 of the file that pip chose for it.

`make hashes` calls it with pip's report of an installation that was only planned. The hashes are of the files for this
kind of machine (Linux on x86-64, Python 3.11). torch is left out: which build of it is right is another on a machine
with a graphics card, and each index has its own.
"""

import json
import sys
from pathlib import Path

HEAD = """# requirements.txt with the SHA-256 of each file, for Linux on x86-64, Python 3.11; `make hashes` writes it.
# torch comes from an index of its own, by its version:
#     pip install --no-deps torch==TORCH
#     pip install --require-hashes --no-deps -r requirements.hashes.txt
"""


def main(report: Path, requirements: Path, target: Path) -> None:
    """Write `target` from pip's `report`; ends with a message where a pin has no hash."""
    pins = [line for line in requirements.read_text("utf-8").splitlines() if "==" in line]
    torch = next(line.partition("==")[2] for line in pins if line.startswith("torch=="))
    chosen = json.loads(report.read_text("utf-8"))["install"]
    lines = sorted(
        f"{one['metadata']['name']}=={one['metadata']['version']}"
        f" --hash=sha256:{one['download_info']['archive_info']['hashes']['sha256']}\n"
        for one in chosen
        if one["metadata"]["name"] != "torch"
    )
    if len(lines) != len(pins) - 1:
        sys.exit(f"{requirements} has {len(pins)} pins, and the report {len(lines)} files beside torch.")
    target.write_text(HEAD.replace("TORCH", torch) + "".join(lines), "utf-8")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
