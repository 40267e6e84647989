"""Whether the installation can serve: the database answers, the broker answers, there is room on the disk."""

import os
import shutil
from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError, connection
from redis import Redis, RedisError

# Below it SQLite, documents and logs soon cannot be written.
LEAST_FREE = 200 * 1024 * 1024
TIMEOUT = 2.0


def database() -> bool:
    """The database answers a question."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return bool(cursor.fetchone() == (1,))
    except DatabaseError:
        return False


def broker() -> bool:
    """Messages to workers can be handed over: Redis answers, or the folder of messages can be written."""
    if not settings.REDIS_URL:
        return os.access(settings.BROKER_DIR, os.W_OK | os.X_OK)
    try:
        with Redis.from_url(settings.REDIS_URL, socket_timeout=TIMEOUT, socket_connect_timeout=TIMEOUT) as redis:
            return bool(redis.ping())
    except RedisError:
        return False


def disk() -> bool:
    """There is room for what is written next."""
    try:
        return shutil.disk_usage(settings.VAR_DIR).free >= LEAST_FREE
    except OSError:
        return False


CHECKS: dict[str, Callable[[], bool]] = {"database": database, "broker": broker, "disk": disk}


def checks() -> dict[str, bool]:
    """Every check and whether it holds; none of them waits longer than a few seconds."""
    return {name: holds() for name, holds in CHECKS.items()}
