"""Metrics in Prometheus' format, read from the database when they are asked for: the same whichever process answers."""

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from core.operations import health, queries
from core.operations.installation import last


def render(at: datetime) -> bytes:
    """All metrics as text."""
    registry = CollectorRegistry()
    registry.register(Installation(at))
    return generate_latest(registry)


class Installation(Collector):
    """What an operator wants to be woken for: jobs and letters that pile up or fail, disk, backup, checkpoint."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def describe(self) -> list[GaugeMetricFamily]:
        """Nothing ahead of time: collecting asks the database, which registering must not."""
        return []

    def collect(self) -> Iterator[GaugeMetricFamily]:
        info = GaugeMetricFamily("pozytek_info", "Version that runs here", labels=["version"])
        info.add_metric([settings.VERSION], 1)
        yield info
        healthy = GaugeMetricFamily("pozytek_healthy", "1 when the check holds", labels=["check"])
        for name, holds in health.checks().items():
            healthy.add_metric([name], int(holds))
        yield healthy
        counted = queries.tallies()
        for name, what, tallies in (
            ("pozytek_jobs", "Jobs by state", counted["jobs"]),
            ("pozytek_letters", "Letters of the outbox by state", counted["letters"]),
        ):
            family = GaugeMetricFamily(name, what, labels=["state"])
            for tally in tallies:
                family.add_metric([tally.state], tally.count)
            yield family
            waiting = next(tally for tally in tallies if tally.state == "waiting")
            age = (self.at - waiting.oldest).total_seconds() if waiting.oldest else 0
            yield GaugeMetricFamily(f"{name}_oldest_waiting_seconds", "Age of the oldest that waits", value=age)
        count, size = queries.documents()
        yield GaugeMetricFamily("pozytek_documents", "Issued documents", value=count)
        yield GaugeMetricFamily("pozytek_documents_bytes", "Bytes of issued documents", value=size)
        room = queries.disk()
        yield GaugeMetricFamily("pozytek_disk_free_bytes", "Free bytes where the data lie", value=room.free)
        yield GaugeMetricFamily("pozytek_disk_total_bytes", "All bytes where the data lie", value=room.total)
        if backup := last("back_up"):
            moment = backup.at.timestamp()
            yield GaugeMetricFamily("pozytek_backup_timestamp_seconds", "When the last backup was made", value=moment)
        if checkpoint := queries.last_checkpoint():
            moment = checkpoint.at.timestamp()
            yield GaugeMetricFamily("pozytek_checkpoint_timestamp_seconds", "Last seal over the ledger", value=moment)
            yield GaugeMetricFamily("pozytek_ledger_entries", "Entries under the last seal", value=checkpoint.entries)
