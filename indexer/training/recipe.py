"""The settings that, with the data, decide the weights."""

from dataclasses import dataclass

_COUNTS = ("vocabulary", "min_frequency", "dimensions", "epochs", "warm_up", "right_cap", "crop_every")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """Every setting of one training run; the same recipe, data, threads and library versions give the same weights.

    Lengths are in tokens, sizes in pairs or rows.

    Attributes:
        seed: starts every draw: first weights, order of the pairs.
        vocabulary: most tokens in the WordPiece vocabulary.
        min_frequency: fewest times a piece must occur to become a token.
        dimensions: length of a vector.
        epochs: passes over the pairs.
        batch: pairs that serve as one another's negatives; a rest under half a batch waits for the next epoch.
        rate: highest learning rate of Adam.
        warm_up: steps until the highest rate; from there it falls linearly.
        floor: lowest share of the highest rate.
        scale: what cosines are multiplied by before the softmax (the inverse of a temperature).
        first_spread: standard deviation of the first weights.
        left_cap: tokens kept of a pair's first text, which plays the question.
        right_cap: tokens kept of a pair's second text, which plays the passage.
        crop_every: tokens of a plain document for each crop drawn from it in an epoch.
        crops_most: most crops of one document in an epoch; 0 trains on the pairs alone.
        crop_kept: share of the crops whose span stays in its surroundings.

    Raises:
        ValueError: a setting is out of its range; the message names it.

    """

    seed: int = 0
    vocabulary: int = 32_000
    min_frequency: int = 3
    dimensions: int = 256
    epochs: int = 8
    batch: int = 1024
    rate: float = 0.05
    warm_up: int = 50
    floor: float = 0.01
    scale: float = 20.0
    first_spread: float = 0.1
    left_cap: int = 48
    right_cap: int = 256
    crop_every: int = 256
    crops_most: int = 8
    crop_kept: float = 0.1

    def __post_init__(self) -> None:
        for name in ("vocabulary", "min_frequency", "dimensions", "epochs", "warm_up", "right_cap", "crop_every"):
            if getattr(self, name) < 1:
                raise ValueError(f"Recipe.{name} must be at least 1, got {getattr(self, name)}")
        if self.batch < 2:
            raise ValueError(f"Recipe.batch must be at least 2 (a pair alone has no negatives), got {self.batch}")
        for name in ("rate", "scale", "first_spread"):
            if not getattr(self, name) > 0:
                raise ValueError(f"Recipe.{name} must be above 0, got {getattr(self, name)}")
        if self.left_cap < 6:
            raise ValueError(f"Recipe.left_cap must be at least 6 (the shortest crop), got {self.left_cap}")
        if self.crops_most < 0:
            raise ValueError(f"Recipe.crops_most must not be negative, got {self.crops_most}")
        for name in ("floor", "crop_kept"):
            if not 0 <= getattr(self, name) <= 1:
                raise ValueError(f"Recipe.{name} must be between 0 and 1, got {getattr(self, name)}")
