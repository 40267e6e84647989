"""What went wrong, as a problem document (RFC 9457): one shape for every error, in the words of the pages."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler

from core.web.templatetags.polish import plural_form
from core.workflow.refusal import Refusal

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem: its code, the status it comes with, its title, and what to do when nothing better is known."""

    code: str
    status: int
    title: str | Promise
    advice: str | Promise


KINDS: dict[str, Kind] = {
    kind.code: kind
    for kind in (
        Kind(
            "invalid",
            400,
            gettext_lazy("Dane mają zły kształt"),
            gettext_lazy("Popraw pola wymienione w „errors” i wyślij żądanie jeszcze raz."),
        ),
        Kind(
            "bad-request",
            400,
            gettext_lazy("Żądanie jest niepoprawne"),
            gettext_lazy("Sprawdź adres serwisu (nagłówek „Host”) i treść żądania."),
        ),
        Kind(
            "parse-error",
            400,
            gettext_lazy("Nie można odczytać treści żądania"),
            gettext_lazy("Wyślij poprawny dokument JSON w UTF-8."),
        ),
        Kind(
            "not-authenticated",
            401,
            gettext_lazy("Potrzebny jest klucz API"),
            gettext_lazy("Dodaj nagłówek „Authorization: Bearer <klucz>”. Klucz utworzysz w koncie: „Klucze API”."),
        ),
        Kind(
            "authentication-failed",
            401,
            gettext_lazy("Klucz API nie działa"),
            gettext_lazy("Utwórz nowy klucz w koncie: „Klucze API”."),
        ),
        Kind(
            "permission-denied",
            403,
            gettext_lazy("Tego nie wolno w tej roli"),
            gettext_lazy("Sprawdź rolę i zakresy klucza."),
        ),
        Kind(
            "not-found",
            404,
            gettext_lazy("Nie ma takiego zasobu"),
            gettext_lazy("Zasób nie istnieje albo rola klucza go nie widzi. Adresy API kończą się ukośnikiem."),
        ),
        Kind(
            "method-not-allowed",
            405,
            gettext_lazy("Ten adres nie przyjmuje tej metody"),
            gettext_lazy("Dozwolone metody wymienia nagłówek „Allow”."),
        ),
        Kind(
            "not-acceptable",
            406,
            gettext_lazy("API odpowiada tylko w formacie JSON"),
            gettext_lazy("Wyślij nagłówek „Accept: application/json”."),
        ),
        Kind(
            "too-large",
            413,
            gettext_lazy("Treść żądania jest za długa"),
            gettext_lazy("Podziel dane albo skróć teksty."),
        ),
        Kind(
            "unsupported-media-type",
            415,
            gettext_lazy("Ten adres nie czyta treści tego rodzaju"),
            gettext_lazy(
                "Wyślij nagłówek „Content-Type: application/json”; plik wysyła się jako „multipart/form-data”."
            ),
        ),
        Kind(
            "throttled",
            429,
            gettext_lazy("Za dużo żądań"),
            gettext_lazy("Poczekaj tyle sekund, ile podaje nagłówek „Retry-After”."),
        ),
        Kind(
            "refused",
            409,
            gettext_lazy("Przepisy albo zasady na to nie pozwalają"),
            gettext_lazy("Nic się nie zmieniło. Powody są w „sentences”, podstawy prawne w „basis”."),
        ),
        Kind(
            "not-possible",
            409,
            gettext_lazy("Stan sprawy na to nie pozwala"),
            gettext_lazy("Odczytaj sprawę jeszcze raz i sprawdź jej stan."),
        ),
        Kind(
            "conflict",
            409,
            gettext_lazy("Ktoś inny był pierwszy"),
            gettext_lazy("Odczytaj sprawę jeszcze raz i zdecyduj, czy powtórzyć żądanie."),
        ),
        Kind(
            "server-error",
            500,
            gettext_lazy("Błąd po stronie serwisu"),
            gettext_lazy(
                "To nie wina żądania. Błąd został zapisany. Odczytaj sprawę za kilka minut i sprawdź, czy żądanie zadziałało, "
                "zanim je powtórzysz."
            ),
        ),
    )
}


def handle(exc: Exception, context: Mapping[str, Any]) -> Response | None:
    """DRF's exception handler: a problem document for whatever the API or an action refused.

    None for a fault of ours: Django writes it into the log and asks `fault` for the answer.
    """
    if isinstance(exc, Refusal):
        return answer(exc.code, exc.status, exc.sentences, basis=exc.basis, errors=_fields_of(exc))
    response = exception_handler(exc, dict(context))
    if response is None:
        return None
    if isinstance(exc, Http404):
        exc = exceptions.NotFound()
    elif isinstance(exc, PermissionDenied):
        exc = exceptions.PermissionDenied(*exc.args)
    assert isinstance(exc, exceptions.APIException)
    errors: dict[str, list[str]] = {}
    if isinstance(exc, exceptions.ValidationError):
        errors = _by_field(exc.detail)
        sentences = [_sentence(name, text) for name, texts in errors.items() for text in texts]
        code = "invalid"
    else:
        code = exc.default_code.replace("_", "-")
        sentences = [_said(exc)]
    made = answer(code, response.status_code, sentences, errors=errors)
    for name in ("WWW-Authenticate", "Retry-After"):
        if name in response:
            made[name] = response[name]
    return made


def answer(
    code: str,
    status: int,
    sentences: Sequence[str],
    *,
    basis: Sequence[str] = (),
    errors: Mapping[str, Sequence[str]] | None = None,
) -> Response:
    """The document: `sentences` and `basis` go in pairs when the law refused; `errors` are by field."""
    return Response(_document(code, status, sentences, basis, errors or {}), status=status, content_type=MEDIA_TYPE)


def fault(request: HttpRequest, exception: Exception | None = None, *, code: str = "server-error") -> HttpResponse:
    """The answer to a request that no view of the API answered; it tells nothing of the fault."""
    kind = KINDS[code]
    document = _document(kind.code, kind.status, [str(kind.advice)], [], {})
    return JsonResponse(
        document, status=kind.status, content_type=MEDIA_TYPE, json_dumps_params={"ensure_ascii": False}
    )


def _document(
    code: str, status: int, sentences: Sequence[str], basis: Sequence[str], errors: Mapping[str, Sequence[str]]
) -> dict[str, Any]:
    known = KINDS.get(code) or KINDS["refused"]
    return {
        "type": f"{reverse('api-docs')}#{known.code}",
        "title": str(known.title),
        "status": status,
        "detail": " ".join(sentences),
        "code": code,
        "sentences": list(sentences),
        "basis": list(basis),
        "errors": dict(errors),
    }


def _said(exc: exceptions.APIException) -> str:
    """Our own words where the framework's would not say what to do; a reason given by a gate or a key as it is."""
    kind = KINDS.get(exc.default_code.replace("_", "-"))
    wait: int | None = getattr(exc, "wait", None)
    if wait is not None:
        seconds = f"{wait} {plural_form(wait, 'sekundzie', 'sekundach', 'sekundach')}"
        return _("Za dużo żądań. Spróbuj po %(wait)s.") % {"wait": seconds}
    if isinstance(exc, exceptions.PermissionDenied | exceptions.AuthenticationFailed | exceptions.ParseError):
        given = str(exc.detail)
        return given if given != str(exc.default_detail) or kind is None else str(kind.advice)
    return str(kind.advice) if kind else str(exc.detail)


def _sentence(name: str, text: str) -> str:
    return f"{name}: {text}" if name else text


def _by_field(detail: Any) -> dict[str, list[str]]:
    """Nested errors as "content.III.1" → texts; what belongs to no field under "general"."""
    found: dict[str, list[str]] = {}
    for name, text in _walk(detail, ""):
        found.setdefault(name or "general", []).append(text)
    return found


def _walk(detail: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(detail, Mapping):
        for name, inner in detail.items():
            below = path if name == "non_field_errors" else f"{path}.{name}" if path else str(name)
            yield from _walk(inner, below)
    elif isinstance(detail, list):
        for number, inner in enumerate(detail):
            nested = isinstance(inner, (Mapping, list))
            yield from _walk(inner, f"{path}.{number}" if nested and path else path)
    else:
        yield path, str(detail)


def _fields_of(refusal: Refusal) -> dict[str, list[str]]:
    """The sentences of a refusal by the field of the form that each is about."""
    errors: dict[str, list[str]] = {}
    for name, text in refusal.problems:
        if name:
            errors.setdefault(name, []).append(text)
    return errors
