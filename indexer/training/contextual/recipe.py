"""The settings that, with the data and the English model, decide the weights of the contextual model."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Placing:
    """Settings of the placement.

    Attributes:
        rounds: rounds of expectation and maximisation of the alignment.
        longest: most tokens of a sentence that is aligned.
        pieces: most English pieces that a token's place is the mean of.
        least: fewest occurrences in parallel sentences for a place by alignment.
        trust: occurrences at which alignment and dictionary weigh the same.
        neighbours: placed tokens that an unplaced one is the mean of.
        temperature: of the softmax over their cosines; lower means nearer ones only.

    """

    rounds: int = 8
    longest: int = 60
    pieces: int = 6
    least: float = 4
    trust: float = 10
    neighbours: int = 10
    temperature: float = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """Settings of the contrastive training.

    Attributes:
        seed: starts every draw.
        batch_tokens: tokens of a batch, about.
        most: most pairs of a batch.
        rate_embeddings: highest learning rate of the input embeddings.
        rate_body: highest learning rate of everything else.
        warm_up: steps until the highest rate; from there it falls linearly to nothing.
        decay: weight decay of AdamW on the body.
        scale: what cosines are multiplied by before the softmax.
        pull: weight of the cosine distance to the teacher's vectors, for parallel pairs.
        english_every: one parallel lesson in so many is learned by its English instead of its Swedish.
        teacher_cap: tokens of an English text that the teacher reads.
        left_cap: tokens kept of the question.
        right_cap: tokens kept of the passage.
        alike: cosine of static vectors from which two texts are no negatives of one another.
        checkpoint_every: steps between checkpoints.

    """

    seed: int = 0
    batch_tokens: int = 8_000
    most: int = 256
    rate_embeddings: float = 3e-4
    rate_body: float = 5e-5
    warm_up: int = 40
    decay: float = 0.01
    scale: float = 20.0
    pull: float = 1.0
    english_every: int = 4
    teacher_cap: int = 128
    left_cap: int = 40
    right_cap: int = 112
    alike: float = 0.95
    checkpoint_every: int = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class ContextualRecipe:
    """The settings of one run: how the vocabulary is placed, and how the whole is trained.

    How often each kind of pair is seen is `curriculum.SHARES`: change it with another ``work`` folder.

    Attributes:
        placing: settings of the placement.
        course: settings of the training.
        longest: most tokens of a text that the finished model reads, first and last token included.

    """

    placing: Placing = field(default_factory=Placing)
    course: Course = field(default_factory=Course)
    longest: int = 256
