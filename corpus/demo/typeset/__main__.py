"""Typeset the demo archive's manuscripts into its papers, or check that the stored papers are current."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from corpus.demo.typeset.archive import differences, write

_ARCHIVE = Path(__file__).resolve().parents[1]


def main(arguments: Sequence[str] | None = None) -> int:
    """Return 0 when all is well, 1 when a paper differs from its manuscript, 2 when a manuscript is malformed."""
    parser = argparse.ArgumentParser(prog="python -m corpus.demo.typeset", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; name the papers that are not current")
    parser.add_argument("--archive", type=Path, default=_ARCHIVE, help="folder of manuscripts/ and papers/")
    options = parser.parse_args(arguments)
    if options.check:
        different, errors = differences(options.archive)
    else:
        count, errors = write(options.archive)
        different = []
        sys.stdout.write(f"{count} papers typeset\n")
    sys.stderr.writelines(f"{error}\n" for error in errors)
    sys.stderr.writelines(f"{line}\n" for line in different)
    if different:
        sys.stderr.write("Run python -m corpus.demo.typeset, and store what it writes.\n")
    if errors:
        return 2
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
