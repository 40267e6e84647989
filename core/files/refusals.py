"""Refusals of an upload, in words: what is wrong with the file and what to do."""

from core.workflow.refusal import Refusal


class RefusedFile(Refusal):
    """The file is not kept. `str()` is the Polish sentence; it belongs to the form's field `file`."""

    code = "refused-file"
    status = 400

    @property
    def problems(self) -> list[tuple[str, str]]:
        return [("file", str(self))]
