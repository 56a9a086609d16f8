"""The verification page: hand over a credential, read the answers. Nothing is kept."""

from __future__ import annotations

import json
from typing import Final

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from guildmark.credentials.verify import Report
from guildmark.server.base.errors import Finding, InvalidInput
from guildmark.server.base.problem import respond, wants_json
from guildmark.server.verification.answers import answers_of
from guildmark.server.verification.forms import VerifyForm
from guildmark.server.verification.intake import MAX_UPLOAD_BYTES, parse_paste, parse_upload
from guildmark.server.verification.limits import seconds_to_wait
from guildmark.server.verification.operations import check, check_address
from guildmark.server.verification.reading import parse_reading
from guildmark.server.verification.reasons import reason_in_words
from guildmark.server.verification.visitors import without_cookie

__all__ = ["verify"]

# Bodies that are a credential themselves, as JSON or as a token.
_JSON_TYPES: Final = frozenset(
    {
        "application/json",
        "application/ld+json",
        "application/vc",
        "application/vc+ld+json",
        "application/jwt",
        "application/vc+jwt",
        "application/vc+sd-jwt",
        "application/dc+sd-jwt",
    }
)
# The raw document is shown for experts; nobody reads more than this on a page.
_MAX_RAW: Final = 50_000


# Exempt from CSRF: a check uses nobody's rights and changes nothing, and visitors get no cookie.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Show the form, or check what was posted; JSON where the caller asks for it."""
    if request.method != "POST":
        # A link may fill the form in (?url=…), but only pressing the button fetches anything.
        return _form_page(request, VerifyForm(initial={"url": request.GET.get("url", "")[:2_000]}))
    wait = seconds_to_wait(request)
    if wait:
        return _too_many_answer(request, wait_seconds=wait)
    to_program = wants_json(request)
    try:
        form = None if request.content_type in _JSON_TYPES else _posted_form(request)
        report = _check_body(request) if form is None else _check_form(form)
    except InvalidInput as error:
        if to_program or form is None:
            raise
        _add_findings(form, error)
        return _form_page(request, form, status=422)
    if to_program:
        return JsonResponse(report.to_json())
    if report.verdict == "unreadable" and form is not None:
        _add_unreadable(form, report)
        return _form_page(request, form, status=422)
    return _answer_page(request, report)


def _posted_form(request: HttpRequest) -> VerifyForm:
    """Bind the form; a text too large for Django to take apart is refused like any other."""
    try:
        return VerifyForm(request.POST, request.FILES)
    except RequestDataTooBig:
        form = VerifyForm({"text": "…"})
        form.is_valid()
        form.add_error("text", _("This is more than the 2 MB that are read. Upload it as a file."))
        return form


def _check_form(form: VerifyForm) -> Report:
    """Check by whichever way was filled in."""
    if not form.is_valid():
        raise InvalidInput(
            findings=[
                Finding(name, str(problem), "")
                for name, problems in form.errors.items()
                for problem in problems
            ]
        )
    if form.way == "url":
        return check_address(form.cleaned_data["url"])
    if form.way == "text":
        return check(parse_paste(form.cleaned_data["text"]))
    upload = form.cleaned_data["file"]
    # One byte more than is allowed tells that it is too large, without reading all of it.
    return check(parse_upload(upload.read(MAX_UPLOAD_BYTES + 1)))


def _check_body(request: HttpRequest) -> Report:
    """Check a credential that is the request's body itself."""
    try:
        body = request.body
    except RequestDataTooBig:
        body = b" {" + b" " * MAX_UPLOAD_BYTES  # refused by its size, in the same words
    return check(parse_upload(body, field="body"))


def _add_findings(form: VerifyForm, error: InvalidInput) -> None:
    """Show findings at their fields; those that the form found itself are there already."""
    if form.errors:
        return
    for finding in error.findings:
        name = finding.field if finding.field in form.fields else None
        form.add_error(name, f"{finding.problem} {finding.remedy}".strip())


def _add_unreadable(form: VerifyForm, report: Report) -> None:
    reason = next((check.reason for check in report.checks if check.outcome == "fail"), "")
    reason = reason_in_words(reason)[0]
    form.add_error(
        form.way,
        _("This is not a credential that can be read: %(reason)s") % {"reason": reason},
    )


def _form_page(request: HttpRequest, form: VerifyForm, *, status: int = 200) -> HttpResponse:
    return render(
        request, "verification/verify.html", without_cookie(request) | {"form": form}, status=status
    )


def _answer_page(request: HttpRequest, report: Report) -> HttpResponse:
    raw = json.dumps(report.credential, indent=2, ensure_ascii=False)
    context = without_cookie(request) | {
        "report": report,
        "answers": answers_of(report),
        "reading": parse_reading(report.credential),
        "raw": raw if len(raw) <= _MAX_RAW else "",
        "report_json": json.dumps(report.to_json(), indent=2, ensure_ascii=False),
    }
    return render(request, "verification/answer.html", context)


def _too_many_answer(request: HttpRequest, *, wait_seconds: int) -> HttpResponse:
    response = respond(
        request,
        status=429,
        code="too_many_checks",
        message=ngettext(
            "More checks came from your address in this minute than one person needs. Wait"
            " %(count)d second, then try again.",
            "More checks came from your address in this minute than one person needs. Wait"
            " %(count)d seconds, then try again.",
            wait_seconds,
        )
        % {"count": wait_seconds},
    )
    response.headers["Retry-After"] = str(wait_seconds)
    return response
