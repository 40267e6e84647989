"""Django's registration of the app."""

from django.apps import AppConfig

from competitions.evaluation.hats import CHAIR, MEMBER, SECRETARY
from competitions.experts.hats import EXPERT
from core.accounts.hats import register


class CompetitionsConfig(AppConfig):
    name = "competitions"
    verbose_name = "Konkursy"

    def ready(self) -> None:
        register(EXPERT, CHAIR, SECRETARY, MEMBER)
