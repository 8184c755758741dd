"""What is asked of the vectors: that a question finds its passage, points at its sentence, and doubts near misses."""

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

_NEVER = -1e4


@dataclass(frozen=True, slots=True)
class Targets:
    """What is right in a batch of n questions, m vectors and p passages.

    Attributes:
        of: the passage of each question, shape (n,).
        owner: the passage of each vector, shape (m,).
        is_sentence: which vectors are of single sentences, shape (m,).
        right: which sentences answer which question, shape (n, m); of unanswerable questions none.
        answerable: shape (n,).
        told: for which questions it is told which sentences answer, shape (n,).
        excused: which passages are no negatives of which question since they may answer it too, shape (n, p).

    """

    of: Tensor
    owner: Tensor
    is_sentence: Tensor
    right: Tensor
    answerable: Tensor
    told: Tensor
    excused: Tensor


def finding(questions: Tensor, vectors: Tensor, targets: Targets, scale: float) -> Tensor:
    """Symmetric InfoNCE (van den Oord et al. 2018) over passages, each as near as its nearest vector."""
    asked = targets.answerable.nonzero().squeeze(1)
    if not len(asked):
        return questions.sum() * 0
    scores = scale * questions[asked] @ vectors.T
    of = targets.of[asked]
    nearest = torch.full((len(asked), targets.excused.shape[1]), _NEVER).scatter_reduce(
        1, targets.owner.expand(len(asked), -1), scores, "amax"
    )
    forth = functional.cross_entropy(nearest.masked_fill(targets.excused[asked], _NEVER), of)
    back = nearest[:, of]  # [j, i]: how near question j is to the passage of question i
    same = (of[:, None] == of[None, :]) & ~torch.eye(len(of), dtype=torch.bool)
    unsure = targets.excused[asked][:, of]
    return (forth + functional.cross_entropy(back.masked_fill(same | unsure, _NEVER).T, torch.arange(len(of)))) / 2


def pointing(questions: Tensor, vectors: Tensor, targets: Targets, scale: float) -> Tensor:
    """Cross-entropy of the right sentences, together, among all sentences of the batch."""
    asked = (targets.answerable & targets.told).nonzero().squeeze(1)
    if not len(asked):
        return questions.sum() * 0
    right = targets.right[asked][:, targets.is_sentence]
    scores = scale * questions[asked] @ vectors[targets.is_sentence].T
    owner = targets.owner[targets.is_sentence]
    scores = scores.masked_fill(targets.excused[asked][:, owner], _NEVER)
    return (torch.logsumexp(scores, 1) - torch.logsumexp(scores.masked_fill(~right, _NEVER), 1)).mean()


def doubting(questions: Tensor, vectors: Tensor, targets: Targets, none: Tensor, scale: float) -> Tensor:
    """Cross-entropy of an answer against none: ``none`` is the score that an answer must exceed, a scalar.

    As the null answer of SQuAD 2.0's readers (Rajpurkar et al. 2018), within a question's own passage: the right
    sentences exceed it, and all sentences together stay below it where the passage does not answer.
    """
    told = targets.told.nonzero().squeeze(1)
    if not len(told):
        return questions.sum() * 0
    own = (targets.owner[None, :] == targets.of[told][:, None]) & targets.is_sentence[None, :]
    scores = scale * questions[told] @ vectors.T
    answerable = targets.answerable[told]
    counted = torch.where(answerable[:, None], targets.right[told], own)
    best = torch.logsumexp(scores.masked_fill(~counted, _NEVER), 1) - scale * none
    return functional.binary_cross_entropy_with_logits(best, answerable.float())
