"""Contrastive training of the contextual encoder."""

import logging
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor

from indexer.training.contextual.curriculum import Curriculum, Lesson
from indexer.training.contextual.encoder import Encoder
from indexer.training.contextual.recipe import Course
from indexer.training.contextual.variation import vary
from indexer.training.ragged import tokenize
from indexer.training.static import symmetric_info_nce

logger = logging.getLogger(__name__)

_STEPS_A_LINE = 20


class Trainer:
    """Trains an encoder in place, lesson by lesson; a run cut short goes on from its last checkpoint.

    Args:
        encoder: starts as the transplant.
        tokenizer: of the encoder, without length limit.
        curriculum: the lessons.
        teacher_vectors: for each English text of a parallel pair its unit vector of the teacher.
        checkpoint: file that the state is kept in.
        course: settings.

    Raises:
        OSError: the checkpoint cannot be written.

    """

    def __init__(
        self,
        encoder: Encoder,
        tokenizer: Tokenizer,
        curriculum: Curriculum,
        teacher_vectors: dict[str, Tensor],
        checkpoint: Path,
        course: Course,
    ) -> None:
        self._encoder, self._tokenizer, self._curriculum = encoder.eval(), tokenizer, curriculum
        self._teacher_vectors, self._checkpoint, self._course = teacher_vectors, checkpoint, course
        table = encoder.body.embeddings.word_embeddings.weight
        rest = [parameter for parameter in encoder.parameters() if parameter is not table]
        self._optimizer = torch.optim.AdamW(
            [
                {"params": [table], "lr": course.rate_embeddings, "weight_decay": 0.0},
                {"params": rest, "lr": course.rate_body, "weight_decay": course.decay},
            ],
            fused=True,
        )
        self._schedule = torch.optim.lr_scheduler.LambdaLR(self._optimizer, self._share_of_rate)

    def run(self) -> None:
        """Go through the lessons that are left."""
        step = self._resume()
        began, first, losses = time.monotonic(), step, dict[str, list[float]]()
        for lesson in self._curriculum.lessons(step):
            losses.setdefault(lesson.pairs[0].kind, []).append(self._learn(lesson, step))
            step += 1
            if step % _STEPS_A_LINE == 0 or step == len(self._curriculum):
                means = ", ".join(f"{kind} {np.mean(values):.3f}" for kind, values in sorted(losses.items()))
                seconds = (time.monotonic() - began) / (step - first)
                logger.info("step %d of %d, %.2f s each: %s", step, len(self._curriculum), seconds, means)
                losses.clear()
            if step % self._course.checkpoint_every == 0 or step == len(self._curriculum):
                self._keep(step)

    def _learn(self, lesson: Lesson, step: int) -> float:
        with torch.autocast("cpu", dtype=torch.bfloat16):
            loss = self._loss_of_parallel(lesson, step) if lesson.parallel else self._loss_of_pairs(lesson, step)
        self._optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self._encoder.parameters(), 1.0)
        self._optimizer.step()
        self._schedule.step()
        return loss.item()

    def _loss_of_pairs(self, lesson: Lesson, step: int) -> Tensor:
        random = np.random.default_rng((self._course.seed, step))
        varied = [vary(pair, random) for pair in lesson.pairs]
        left = self._embed([left for left, _ in varied], self._course.left_cap)
        right = self._embed([right for _, right in varied], self._course.right_cap)
        return symmetric_info_nce(left, right, lesson.excused, self._course.scale)

    def _loss_of_parallel(self, lesson: Lesson, step: int) -> Tensor:
        """Draw the Swedish, or now and then the English, to the teacher's vector (Reimers and Gurevych 2020)."""
        target = torch.stack([self._teacher_vectors[pair.right] for pair in lesson.pairs])
        is_english = step % self._course.english_every == 0
        vectors = self._embed(
            [pair.right if is_english else pair.left for pair in lesson.pairs], self._course.right_cap
        )
        away = 1 - (vectors * target).sum(1).mean()
        return symmetric_info_nce(vectors, target, lesson.excused, self._course.scale) + self._course.pull * away

    def _embed(self, texts: Sequence[str], cap: int) -> Tensor:
        vectors: Tensor = self._encoder(tokenize(self._tokenizer, texts, cap))
        return vectors

    def _share_of_rate(self, step: int) -> float:
        return min(1.0, (step + 1) / self._course.warm_up) * max(0.0, 1 - step / len(self._curriculum))

    def _resume(self) -> int:
        if not self._checkpoint.exists():
            return 0
        state = torch.load(self._checkpoint, weights_only=True)
        self._encoder.load_state_dict(state["encoder"])
        self._optimizer.load_state_dict(state["optimizer"])
        self._schedule.load_state_dict(state["schedule"])
        logger.info("going on from step %d", state["step"])
        return int(state["step"])

    def _keep(self, step: int) -> None:
        fresh = self._checkpoint.with_suffix(".new")
        torch.save(
            {
                "encoder": self._encoder.state_dict(),
                "optimizer": self._optimizer.state_dict(),
                "schedule": self._schedule.state_dict(),
                "step": step,
            },
            fresh,
        )
        fresh.replace(self._checkpoint)
