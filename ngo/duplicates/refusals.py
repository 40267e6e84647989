"""Refusals to merge or to take records apart, in words."""

from django.utils.translation import gettext as _

from core.workflow.refusal import Refusal
from ngo.registry.models import Organisation


class NotTwo(Refusal):
    """These are not two records that can become one."""

    code = "not-two"


class SettledMeanwhile(Refusal):
    """Somebody else was first: a record was absorbed, or the merge undone."""

    code = "conflict"

    @property
    def sentences(self) -> list[str]:
        return [_("Ktoś inny rozstrzygnął tę parę chwilę wcześniej. Odśwież stronę, aby zobaczyć, jak jest teraz.")]


class OtherNumbers(NotTwo):
    """Two numbers of the KRS are two organisations."""

    def __init__(self, kept: Organisation, absorbed: Organisation) -> None:
        super().__init__("krs")
        self.kept, self.absorbed = kept, absorbed

    @property
    def sentences(self) -> list[str]:
        return [
            _(
                "Te wpisy mają różne numery KRS (%(one)s i %(other)s), a każdy numer w rejestrze to osobna "
                "organizacja. Jeżeli jeden z numerów jest błędny, najpierw popraw go w danych organizacji."
            )
            % {"one": self.kept.krs, "other": self.absorbed.krs}
        ]


class CannotSplit(Refusal):
    """What happened since the merge belongs to neither record alone; `sentences` say what."""

    code = "cannot-split"

    def __init__(self, reasons: list[str]) -> None:
        super().__init__("; ".join(reasons))
        self.reasons = reasons

    @property
    def sentences(self) -> list[str]:
        return [*self.reasons, _("Dlatego scalenia nie cofnięto i niczego nie zmieniono.")]
