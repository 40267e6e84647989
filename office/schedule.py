"""What the clock starts in the office (the table of Celery's beat is gathered by config/celery.py)."""

from celery.schedules import crontab

SCHEDULE = {
    # A change of a unit begins with its day; some times a day, so that a day without a worker does not miss it.
    "structure.reorganise": crontab(hour="0,5,7", minute="5"),
    # Some times a day, so that a day without a worker costs nobody a word; each is given once.
    "terms.escalate": crontab(hour="6,11", minute="15"),
    "terms.digest": crontab(hour="6,9", minute="45"),
}
