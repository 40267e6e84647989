"""The style page and the error pages in real Chromium: no axe violations, no console errors, nothing wider than the screen."""

import time
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template import engines
from django.urls import include, path
from django.utils.timezone import now
from playwright.sync_api import expect

from core.accounts.models import User
from core.jobs.models import Job, State
from core.style_guide import style_guide
from core.web import errors
from core.web.page import public
from core.workflow.refusal import Refused
from law.verdict import Breach
from tests.browser import CHROMIUM_TEST, check_accessible

pytestmark = [*CHROMIUM_TEST, pytest.mark.urls(__name__)]

FAULTS = {400: BadRequest("x"), 403: PermissionDenied("To robi tylko urząd."), 404: Http404()}


@public
def fault(request: HttpRequest, code: int) -> HttpResponse:
    if code == 429:
        return render(request, "errors/429.html", status=429)
    if code == 409:
        raise Refused([Breach("competition.content_missing", "art. 13 ust. 2", {"what": "wysokość środków"})])
    if code == 500:
        return errors.server_error(request)
    raise FAULTS[code]


SAVED: list[dict[str, str]] = []
AUTOSAVED = """{% extends "base.html" %}{% load static %}{% block title %}Zapis{% endblock %}{% block heading %}Zapis{% endblock %}
{% block content %}<form method="post" action="/wyslij/" data-autosave="/zapis/">{% csrf_token %}
<label for="t">Tytuł</label><input id="t" name="title"><input type="hidden" name="version" value="1">
<button type="submit">Wyślij</button></form><p data-autosave-status role="status"></p>{% endblock %}
{% block scripts %}<script src="{% static 'js/autosave.js' %}" defer></script>{% endblock %}"""


@public
def autosaved(request: HttpRequest) -> HttpResponse:
    return HttpResponse(engines["django"].from_string(AUTOSAVED).render({}, request))


@public
def save(request: HttpRequest) -> HttpResponse:
    SAVED.append(request.POST.dict())
    return JsonResponse({"version": len(SAVED) + 1})


@public
def send(request: HttpRequest) -> HttpResponse:
    time.sleep(0.5)
    SAVED.append({"sent": request.POST["title"]})
    return HttpResponse("ok")


urlpatterns = [
    path("formularz/", autosaved),
    path("zapis/", save),
    path("wyslij/", send),
    path("styl/", style_guide, name="style-guide"),
    path("blad/<int:code>/", fault),
    path("", include("config.urls")),
]
handler400, handler403, handler404 = errors.bad_request, errors.permission_denied, errors.page_not_found


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("address", ["/styl/", *(f"/blad/{code}/" for code in (400, 403, 404, 409, 429, 500))])
def test_accessible_and_within_the_screen(open_page: Any, address: str, width: int) -> None:
    page = open_page(address, width)
    check_accessible(page)


def test_contrast_of_body_text_is_seven(open_page: Any) -> None:
    page = open_page("/styl/")
    rules = {
        "runOnly": {"type": "rule", "values": ["color-contrast-enhanced"]},
        "rules": {"color-contrast-enhanced": {"enabled": True}},
    }
    assert Axe().run(page, options=rules).violations_count == 0


def test_targets_are_big(open_page: Any) -> None:
    page = open_page("/styl/", 360)
    small = page.evaluate(
        """[...document.querySelectorAll("button, .button, input:not([type=hidden]):not([type=radio]):not([type=checkbox]), select")]
        .filter(e => e.getClientRects().length && e.getBoundingClientRect().height < 44).map(e => e.outerHTML.slice(0, 120))"""
    )
    assert small == []


def test_rows_are_added_moved_and_removed(open_page: Any) -> None:
    page = open_page("/styl/")
    rows = page.locator("[data-rows=koszty] [data-row]:visible")
    assert rows.count() == 2
    page.get_by_role("button", name="Dodaj koszt").click()
    assert rows.count() == 3
    assert page.locator("[name=koszty-TOTAL_FORMS]").input_value() == "3"
    assert page.evaluate("document.activeElement.name") == "koszty-2-name"
    page.keyboard.type("Druk")
    page.locator("[name=koszty-2-cost]").fill("0,01")
    assert page.locator("[data-sum=razem]").inner_text() == "4\u00a0650,51\u00a0zł"
    page.get_by_role("button", name="Wyżej wiersz 3").click()
    assert page.locator("[name=koszty-1-name]").input_value() == "Druk"
    assert page.locator("label[for=id_koszty-1-name]").count() == 1
    page.get_by_role("button", name="Usuń wiersz 1", exact=True).click()
    assert rows.count() == 2
    assert page.locator("[name=koszty-0-DELETE]").is_checked()
    assert page.locator("[data-sum=razem]").inner_text() == "3\u00a0450,51\u00a0zł"


def test_without_scripts_everything_is_there(open_page: Any) -> None:
    page = open_page("/styl/", 360, java_script_enabled=False)
    assert page.locator("#menu a").first.is_visible()
    assert page.locator(".menu-button").is_hidden()
    assert page.locator("[name=koszty-0-DELETE]").is_visible()
    assert page.locator("button[name=add_row]").is_visible()


def test_menu_opens_and_closes(open_page: Any) -> None:
    page = open_page("/styl/", 360)
    button = page.get_by_role("button", name="Menu")
    assert page.locator("#menu").is_hidden()
    button.click()
    assert page.locator("#menu").is_visible()
    page.keyboard.press("Escape")
    assert page.locator("#menu").is_hidden()


def test_keyboard_starts_at_the_skip_link(open_page: Any) -> None:
    page = open_page("/blad/404/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "tresc"


def test_what_is_written_saves_itself_and_a_failure_keeps_it(open_page: Any) -> None:
    SAVED.clear()
    page = open_page("/formularz/")
    status = page.locator("[data-autosave-status]")
    page.locator("#t").fill("Rzeka")
    expect(status).to_contain_text("Zapisano o ")
    assert SAVED[-1]["title"] == "Rzeka"
    page.context.set_offline(True)
    page.locator("#t").fill("Rzeka Bzura")
    expect(status).to_contain_text("jest zachowane w tej przeglądarce")
    page.context.set_offline(False)
    expect(status).to_contain_text("Zapisano o ")  # the browser says that it is online again
    assert SAVED[-1] == {**SAVED[-1], "title": "Rzeka Bzura", "version": "2"}


def test_kept_text_is_offered_after_a_reload(open_page: Any) -> None:
    SAVED.clear()
    page = open_page("/formularz/")
    page.route("**/zapis/", lambda route: route.abort())
    page.locator("#t").fill("Nie zgub mnie")
    expect(page.locator("[data-autosave-status]")).to_contain_text("zachowane")
    page.reload()
    assert page.locator("#t").input_value() == ""
    page.get_by_role("button", name="Przywróć je").click()
    assert page.locator("#t").input_value() == "Nie zgub mnie"


def test_double_click_sends_once(open_page: Any) -> None:
    SAVED.clear()
    page = open_page("/formularz/")
    page.locator("#t").evaluate("field => { field.value = 'raz'; }")
    page.evaluate("""() => {
        const button = document.querySelector("form[data-autosave] button");
        button.click();
        window.setTimeout(() => button.click(), 150);  // the first answer takes half a second
    }""")
    page.wait_for_url("**/wyslij/")
    page.wait_for_timeout(600)
    assert SAVED == [{"sent": "raz"}]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("0,10", "0,10"),
        ("1 234,5", "1\u00a0234,50"),
        ("1234567890123456,78", "1\u00a0234\u00a0567\u00a0890\u00a0123\u00a0456,78"),
        ("-3,05 zł", "\u22123,05"),
        ("0,123", None),
        ("1,2,3", None),
        ("", None),
    ],
)
def test_amounts_are_read_in_whole_grosze(open_page: Any, text: str, shown: str | None) -> None:
    page = open_page("/styl/")
    said = page.evaluate("text => { const value = grosze(text); return value === null ? null : zloty(value); }", text)
    assert said == (None if shown is None else f"{shown}\u00a0zł")


def test_progress_of_a_job_follows_it_to_its_end(open_page: Any, live_server: Any, client: Any) -> None:
    anna = User.objects.create_user("anna@example.org", "haslo-do-testow-1", name="Anna Przykładowa")
    client.force_login(anna, backend="allauth.account.auth_backends.AuthenticationBackend")
    started = now()
    job = Job.objects.create(
        name="raport", asked_by=anna, created_at=started, not_before=started, max_attempts=1, state=State.RUNNING,
        progress_done=3, progress_total=10, lease_until=started,
    )  # fmt: skip
    page = open_page("/styl/", 360)
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    page.context.add_cookies([cookie])
    page.goto(f"{live_server.url}/zadania/{job.public_id}/")
    assert Axe().run(page).violations_count == 0
    box = page.locator(".job")
    assert box.locator("progress").get_attribute("value") == "30"
    Job.objects.filter(pk=job.pk).update(progress_done=7)
    expect(box.locator("progress")).to_have_attribute("value", "70")
    Job.objects.filter(pk=job.pk).update(state=State.DONE, result={"link": "/powiadomienia/"}, finished_at=now())
    expect(box.locator("[role=status]")).to_contain_text("gotowe")
    assert box.get_by_role("link", name="Zobacz wynik").get_attribute("href") == "/powiadomienia/"
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.wait_for_timeout(2000)
    assert asked == []
