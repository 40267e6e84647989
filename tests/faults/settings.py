"""Settings of the processes that the fault tests start and kill: the real ones, with short times and test jobs."""

import os

from config.settings import *  # noqa: F403
from config.settings import CELERY_BROKER_TRANSPORT_OPTIONS, PROCESSES, REDIS_URL

CELERY_IMPORTS = ["core.jobs.tasks", "tests.faults.work"]
if REDIS_URL:
    CELERY_BROKER_TRANSPORT_OPTIONS["global_keyprefix"] = os.environ["FAULTS_PREFIX"]
    CELERY_BROKER_TRANSPORT_OPTIONS["unacked_restore_interval"] = 1
PROCESSES = {**PROCESSES, "sweeper": "manage.py sweep --every 0.4"}
