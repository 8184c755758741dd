"""What can go wrong with the material that the model is trained from.

TrainingDataError
    a folder, a file or a line of the training data is not what the trainer can use
"""


class TrainingDataError(Exception):
    """The training data is missing or unusable; the message names the path, what was expected and the next step."""
