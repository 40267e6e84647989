"""The administrator's page in real Chromium: accessible at both widths, with and without trouble to show."""

from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.utils.timezone import now

from core.jobs.models import Job, State
from tests.browser import CHROMIUM_TEST, check_accessible

pytestmark = CHROMIUM_TEST


@pytest.mark.parametrize("width", [360, 1280])
def test_the_page_is_accessible(open_page: Any, enter: Any, people: Any, width: int) -> None:
    administrator = people("administrator")
    page = open_page("/administracja/", width, client=enter(administrator))
    check_accessible(page)
    error = "Proces, który wykonywał zadanie, przestał odpowiadać, a liczba prób się wyczerpała."
    times = {"created_at": now(), "not_before": now(), "finished_at": now()}
    Job.objects.create(name="offers.confirmation", state=State.FAILED, error=error, max_attempts=3, **times)
    UserSession.objects.create(
        user=administrator.person, ip="2001:db8:85a3::8a2e:370:7334", session_key="s", user_agent="Mozilla/5.0 " * 15
    )
    page.reload()
    check_accessible(page)
    page.get_by_role("button", name="Ponów").click()
    assert "/zadania/" in page.url
