"""Refusals of nominations, in words."""

from core.workflow.refusal import Sentence


class NotNominated(Sentence):
    """The person cannot be nominated or listed."""

    code = "not-nominated"
