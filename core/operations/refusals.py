"""Why an operation on the whole installation is refused."""

from core.workflow.refusal import Refusal


class Unfit(Refusal):
    """The archive, the target or the machine is not fit for it; nothing has changed."""

    code = "unfit"


class NotEmpty(Refusal):
    """There is something that the operation would destroy."""

    code = "not-empty"
