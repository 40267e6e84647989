"""Why signing in, inviting or managing an account is refused."""

from django.utils.translation import gettext as _

from core.workflow.refusal import Sentence


class InvitationOver(Sentence):
    """The invitation was accepted, revoked, or has run out."""

    code = "invitation-over"

    def __init__(self) -> None:
        super().__init__(
            _("To zaproszenie zostało już wykorzystane, wycofane albo wygasło. Poproś osobę zapraszającą o nowe.")
        )


class OtherAddress(Sentence):
    """The invitation is for another e-mail address than the account's."""

    code = "other-address"

    def __init__(self) -> None:
        super().__init__(
            _("To zaproszenie wysłano na inny adres e-mail niż adres Twojego konta. Zaloguj się na właściwe konto.")
        )


class NoSuccessor(Sentence):
    """A person who leaves holds things that somebody must take over."""

    code = "no-successor"

    def __init__(self, what: object) -> None:
        super().__init__(_("Wskaż następcę: %(what)s. Bez niego te sprawy zostałyby bez opieki.") % {"what": what})
