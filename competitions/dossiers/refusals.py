"""Refusals of dossiers, in words."""

from django.utils.translation import gettext as _

from core.workflow.refusal import Refusal


class RoleEnded(Refusal):
    """The hat in which the dossier was asked for is worn no more, or the case is not seen in it."""

    code = "role-ended"

    def __init__(self) -> None:
        super().__init__("role")

    @property
    def sentences(self) -> list[str]:
        return [_("Rola, w której poproszono o teczkę, nie daje już dostępu do tej sprawy. Poproś o nią w innej roli.")]
