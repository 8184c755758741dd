"""The bundled model in eight-bit integers by ONNX Runtime, and in torch's numbers, side by side in one run.

`python -m eval.benchmarks.forms PAPERS…` prints what `eval.benchmarks.embedding` does of each form, how many times as
fast the integers are, and how near their vectors of the papers' sentences are to those of the other form.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from eval.benchmarks.embedding import measure, passages, told
from indexer.embedding import DEFAULT, Embedder, EmbeddingOptions
from indexer.embedding.source import RANGES_FILE, locate


@contextmanager
def by_torch(model: str) -> Iterator[str]:
    """The folder of the same model without the ranges of its activations, which torch runs for that reason."""
    with tempfile.TemporaryDirectory() as made:
        for path in locate(EmbeddingOptions(model)).folder.iterdir():
            if path.name != RANGES_FILE:
                Path(made, path.name).symlink_to(path.resolve())
        yield made


def compare(model: str, texts: Sequence[str]) -> list[str]:
    """A line a form and one that compares them."""
    lines = []
    with by_torch(model) as folder:
        forms = {"heltal (ONNX Runtime)": model, "torch": folder}
        found = {name: measure(form, texts) for name, form in forms.items()}
        vectors = [np.concatenate(Embedder(EmbeddingOptions(form)).passages(told(texts))) for form in forms.values()]
    for name, row in found.items():
        speed = f"{row['passages']:.1f} passager/s, {row['question']:.1f} ms en fråga"
        lines.append(f"{name}: laddad på {row['load']:.1f} s, {speed}")
    integers, numbers = found.values()
    cosines = (vectors[0] * vectors[1]).sum(1)
    lines.append(
        f"heltal mot torch: {integers['passages'] / numbers['passages']:.2f} gånger så många passager,"
        f" cosinus i medeltal {cosines.mean():.4f}, lägst {cosines.min():.4f} av {len(cosines)} meningar"
    )
    return lines


def main(arguments: Sequence[str]) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m eval.benchmarks.forms", description="Jämför modellens former.")
    parser.add_argument("papers", nargs="+", type=Path, help="mappar med handlingar som text")
    parser.add_argument("--model", default=DEFAULT, help="modell (%(default)s)")
    given = parser.parse_args(arguments)
    import sentence_transformers  # noqa: F401  # its import is not the model's loading

    sys.stdout.write("\n".join(compare(given.model, passages(given.papers))) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
