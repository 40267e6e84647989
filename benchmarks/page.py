"""The register of resolutions, 50 rows of 2,000, as an officer sees it, beside the same rows and template by a plain view."""

from benchmarks.measure import compare, start

start()

from datetime import UTC, date, datetime, timedelta
from io import StringIO

from django.contrib.auth.decorators import login_required
from django.core.management import call_command
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.test import Client, override_settings
from django.urls import include, path

from core.accounts.actor import system
from core.accounts.models import User
from core.signin.actions import grant_hat
from core.web.middleware import HAT_KEY
from office.board.models import Body, Resolution
from office.structure.hats import OFFICER
from office.structure.models import Unit

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@login_required
def plain(request: HttpRequest) -> HttpResponse:
    rows = Paginator(Resolution.objects.select_related("unit"), 50).get_page(request.GET.get("strona"))
    return render(request, "office/board/resolutions.html", {"rows": rows})


urlpatterns = [path("zwykle/", plain), path("", include("config.urls"))]
BARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]


def main() -> None:
    call_command("load_reference", verbosity=0, stdout=StringIO())
    unit = Unit.objects.get(code="KMIII")
    Resolution.objects.bulk_create(
        Resolution(
            body=Body.BOARD,
            number=f"{n}/26",
            adopted_on=date(2020, 1, 1) + timedelta(days=n),
            title="Uchwała",
            unit=unit,
        )
        for n in range(2000)
    )
    user = User.objects.create_user(email="osoba@example.org", name="Osoba")
    hat = grant_hat(user, OFFICER.code, key=unit.code, actor=system("pomiar"), at=AT)

    def entered() -> Client:
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        session = client.session
        session[HAT_KEY] = hat.public_id
        session.save()
        return client

    def ask(client: Client, address: str) -> None:
        answer = client.get(address)
        if answer.status_code != 200:
            raise RuntimeError(f"{address}: {answer.status_code}")

    ours, bare = entered(), entered()
    with override_settings(ROOT_URLCONF="benchmarks.page"):
        with override_settings(MIDDLEWARE=BARE):
            bare.handler.load_middleware()
        compare("register of resolutions", lambda: ask(ours, "/uchwaly/"), lambda: ask(bare, "/zwykle/"), turns=30)


if __name__ == "__main__":
    main()
