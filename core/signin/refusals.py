"""Why signing in, inviting or managing an account is refused."""

from django.utils.translation import gettext as _

from core.workflow.refusal import Refusal


class Refused(Refusal):
    """A refusal with one sentence."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence

    @property
    def sentences(self) -> list[str]:
        return [self.sentence]


class InvitationOver(Refused):
    """The invitation was accepted, revoked, or has run out."""

    code = "invitation-over"

    def __init__(self) -> None:
        super().__init__(
            _("To zaproszenie zostało już wykorzystane, wycofane albo wygasło. Poproś osobę zapraszającą o nowe.")
        )


class OtherAddress(Refused):
    """The invitation is for another e-mail address than the account's."""

    code = "other-address"

    def __init__(self) -> None:
        super().__init__(
            _("To zaproszenie wysłano na inny adres e-mail niż adres Twojego konta. Zaloguj się na właściwe konto.")
        )


class NoSuccessor(Refused):
    """A person who leaves holds things that somebody must take over."""

    code = "no-successor"

    def __init__(self, what: object) -> None:
        super().__init__(_("Wskaż następcę: %(what)s. Bez niego te sprawy zostałyby bez opieki.") % {"what": what})
