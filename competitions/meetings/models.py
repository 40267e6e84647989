"""Tables of meetings: the meeting, who was in the room and when, the offers on the agenda."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from competitions.evaluation.models import Panel, PanelMember
from competitions.meetings.states import ITEM, LIVE, MACHINE, ItemState, State
from competitions.offers.models import Offer
from core.accounts.models import public_id
from core.workflow.machine import Machine


class Meeting(models.Model):
    """A meeting of a panel (posiedzenie). One that was called off or broken off is followed by the next number."""

    MACHINE: ClassVar[Machine] = MACHINE

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="meetings")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    starts_at = models.DateTimeField(_("początek"))
    place = models.CharField(_("miejsce albo sposób połączenia"), max_length=300)
    opened_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(_("powód odwołania, przerwania albo unieważnienia"), max_length=500, blank=True)

    class Meta:
        ordering: ClassVar = ["panel", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["panel", "number"], name="meeting_number_once"),
            models.UniqueConstraint(fields=["panel"], condition=models.Q(state__in=LIVE), name="meeting_one_live"),
        ]

    def __str__(self) -> str:
        return str(_("Posiedzenie nr %(number)s") % {"number": self.number})

    @property
    def chain(self) -> str:
        return self.panel.chain


class Presence(models.Model):
    """A member in the room from one moment to another; who comes back has another row."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="presences")
    member = models.ForeignKey(PanelMember, on_delete=models.PROTECT, related_name="presences")
    came_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["came_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["meeting", "member"], condition=models.Q(left_at=None), name="presence_once_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id}: {self.member_id}"


class Item(models.Model):
    """An offer on the agenda of a meeting, and what the panel says of it once it was spoken of."""

    MACHINE: ClassVar[Machine] = ITEM

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items")
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField(help_text="place on the agenda")
    state = models.CharField(max_length=10, choices=ItemState.choices, default=ItemState.WAITING)
    text = models.TextField(_("opinia komisji"), blank=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["meeting", "place"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["meeting", "offer"], name="agenda_item_once")]

    def __str__(self) -> str:
        return f"{self.meeting_id}.{self.place}"

    @property
    def chain(self) -> str:
        return self.offer.chain
