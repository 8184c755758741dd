"""The settings that, with the data and the model started from, decide the weights of the multilingual model."""

from dataclasses import dataclass, field

from indexer.training.multilingual.packed import SHA256
from indexer.training.multilingual.vocabulary import Kept

# Short ones cost little, and teach words that mean the same and the same in another language.
_PAIRS = {
    "gov-title": 1_500, "gov-summary": 600, "law-title": 400, "nli-entailment": 1_500, "synonym": 5_000,
    "dictionary-sv-en": 4_000, "definition": 3_000, "tatoeba-sv-en": 2_000, "sv-en": 200,
}  # fmt: skip
_PAGES = {"swequad-train": 961}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """Settings of one stage of training.

    Attributes:
        name: what the stage is called.
        pairs: how many pairs of each kind it learns from.
        questions: whether it learns from the passages with questions too.
        epochs: passes over its passages.
        rate: highest learning rate of AdamW.
        warm_up: steps that the rate rises for, while it falls linearly to `floor` of the highest.
        floor: lowest share of the highest rate.
        batch_tokens: tokens of a batch, about; more are better negatives for one another.
        neighbours: passages of a batch that are taken together as the nearest of one of them, as hard negatives.
        pointing: weight of finding the right sentence among all of the batch.
        doubting: weight of telling answers from near misses.
        frozen: lowest layers that stay as they are, with the table of pieces; by default all are taught.
        layers: layers that are kept of the model before, which then teaches; by default all, and nobody teaches.
        pulling: weight of the squared distance to the teacher's vectors (Reimers and Gurevych 2020).

    """

    name: str
    pairs: dict[str, int] = field(default_factory=dict)
    questions: bool = False
    epochs: float = 1.0
    rate: float = 4e-5
    warm_up: int = 40
    floor: float = 0.05
    batch_tokens: int = 7_500
    neighbours: int = 4
    pointing: float = 1.0
    doubting: float = 0.2
    frozen: int = 0
    layers: tuple[int, ...] | None = None
    pulling: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class MultilingualRecipe:
    """The settings of one run.

    Attributes:
        seed: starts every draw.
        e5_sha256: of the file started from.
        kept: which pieces of the vocabulary stay.
        stages: in their order.
        scale: what cosines are multiplied by before a softmax (the inverse of a temperature).
        decay: weight decay of AdamW.
        longest_question: tokens read of a question in training.
        longest_passage: tokens read of a passage in training.
        part_tokens: padded tokens whose gradients are in memory at once; larger batches are made by gradient caching.
        checkpoint_every: steps between checkpoints.
        longest: most tokens that the finished model reads at once.

    """

    seed: int = 0
    e5_sha256: str = SHA256
    kept: Kept = field(default_factory=Kept)
    stages: tuple[Stage, ...] = (
        Stage(name="pairs", pairs=_PAIRS, rate=3e-5, warm_up=15, neighbours=1, doubting=0.0),
        Stage(name="questions", pairs=_PAGES, questions=True, epochs=2.0, rate=5e-5),
        # mined anew, with more weight on sentences and near misses
        Stage(
            name="pointing", pairs=_PAGES, questions=True, epochs=1.5, rate=4e-5, pointing=1.5, doubting=0.4, frozen=6
        ),
    )
    scale: float = 25.0
    decay: float = 0.01
    longest_question: int = 48
    longest_passage: int = 320
    part_tokens: int = 12_000
    checkpoint_every: int = 50
    longest: int = 512
