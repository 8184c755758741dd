"""Batches of passages with their questions: laid out for the network, with what is right and what is excused."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from tokenizers import Tokenizer

from indexer.embedding.late import Row, rows
from indexer.training.multilingual.encoder import MARKS, Stretches, question_row
from indexer.training.multilingual.losses import Targets
from indexer.training.multilingual.material import Asked, Passage
from indexer.training.multilingual.recipe import MultilingualRecipe, Stage
from indexer.training.multilingual.variation import varied

DOCUMENT_PROMPT, QUERY_PROMPT = "passage: ", "query: "
MOST_WORDS = 180
# Tokens of a stretch that a passage is found by beside its single sentences.
STRETCH = 60

Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Lesson:
    """A batch: rows of questions and of passages, the stretches to give vectors, and what is right."""

    questions: list[list[int]]
    rows: list[Row]
    stretches: Stretches
    targets: Targets

    @property
    def tokens(self) -> int:
        """Tokens of all rows."""
        return sum(map(len, self.questions)) + sum(len(row.ids) for row in self.rows)


def stretches_of(counts: Sequence[int], size: int = STRETCH) -> list[tuple[int, int]]:
    """Part sentences with so many tokens each into stretches of about ``size`` tokens, as even as can be."""
    whole = max(1, round(sum(counts) / size))
    goal, found, first, seen = sum(counts) / whole, list[tuple[int, int]](), 0, 0
    for number, count in enumerate(counts):
        seen += count
        if seen >= goal * (len(found) + 1) - 1e-6 or number == len(counts) - 1:
            found.append((first, number + 1))
            first = number + 1
    return found


class Lessons:
    """The lessons of a stage; the same seed gives the same lessons.

    Args:
        passages: to learn from.
        tokenizer: of the model.
        recipe: settings of the run.
        stage: settings of the stage.
        nearest: for each passage the passages that make hard negatives for it, shape (passages, k); by default none.

    """

    def __init__(
        self,
        passages: Sequence[Passage],
        tokenizer: Tokenizer,
        recipe: MultilingualRecipe,
        stage: Stage,
        nearest: Numbers | None = None,
    ) -> None:
        self._passages, self._tokenizer, self._nearest = passages, tokenizer, nearest
        self._recipe, self._stage = recipe, stage
        self._sizes = [self._size(passage) for passage in passages]
        self._batches = self._planned()

    def __len__(self) -> int:
        return len(self._batches)

    def __getitem__(self, step: int) -> Lesson:
        """The lesson of a step, from 0."""
        random = np.random.default_rng((self._recipe.seed, step, 1))
        chosen = self._batches[step]
        return self._laid_out([varied(self._passages[number], random, MOST_WORDS) for number in chosen], chosen)

    def _size(self, passage: Passage) -> int:
        """Tokens, about: three for two words."""
        words = len(passage.context.split()) + sum(len(sentence.split()) for sentence in passage.sentences)
        return 3 * (words + sum(len(asked.text.split()) + 2 for asked in passage.questions)) // 2 + 8

    def _planned(self) -> list[list[int]]:
        """Which passages each batch holds: those of one kind, every passage once an epoch."""
        random = np.random.default_rng((self._recipe.seed, 0))
        whole = int(np.ceil(self._stage.epochs))
        batches: list[list[int]] = []
        for _ in range(whole):
            batches += self._epoch(random)
        return batches[: round(len(batches) * self._stage.epochs / whole)]

    def _epoch(self, random: np.random.Generator) -> list[list[int]]:
        kinds: dict[str, list[int]] = defaultdict(list)
        for number, passage in enumerate(self._passages):
            kinds["" if passage.sentences_known else passage.questions[0].kind].append(number)
        batches = [batch for members in kinds.values() for batch in self._filled(members, random)]
        return [batches[number] for number in random.permutation(len(batches))]

    def _filled(self, members: list[int], random: np.random.Generator) -> list[list[int]]:
        left = dict.fromkeys(members[number] for number in random.permutation(len(members)))
        batches: list[list[int]] = []
        batch: list[int] = []
        size = 0
        while left:
            for number in self._group(next(iter(left)), left):
                del left[number]
                batch.append(number)
                size += self._sizes[number]
            if size >= self._stage.batch_tokens:
                batches.append(batch)
                batch, size = [], 0
        if batch and (size >= self._stage.batch_tokens // 2 or not batches):
            batches.append(batch)
        elif batch:
            batches[-1] = [*batches[-1], *batch]
        return batches

    def _group(self, first: int, left: dict[int, None]) -> list[int]:
        """A passage and those of its nearest that are left."""
        if self._nearest is None:
            return [first]
        near = [int(number) for number in self._nearest[first] if int(number) in left and number != first]
        return [first, *near[: self._stage.neighbours - 1]]

    def _laid_out(self, passages: Sequence[Passage], chosen: Sequence[int]) -> Lesson:
        longest = self._recipe.longest_passage
        laid: list[Row] = []
        owners: list[tuple[int, int, int, bool]] = []
        for place, passage in enumerate(passages):
            row = rows(self._tokenizer, MARKS, DOCUMENT_PROMPT + passage.context, passage.sentences, longest)[0]
            laid.append(row)
            counts = np.bincount(row.of[row.of >= 0])
            owners += [(place, number, number + 1, True) for number in range(len(counts))]
            if len(counts) > 1:
                owners += [(place, first, last, False) for first, last in stretches_of(counts.tolist())]
        asked = [(place, one) for place, passage in enumerate(passages) for one in passage.questions]
        row_of, first, last = (np.array([owner[part] for owner in owners], np.int64) for part in range(3))
        is_sentence = np.array([owner[3] for owner in owners], np.bool_)
        of = np.array([place for place, _ in asked], np.int64)
        right = np.zeros((len(asked), len(owners)), dtype=bool)
        for number, (place, one) in enumerate(asked):
            right[number] = (row_of == place) & is_sentence & np.isin(first, one.answers)
        known = np.array([passages[place].sentences_known for place, _ in asked])
        answerable = np.asarray(right.any(axis=1))
        wanted = np.array([bool(one.answers) for _, one in asked])
        # a question whose answering sentence the row had no room for teaches nothing
        keep = np.nonzero(answerable | ~wanted)[0]
        targets = Targets(
            of=torch.from_numpy(of[keep]),
            owner=torch.from_numpy(row_of),
            is_sentence=torch.from_numpy(is_sentence),
            right=torch.from_numpy(right[keep]),
            answerable=torch.from_numpy(answerable[keep]),
            told=torch.from_numpy(known[keep]),
            excused=torch.from_numpy(self._excused(chosen, asked)[keep]),
        )
        texts = [asked[number][1].text for number in keep]
        questions = [
            question_row(self._tokenizer, QUERY_PROMPT + text, self._recipe.longest_question) for text in texts
        ]
        return Lesson(questions, laid, Stretches(row_of, first, last), targets)

    def _excused(self, chosen: Sequence[int], asked: Sequence[tuple[int, Asked]]) -> npt.NDArray[np.bool_]:
        """Which passages of a batch are no negatives of which question: the same text, or one that may answer too.

        What is the same is told from the passages as they are, not as they were varied.
        """
        originals = [self._passages[number] for number in chosen]
        texts = [" ".join(passage.sentences) for passage in originals]
        words = [{one.text for one in passage.questions} for passage in originals]
        same = np.array(
            [
                [
                    here != there
                    and (texts[here] == texts[there] or not words[here].isdisjoint({*words[there], texts[there]}))
                    for there in range(len(chosen))
                ]
                for here in range(len(chosen))
            ]
        )
        excused = same[[place for place, _ in asked]]
        for number, (place, one) in enumerate(asked):
            for there, other in enumerate(chosen):
                if there != place and other in one.doubtful:
                    excused[number, there] = True
        return excused
