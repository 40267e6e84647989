"""Tables of the annual programme (UDPP art. 5a ust. 4)."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.accounts.models import public_id
from core.workflow.machine import Machine
from law import programme as law
from law.programme import ProgrammeFacts
from law.spheres import sphere
from ngo.programmes.states import MACHINE, State
from office.board.models import Resolution
from office.structure.models import Unit


class Programme(models.Model):
    """The programme of one year; text fields are the points of art. 5a ust. 4."""

    MACHINE: ClassVar[Machine] = MACHINE

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    year = models.PositiveSmallIntegerField(_("rok"), unique=True)
    title = models.CharField(_("tytuł"), max_length=300)
    state = models.CharField(max_length=20, choices=State.choices, default=State.DRAFT)
    main_aim = models.TextField(_("cel główny"), blank=True)
    principles = models.TextField(_("zasady współpracy"), blank=True)
    subject_scope = models.TextField(_("zakres przedmiotowy"), blank=True)
    forms = models.TextField(_("formy współpracy"), blank=True)
    period = models.CharField(_("okres realizacji"), max_length=200, blank=True)
    manner = models.TextField(_("sposób realizacji"), blank=True)
    planned_funds = models.DecimalField(_("wysokość środków [zł]"), max_digits=12, decimal_places=2, null=True)
    assessment = models.TextField(_("sposób oceny realizacji"), blank=True)
    creation = models.TextField(_("sposób tworzenia programu i przebieg konsultacji"), blank=True)
    panel_rules = models.TextField(_("tryb powoływania i zasady działania komisji konkursowych"), blank=True)
    proposal = models.ForeignKey(Resolution, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    adoption = models.ForeignKey(Resolution, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.title

    @property
    def chain(self) -> str:
        return f"programme:{self.public_id}"

    def facts(self) -> ProgrammeFacts:
        """The programme as plain values for the law."""
        return ProgrammeFacts(
            main_aim=self.main_aim,
            aims=[law.Aim(aim.text, aim.indicator, aim.target, aim.source) for aim in self.aims.all()],
            principles=self.principles,
            subject_scope=self.subject_scope,
            forms=self.forms,
            tasks=[law.PriorityTask(task.sphere, task.title, task.planned_funds) for task in self.tasks.all()],
            period=self.period,
            manner=self.manner,
            planned_funds=self.planned_funds,
            assessment=self.assessment,
            creation=self.creation,
            panel_rules=self.panel_rules,
        )


class Aim(models.Model):
    """A specific aim with the indicator that will show whether it was reached."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="aims")
    number = models.PositiveSmallIntegerField()
    text = models.TextField(_("cel szczegółowy"))
    indicator = models.CharField(_("wskaźnik"), max_length=300)
    target = models.CharField(_("wartość docelowa"), max_length=100)
    source = models.CharField(_("źródło danych"), max_length=300)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["programme", "number"], name="aim_once")]

    def __str__(self) -> str:
        return f"{self.number}. {self.text}"


class PriorityTask(models.Model):
    """A priority public task: sphere of art. 4 ust. 1, title, unit that runs it, planned funds in PLN."""

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="tasks")
    number = models.PositiveSmallIntegerField()
    sphere = models.CharField(_("sfera (art. 4 ust. 1)"), max_length=6)
    title = models.CharField(_("zadanie"), max_length=300)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    planned_funds = models.DecimalField(_("planowane środki [zł]"), max_digits=12, decimal_places=2)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["programme", "number"], name="priority_task_once")]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"

    @property
    def sphere_name(self) -> str:
        """ "16. Kultura, sztuka i dziedzictwo"."""
        return f"{self.sphere}. {sphere(self.sphere).name}"
