"""Confirmations in bulk: 500 wait in the queue, one worker process takes half of them, two take the other half."""

import argparse
import os
import time

import django
from django.core.management import call_command
from django.db import connections

from benchmarks.servers import Processes, Servers, wait_for

WORKER = (
    "-m celery -q -A config worker --pool solo --without-gossip --without-mingle --without-heartbeat --loglevel warning"
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=500)
    asked = parser.parse_args()
    servers = Servers()
    os.environ.update(servers.env)
    django.setup()
    from benchmarks.town import Town
    from core.jobs.models import Job

    try:
        call_command("migrate", verbosity=0)
        Town().submitted(asked.count)
        connections.close_all()

        def done() -> int:
            connections.close_all()
            return Job.objects.filter(name="offers.confirmation", state="done").count()

        rates: list[float] = []
        for count, until in ((1, asked.count // 2), (2, asked.count)):
            workers = [Processes(servers, f"worker{each}", *WORKER.split()) for each in range(count)]
            before = done()
            wait_for(lambda before=before, count=count: done() > before + count, 120, "the workers do not begin")
            first, begun = done(), time.monotonic()
            wait_for(lambda until=until: done() >= until, 3600, "the workers do not end")
            rates.append((done() - first) / (time.monotonic() - begun))
            for worker in workers:
                worker.stop()
            print(f"{count} worker process(es): {rates[-1]:.2f} confirmations a second")
        print(f"two processes are {rates[1] / rates[0]:.2f} times as fast as one ({os.cpu_count()} cores)")
    finally:
        servers.stop()


if __name__ == "__main__":
    main()
