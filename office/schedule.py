"""What the clock starts in the office (the table of Celery's beat is gathered by config/celery.py)."""

from celery.schedules import crontab

SCHEDULE = {
    # Some times a day, so that a day without a worker costs nobody a word; each is given once.
    "terms.escalate": crontab(hour="6,11", minute="15"),
    "terms.digest": crontab(hour="6,9", minute="45"),
}
