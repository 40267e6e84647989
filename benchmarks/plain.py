"""The limit of a submission under load: a bare Django view with one INSERT, served by the same server. Settings and site map in one."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path

from config.settings import *  # noqa: F403

ROOT_URLCONF = __name__
MIDDLEWARE: list[str] = []
INSTALLED_APPS: list[str] = []
TABLE = "CREATE TABLE IF NOT EXISTS benchmark_plain (id bigserial PRIMARY KEY, at timestamptz DEFAULT now(), body text)"


def insert(request: HttpRequest) -> HttpResponse:
    """Store what was posted, as one row."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO benchmark_plain (body) VALUES (%s)", [request.body.decode()])
    return HttpResponse("zapisano")


urlpatterns = [path("", insert)]
