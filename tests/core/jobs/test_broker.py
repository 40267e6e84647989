"""The file broker: a message is never seen half-written, and everyone is taken once."""

import threading
from pathlib import Path

import pytest
from django.conf import settings
from kombu import Connection

from core.jobs.broker import Transport


def test_no_message_is_ever_seen_empty(tmp_path: Path) -> None:
    options = {"data_folder_in": str(tmp_path), "data_folder_out": str(tmp_path), "control_folder": str(tmp_path / "c")}
    seen, ended = set(), threading.Event()

    def look() -> None:
        while not ended.is_set():
            for file in tmp_path.glob("*.q.msg"):
                seen.add(file.stat().st_size == 0)

    watcher = threading.Thread(target=look, daemon=True)
    watcher.start()
    with Connection(transport=Transport, transport_options=options) as connection:
        queue = connection.SimpleQueue("q")
        for number in range(200):
            queue.put(number)
        ended.set()
        watcher.join()
        assert sorted(queue.get(timeout=1).payload for _ in range(200)) == list(range(200))
        queue.close()
    assert seen == {False}


def test_the_address_of_the_broker_is_whole(caplog: pytest.LogCaptureFixture) -> None:
    """Kombu complains aloud, on the first start of an installation, about what an address does not say."""
    transport = getattr(settings, "CELERY_BROKER_TRANSPORT", None)
    assert Connection(settings.CELERY_BROKER_URL, transport=transport).info()["hostname"]
    assert caplog.messages == []
