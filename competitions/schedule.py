"""What the clock starts in the cycle of competitions (the table of Celery's beat is gathered by config/celery.py)."""

from celery.schedules import crontab

# A deadline is judged by the stamp of the submission, so a call that closes some minutes later costs nobody anything.
SCHEDULE = {
    "calls.close": crontab(minute="*/5"),
    "recruitment.close": crontab(minute="*/5"),
    # Some times a day, so that a day without a worker costs nobody a reminder; each is given once.
    # Besides the look right after a link was entered: registers, papers and joint offers change too.
    "evaluation.recheck": crontab(minute="25"),
    "reminders.give": crontab(hour="7,12,17", minute="40"),
    "reminders.alert": crontab(hour="8", minute="20"),
    "reports.remind": crontab(hour="7", minute="10"),
    "annual.remind": crontab(hour="7", minute="20"),
}
