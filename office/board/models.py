"""Tables of the Board: its members, sittings, items of their agendas with files and votes, resolutions."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.accounts.models import public_id
from core.files.models import KeptFile
from core.tables.folding import fold
from core.workflow.machine import Machine
from office.board.states import ITEM, SITTING, TO_COME, ItemState, State
from office.structure.models import Unit


class Body(models.TextChoices):
    BOARD = "board", _("Zarząd")
    ASSEMBLY = "assembly", _("Sejmik")


class ResolutionQuerySet(models.QuerySet["Resolution"]):
    def standing(self) -> "ResolutionQuerySet":
        """Those that may be cited: without numbers that were annulled."""
        return self.filter(annulled_at=None)


class Resolution(models.Model):
    """A resolution as it was adopted: its body, number, date and title; `unit` prepared it.

    An annulled one was never adopted: its number was given by a mistake of who recorded the vote, and stays taken.
    """

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    body = models.CharField(_("organ"), max_length=10, choices=Body.choices)
    number = models.CharField(_("numer uchwały"), max_length=40)
    adopted_on = models.DateField(_("data podjęcia"))
    title = models.CharField(_("w sprawie"), max_length=500)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="resolutions")
    annulled_at = models.DateTimeField(null=True, editable=False)

    objects = ResolutionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-adopted_on", "-pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["body", "number"], name="resolution_once")]

    def __str__(self) -> str:
        return f"{self.get_body_display()}: uchwała nr {self.number}"

    @property
    def chain(self) -> str:
        return f"resolution:{self.public_id}"


class Function(models.TextChoices):
    MARSHAL = "marshal", _("marszałek")
    VICE = "vice", _("wicemarszałek")
    MEMBER = "member", _("członek zarządu")


class BoardMemberQuerySet(models.QuerySet["BoardMember"]):
    def valid(self, on: date) -> "BoardMemberQuerySet":
        """Members on a day."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=on), valid_from__lte=on)


class BoardMember(models.Model):
    """A member of the Board from a day to a day; who sits in a public organ is public."""

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    name = models.CharField(_("imię i nazwisko"), max_length=200)
    function = models.CharField(_("funkcja"), max_length=10, choices=Function.choices)
    rank = models.PositiveSmallIntegerField(help_text="the marshal first, the order in which minutes name them")
    valid_from = models.DateField(_("od dnia"))
    valid_to = models.DateField(_("do dnia"), null=True, blank=True)

    objects = BoardMemberQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["rank", "pk"]

    def __str__(self) -> str:
        return f"{self.name}, {self.get_function_display()}"

    @property
    def chain(self) -> str:
        return "board"


class BoardNumberQuerySet(models.QuerySet["BoardNumber"]):
    def held(self, kind: str, year: int, *, last: int = 0) -> "BoardNumber":
        """The counter of a year, locked until the transaction ends: whoever asks next waits. A new one goes on from `last`."""
        self.get_or_create(kind=kind, year=year, defaults={"last": last})
        return self.select_for_update().get(kind=kind, year=year)

    def take(self, kind: str, year: int, *, last: int = 0) -> int:
        """The next number of a year, without gaps."""
        counter = self.held(kind, year, last=last)
        self.filter(pk=counter.pk).update(last=counter.last + 1)
        return counter.last + 1


class BoardNumber(models.Model):
    """The last number given in a year to a sitting or a resolution; locked while the next one is given."""

    SITTING: ClassVar = "sitting"
    RESOLUTION: ClassVar = "resolution"
    # Not numbered, but written by one at a time.
    MEMBERS: ClassVar = "members"

    kind = models.CharField(max_length=10)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    objects = BoardNumberQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["kind", "year"], name="board_number_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.last}/{self.year}"


class Sitting(models.Model):
    """A sitting of the Board (posiedzenie) with its number of the year; one that was called off keeps it."""

    MACHINE: ClassVar[Machine] = SITTING

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    number = models.PositiveSmallIntegerField()
    year = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    starts_at = models.DateTimeField(_("początek"))
    place = models.CharField(_("miejsce"), max_length=300)
    items_due = models.DateField(_("punkty zgłasza się do"))
    opened_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    minutes_due = models.DateField(_("protokół do"), null=True)
    remarks = models.TextField(_("przebieg i ustalenia"), blank=True)
    end_reason = models.CharField(_("powód odwołania"), max_length=500, blank=True)
    # What the form that planned it carried: a second click finds the first.
    once = models.CharField(max_length=16, unique=True, null=True)

    class Meta:
        ordering: ClassVar = ["-starts_at", "-pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["year", "number"], name="sitting_number_once")]

    def __str__(self) -> str:
        return f"Posiedzenie Zarządu nr {self.sign}"

    @property
    def sign(self) -> str:
        return f"{self.number}/{self.year}"

    @property
    def chain(self) -> str:
        return f"sitting:{self.public_id}"


class BoardPresence(models.Model):
    """A member who is, or was, at a sitting."""

    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="presences")
    member = models.ForeignKey(BoardMember, on_delete=models.PROTECT, related_name="presences")

    class Meta:
        ordering: ClassVar = ["member__rank", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["sitting", "member"], name="board_presence_once")]

    def __str__(self) -> str:
        return f"{self.sitting_id}: {self.member_id}"


class ItemKind(models.TextChoices):
    RESOLUTION = "resolution", _("projekt uchwały")
    INFORMATION = "information", _("informacja albo sprawozdanie")


class BoardItemQuerySet(models.QuerySet["BoardItem"]):
    def matching(self, text: str) -> "BoardItemQuerySet":
        """Items whose title or unit holds every word."""
        rows = self
        for word in fold(text).split()[:12]:
            rows = rows.filter(search_key__contains=word)
        return rows

    def to_judge(self) -> "BoardItemQuerySet":
        """Sent, and not yet accepted or sent back, for a sitting to come."""
        return self.filter(state=ItemState.SUBMITTED, sitting__state__in=TO_COME)

    def to_mend(self) -> "BoardItemQuerySet":
        """Sent back to their units."""
        return self.filter(state=ItemState.RETURNED)


class BoardItem(models.Model):
    """A matter on the agenda: what a unit asks the Board for, with its draft; `place` is its place on the agenda.

    A deferred one stays as it ended, and `follows` leads from the item of the next sitting to it.
    """

    MACHINE: ClassVar[Machine] = ITEM

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="items")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("rodzaj"), max_length=12, choices=ItemKind.choices)
    title = models.CharField(_("w sprawie"), max_length=500)
    search_key = models.CharField(max_length=800)
    reporter = models.CharField(_("referuje"), max_length=200)
    place = models.PositiveSmallIntegerField(null=True)
    state = models.CharField(max_length=10, choices=ItemState.choices, default=ItemState.SUBMITTED)
    submitted_at = models.DateTimeField()
    return_reason = models.CharField(_("powód zwrotu"), max_length=1000, blank=True)
    settled = models.TextField(_("ustalenia"), blank=True)
    decided_at = models.DateTimeField(null=True)
    resolution = models.OneToOneField(Resolution, null=True, on_delete=models.PROTECT, related_name="item")
    follows = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="followed_by")
    once = models.CharField(max_length=16, unique=True, null=True)

    objects = BoardItemQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["sitting", "place", "pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def chain(self) -> str:
        return self.sitting.chain


class BoardFile(KeptFile):
    """A version of an item's draft; the last one counts."""

    item = models.ForeignKey(BoardItem, on_delete=models.PROTECT, related_name="files")
    version = models.PositiveSmallIntegerField()

    class Meta(KeptFile.Meta):
        constraints: ClassVar = [models.UniqueConstraint(fields=["item", "version"], name="board_file_version_once")]


class Choice(models.TextChoices):
    FOR = "for", _("za")
    AGAINST = "against", _("przeciw")
    ABSTAINED = "abstained", _("wstrzymał się")


class BoardVote(models.Model):
    """How a member voted, openly (USW art. 31 ust. 4)."""

    item = models.ForeignKey(BoardItem, on_delete=models.PROTECT, related_name="votes")
    member = models.ForeignKey(BoardMember, on_delete=models.PROTECT, related_name="+")
    choice = models.CharField(max_length=10, choices=Choice.choices)

    class Meta:
        ordering: ClassVar = ["member__rank", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["item", "member"], name="board_vote_once")]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.choice}"
