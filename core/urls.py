"""Gathers the addresses of the kernel."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from core.api import views as api
from core.documents.views import document
from core.jobs import views as jobs
from core.notices import views as notices
from core.operations import views as operations
from core.publications import views as publications
from core.style_guide import style_guide
from core.web import views as web

urlpatterns: list[URLPattern | URLResolver] = [
    path("", web.home, name="home"),
    path("dostepnosc/", web.accessibility, name="accessibility"),
    path("prywatnosc/", web.privacy, name="privacy"),
    path("pulpit/", web.to_desk, name="desk"),
    path("", include("core.privacy.urls")),
    path("", include("core.signin.urls")),
    path("audyt/", include("core.inspection.urls")),
    path("administracja/", operations.operations, name="operations"),
    path("zdrowie/", operations.ready, name="health"),
    path("zdrowie/proces/", operations.alive, name="health-process"),
    path("metryki/", operations.figures, name="metrics"),
    path("dokumenty/<str:public_id>/", document, name="document"),
    path("historia-zmian/<slug:word>/<str:public_id>/", publications.history, name="public-history"),
    path("zadania/<str:public_id>/", jobs.job, name="job"),
    path("zadania/<str:public_id>/stan/", jobs.progress, name="job-progress"),
    path("zadania/<str:public_id>/ponow/", jobs.again, name="job-again"),
    path("konto/klucze-api/", api.tokens, name="api-tokens"),
    path("konto/klucze-api/<str:public_id>/uniewaznij/", api.revoke, name="api-token-revoke"),
    path("powiadomienia/", notices.notices, name="notices"),
    path("powiadomienia/przeczytane/", notices.read_all, name="notices-read"),
    path("powiadomienia/adres/sprawdz/", notices.check, name="address-check"),
    path("powiadomienia/adres/<str:token>/", notices.confirm, name="address-confirm"),
    path("powiadomienia/<str:public_id>/", notices.notice, name="notice"),
]
if settings.DEBUG:
    urlpatterns.append(path("styl/", style_guide, name="style-guide"))
