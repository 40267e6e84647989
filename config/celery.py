"""Celery: the broker that wakes workers, and the clock's static table gathered from every app's `schedule.py`."""

import os
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from celery import Celery
from celery.schedules import crontab
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("pozytek")
app.config_from_object("django.conf:settings", namespace="CELERY")


def timetable() -> dict[str, dict[str, Any]]:
    """Beat's table: the kernel's own tasks, and a job for every name in `SCHEDULE` of an app's `schedule.py`."""
    table: dict[str, dict[str, Any]] = {
        "core.audit.checkpoint": {"task": "core.audit.checkpoint", "schedule": crontab(minute="7")},
        "core.audit.verify": {"task": "core.audit.verify", "schedule": crontab(minute="41", hour="2")},
        "core.jobs.tidy": {"task": "core.jobs.tidy", "schedule": crontab(minute="23", hour="3")},
    }
    for name in settings.OWN_APPS:
        if find_spec(f"{name}.schedule"):
            for job, when in import_module(f"{name}.schedule").SCHEDULE.items():
                table[job] = {"task": "core.jobs.clock", "args": (job,), "schedule": when}
    return table


@app.on_after_finalize.connect
def _set_timetable(sender: Celery, **_kwargs: Any) -> None:
    sender.conf.beat_schedule = timetable()
