"""Training of the multilingual encoder, a stage after another; a run cut short goes on from its last checkpoint."""

import logging
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from indexer.embedding.late import batches
from indexer.training.multilingual.encoder import Encoder, Stretches
from indexer.training.multilingual.lessons import Lesson, Lessons
from indexer.training.multilingual.losses import doubting, finding, pointing
from indexer.training.multilingual.recipe import MultilingualRecipe, Stage

logger = logging.getLogger(__name__)

_STEPS_A_LINE = 10
# Where the score that an answer must exceed begins, as a cosine.
_NONE_AT_FIRST, _NONE_RATE = 0.6, 1e-2

Loss = Callable[[Tensor, Tensor], Tensor]


class Trainer:
    """Trains an encoder in place through one stage.

    Args:
        encoder: as the stage before left it.
        lessons: of the stage.
        checkpoint: file that the state is kept in; there where a run was cut short.
        stage: settings of the stage.
        recipe: settings of the run.
        teacher: whose vectors the encoder is drawn to, where the stage says so.

    Raises:
        OSError: the checkpoint cannot be written.

    """

    def __init__(
        self,
        encoder: Encoder,
        lessons: Lessons,
        checkpoint: Path,
        stage: Stage,
        recipe: MultilingualRecipe,
        teacher: Encoder | None = None,
    ) -> None:
        self._encoder, self._lessons, self._checkpoint = encoder, lessons, checkpoint
        self._teacher = teacher
        self._stage, self._recipe = stage, recipe
        self._none = torch.nn.Parameter(torch.tensor(_NONE_AT_FIRST))
        encoder.freeze(stage.frozen)
        table = encoder.body.embeddings.word_embeddings.weight
        rest = [one for one in encoder.parameters() if one is not table and one.requires_grad]
        self._optimizer = torch.optim.AdamW(
            [
                # pieces that no batch holds keep their place: they are other languages'
                {"params": [table] if table.requires_grad else [], "lr": stage.rate, "weight_decay": 0.0},
                {"params": [self._none], "lr": _NONE_RATE, "weight_decay": 0.0},
                {"params": rest, "lr": stage.rate, "weight_decay": recipe.decay},
            ],
            fused=True,
        )
        self._schedule = torch.optim.lr_scheduler.LambdaLR(self._optimizer, self._share_of_rate)

    def run(self) -> None:
        """Go through the lessons that are left."""
        step = self._resume()
        began, first, losses, tokens = time.monotonic(), step, list[float](), 0
        while step < len(self._lessons):
            lesson = self._lessons[step]
            losses.append(self._learn(lesson))
            tokens += lesson.tokens
            step += 1
            if step % _STEPS_A_LINE == 0 or step == len(self._lessons):
                took = time.monotonic() - began
                logger.info(
                    "%s: step %d of %d, %.2f s each, %d tokens/s, loss %.3f", self._stage.name, step,
                    len(self._lessons), took / (step - first), tokens / took, np.mean(losses[-_STEPS_A_LINE:]),
                )  # fmt: skip
            if step % self._recipe.checkpoint_every == 0 or step == len(self._lessons):
                self._keep(step)

    def _learn(self, lesson: Lesson) -> float:
        taught = None
        if self._teacher is not None:
            with torch.inference_mode():
                taught = (
                    self._teacher.questions(lesson.questions),
                    self._teacher.stretches(lesson.rows, lesson.stretches),
                )

        def loss(questions: Tensor, vectors: Tensor) -> Tensor:
            stage, targets, scale = self._stage, lesson.targets, self._recipe.scale
            whole = finding(questions, vectors, targets, scale)
            if stage.pointing:
                whole = whole + stage.pointing * pointing(questions, vectors, targets, scale)
            if stage.doubting:
                whole = whole + stage.doubting * doubting(questions, vectors, targets, self._none, scale)
            if taught is not None:
                away = [(own - of).square().sum(1).mean() for own, of in zip((questions, vectors), taught, strict=True)]
                whole = whole + stage.pulling * sum(away)
            return whole

        self._optimizer.zero_grad()
        value = backward(self._encoder, lesson, loss, self._recipe.part_tokens)
        torch.nn.utils.clip_grad_norm_(self._encoder.parameters(), 1.0)
        self._optimizer.step()
        self._schedule.step()
        return value

    def _share_of_rate(self, step: int) -> float:
        rising = min(1.0, (step + 1) / self._stage.warm_up)
        return rising * max(self._stage.floor, 1 - step / max(1, len(self._lessons)))

    def _resume(self) -> int:
        if not self._checkpoint.exists():
            return 0
        state = torch.load(self._checkpoint, weights_only=True)
        self._encoder.load_state_dict(state["encoder"])
        self._optimizer.load_state_dict(state["optimizer"])
        self._schedule.load_state_dict(state["schedule"])
        with torch.no_grad():
            self._none.copy_(state["none"])
        logger.info("%s: going on from step %d", self._stage.name, state["step"])
        return int(state["step"])

    def _keep(self, step: int) -> None:
        fresh = self._checkpoint.with_suffix(".new")
        torch.save(
            {
                "encoder": self._encoder.state_dict(),
                "optimizer": self._optimizer.state_dict(),
                "schedule": self._schedule.state_dict(),
                "none": self._none.detach(),
                "step": step,
            },
            fresh,
        )
        fresh.replace(self._checkpoint)


def backward(encoder: Encoder, lesson: Lesson, loss: Loss, part_tokens: int) -> float:
    """Put the gradients of ``loss`` into the encoder; returns its value.

    A lesson of more than ``part_tokens`` is embedded in parts twice, once for the loss and once for the gradients, so
    that the memory of one part is enough for any batch (gradient caching, Gao et al. 2021).
    """
    if lesson.tokens <= part_tokens:
        value = loss(encoder.questions(lesson.questions), encoder.stretches(lesson.rows, lesson.stretches))
        value.backward()  # type: ignore[no-untyped-call]
        return value.item()
    asked = list(batches([len(row) for row in lesson.questions], part_tokens))
    read = list(batches([len(row.ids) for row in lesson.rows], part_tokens))
    with torch.no_grad():
        questions = _scattered(asked, [_questions(encoder, lesson, part) for part in asked])
        wheres = [np.nonzero(np.isin(lesson.stretches.row, part))[0].tolist() for part in read]
        vectors = _scattered(wheres, [_vectors(encoder, lesson, part) for part in read])
    questions.requires_grad_()
    vectors.requires_grad_()
    value = loss(questions, vectors)
    value.backward()  # type: ignore[no-untyped-call]
    assert questions.grad is not None
    assert vectors.grad is not None
    for part in asked:
        _questions(encoder, lesson, part).backward(questions.grad[part])  # type: ignore[no-untyped-call]
    for part, where in zip(read, wheres, strict=True):
        _vectors(encoder, lesson, part).backward(vectors.grad[where])  # type: ignore[no-untyped-call]
    return value.item()


def _questions(encoder: Encoder, lesson: Lesson, part: list[int]) -> Tensor:
    return encoder.questions([lesson.questions[number] for number in part])


def _vectors(encoder: Encoder, lesson: Lesson, part: list[int]) -> Tensor:
    """Vectors of the stretches of the rows of `part`, in the lesson's order of stretches."""
    which = np.isin(lesson.stretches.row, part)
    place = np.full(len(lesson.rows), -1)
    place[part] = np.arange(len(part))
    stretches = Stretches(
        place[lesson.stretches.row[which]], lesson.stretches.first[which], lesson.stretches.last[which]
    )
    return encoder.stretches([lesson.rows[number] for number in part], stretches)


def _scattered(places: list[list[int]], found: list[Tensor]) -> Tensor:
    whole = torch.empty(sum(map(len, places)), found[0].shape[1])
    for where, vectors in zip(places, found, strict=True):
        whole[where] = vectors
    return whole
