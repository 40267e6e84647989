"""What the clock starts for the partners (the table of Celery's beat is gathered by config/celery.py)."""

from celery.schedules import crontab

# At night registers are asked by few others. Where none is switched on, the job has nothing to do.
# Duplicates are looked for after that, so that the list of the morning knows what changed.
SCHEDULE = {
    "registry.refresh": crontab(hour="1", minute="30"),
    "duplicates.search": crontab(hour="4", minute="30"),
}
