"""Gathers the tables of the stages for Django."""

from ngo.programmes.models import Aim, PriorityTask, Programme

__all__ = ["Aim", "PriorityTask", "Programme"]
