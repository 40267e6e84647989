"""Refusals of mailings, in words."""

from django.utils.translation import gettext as _

from core.workflow.refusal import Refusal


class AudienceChanged(Refusal):
    """Between the preview and the button somebody joined or left: the number that was approved is not the number now."""

    code = "audience-changed"

    @property
    def sentences(self) -> list[str]:
        return [
            _("Lista adresatów zmieniła się od podglądu, więc niczego nie wysłano. Obejrzyj ją i wyślij jeszcze raz.")
        ]


class NobodyThere(Refusal):
    """The list leads to nobody."""

    code = "nobody-there"

    @property
    def sentences(self) -> list[str]:
        return [_("Lista nie ma teraz żadnego adresata. Wpisz adresy albo poszerz filtr listy.")]


class NoDraft(Refusal):
    """A mailing that was sent or discarded is not written any more."""

    code = "no-draft"

    @property
    def sentences(self) -> list[str]:
        return [_("Tę wiadomość już wysłano albo porzucono, więc jej treści nie można zmienić. Napisz nową.")]
