"""A KRS on this machine, switched on for a test."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.factories.registers import KrsServer


@pytest.fixture
def krs(settings: Any) -> Iterator[KrsServer]:
    server = KrsServer()
    settings.KRS_URL = server.api
    settings.REGISTER_RATE = 10_000.0
    settings.REGISTER_BACKOFF = 0.001
    yield server
    server.stop()
