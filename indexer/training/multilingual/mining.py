"""Hard negatives: the passages that a model takes for answers, less those that may well be."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from indexer.embedding.late import Floats, rows
from indexer.training.multilingual.encoder import MARKS, Encoder, Stretches, question_row
from indexer.training.multilingual.lessons import DOCUMENT_PROMPT, QUERY_PROMPT, Numbers
from indexer.training.multilingual.material import Passage
from indexer.training.multilingual.recipe import MultilingualRecipe

NEAREST = 12
_PASSAGES_AT_ONCE = 64


@dataclass(frozen=True, slots=True)
class Mined:
    """What a model before a stage made of its passages.

    Attributes:
        passages: the passages, their questions with what other passages may answer them too.
        nearest: for each the passages that its questions are nearest to, itself left out, shape (passages, k);
            -1 where none of its questions has an answer.

    """

    passages: list[Passage]
    nearest: Numbers

    def write(self, path: Path) -> None:
        """Keep it, whole or not at all."""
        doubtful = [[sorted(asked.doubtful) for asked in passage.questions] for passage in self.passages]
        fresh = path.with_suffix(".new")
        fresh.write_text(json.dumps({"nearest": self.nearest.tolist(), "doubtful": doubtful}), "utf-8")
        fresh.replace(path)

    @classmethod
    def read(cls, path: Path, passages: Sequence[Passage]) -> "Mined":
        """What `write` kept of the same passages."""
        kept = json.loads(path.read_text("utf-8"))
        told = [
            replace(
                passage,
                questions=tuple(
                    replace(asked, doubtful=frozenset(numbers))
                    for asked, numbers in zip(passage.questions, each, strict=True)
                ),
            )
            for passage, each in zip(passages, kept["doubtful"], strict=True)
        ]
        return cls(told, np.array(kept["nearest"], np.int64))


@torch.inference_mode()
def mine(passages: Sequence[Passage], tokenizer: Tokenizer, encoder: Encoder, recipe: MultilingualRecipe) -> Mined:
    """Find for each passage those nearest to its questions.

    A passage that the model has nearer to a question than the right one is as likely unlabelled as wrong, so it is not
    held against that question (Solatorio 2024, GISTEmbed).
    """
    nearest = np.full((len(passages), min(NEAREST, len(passages) - 1)), -1, np.int64)
    vectors, owner = _sentences(passages, tokenizer, encoder, recipe)
    found = list(passages)
    for number, asked in _questions(passages, tokenizer, encoder, recipe):
        near = np.full((len(asked), len(passages)), -1.0, np.float32)
        np.maximum.at(near.T, owner, (asked @ vectors.T).T)
        nearer = near > near[:, [number]]
        doubtful = (frozenset(np.nonzero(row)[0].tolist()) for row in nearer)
        found[number] = replace(
            found[number],
            questions=tuple(
                replace(one, doubtful=next(doubtful)) if one.answers else one for one in passages[number].questions
            ),
        )
        mean = near.mean(0)
        mean[number] = -1.0
        nearest[number] = np.argsort(-mean, kind="stable")[: nearest.shape[1]]
    return Mined(found, nearest)


def _questions(
    passages: Sequence[Passage], tokenizer: Tokenizer, encoder: Encoder, recipe: MultilingualRecipe
) -> Iterator[tuple[int, Floats]]:
    """The number of each passage that answers any, with the vectors of those questions."""
    for start in range(0, len(passages), _PASSAGES_AT_ONCE):
        some = range(start, min(len(passages), start + _PASSAGES_AT_ONCE))
        texts = [[asked.text for asked in passages[number].questions if asked.answers] for number in some]
        laid = [
            question_row(tokenizer, QUERY_PROMPT + text, recipe.longest_question) for each in texts for text in each
        ]
        if laid:
            found = np.split(encoder.questions(laid).numpy(), np.cumsum([len(each) for each in texts])[:-1])
            yield from ((number, asked) for number, asked in zip(some, found, strict=True) if len(asked))


def _sentences(
    passages: Sequence[Passage], tokenizer: Tokenizer, encoder: Encoder, recipe: MultilingualRecipe
) -> tuple[np.ndarray[tuple[int, int], np.dtype[np.float32]], np.ndarray[tuple[int], np.dtype[np.int64]]]:
    """Vectors of all sentences, and the passage of each."""
    found, owner = [], []
    for start in range(0, len(passages), _PASSAGES_AT_ONCE):
        some = passages[start : start + _PASSAGES_AT_ONCE]
        laid = [
            rows(tokenizer, MARKS, DOCUMENT_PROMPT + one.context, one.sentences, recipe.longest_passage)[0]
            for one in some
        ]
        counts = [int(row.of.max(initial=-1)) + 1 for row in laid]
        of = np.repeat(np.arange(len(some)), counts)
        first = np.concatenate([np.arange(count) for count in counts])
        found.append(encoder.stretches(laid, Stretches(of, first, first + 1)).numpy())
        owner.append(of + start)
    return np.concatenate(found), np.concatenate(owner)
