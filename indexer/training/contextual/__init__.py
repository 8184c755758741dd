"""The contextual model: the body of a small English encoder under the Swedish vocabulary of the static model.

Imports run one way: ``recipe``, ``parallel`` <- ``alignment`` <- ``placement`` <- ``encoder`` <- ``variation``,
``curriculum`` <- ``trainer`` <- ``folder``. The vocabulary is placed by word alignment (no gradient step), then the
whole is trained by contrast on Swedish pairs and drawn to the English model's vectors on parallel ones.
"""

from indexer.training.contextual.folder import make_contextual
from indexer.training.contextual.recipe import ContextualRecipe, Course, Placing

__all__ = ["ContextualRecipe", "Course", "Placing", "make_contextual"]
