"""What the clock starts in the kernel beside its own tasks (the table of Celery's beat is gathered by config/celery.py)."""

from celery.schedules import crontab

SCHEDULE = {"privacy.anonymise": crontab(hour="3", minute="40")}
