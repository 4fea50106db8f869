"""API errors as problem details (RFC 9457)."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.urls import get_script_prefix

MEDIA_TYPE = "application/problem+json"
API = "api/"


def is_for_api(request: HttpRequest) -> bool:
    """Tell whether a request is to the API, whose errors are never HTML pages."""
    return request.path.startswith(get_script_prefix() + API)


def problem(request: HttpRequest, status: int, detail: str, **more: Any) -> JsonResponse:
    """Return an error. `detail` says what is wrong and what to do; `more` holds members beyond the standard ones."""
    said = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    content = {**said, "instance": request.path, **more}
    response = JsonResponse(content, status=status, content_type=MEDIA_TYPE, json_dumps_params={"ensure_ascii": False})
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = "no-store"
    return response
