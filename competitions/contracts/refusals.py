"""Refusals of contracts with experts, in words."""

from core.workflow.refusal import Sentence


class NotBilled(Sentence):
    """There is nothing to pay for, or more than the contract allows."""

    code = "not-billed"


class NotContracted(Sentence):
    """The contract's days or number make no sense."""

    code = "not-contracted"
