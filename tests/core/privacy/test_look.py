"""Pages of one's own data and of retention in real Chromium: accessible at both widths."""

from typing import Any

import pytest
from django.utils.timezone import now

from core.jobs.actions import enqueue
from core.privacy.actions import ask_for_erasure
from core.web.page import log_personal_read
from tests.browser import CHROMIUM_TEST, check_accessible

pytestmark = CHROMIUM_TEST


@pytest.mark.parametrize("width", [360, 1280])
def test_pages_are_accessible(open_page: Any, people: Any, enter: Any, run_jobs: Any, width: int) -> None:
    anna, ada = people(name="Anna Lipa"), people("administrator")
    log_personal_read(ada, "account", anna.user, at=now())
    asked = ask_for_erasure(anna.user, "Proszę o usunięcie.", actor=anna, at=now())
    enter(anna).post("/konto/dane/")
    enqueue("privacy.preview")
    run_jobs()
    for actor, addresses in (
        (anna, ("/konto/dane/", "/konto/dane/odczyty/", "/konto/dane/usuniecie/")),
        (ada, ("/administracja/dane/", f"/administracja/dane/{asked.public_id}/")),
    ):
        client = enter(actor)
        for address in addresses:
            check_accessible(open_page(address, width, client=client))
