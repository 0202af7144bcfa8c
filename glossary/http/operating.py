"""What operators ask: whether the service lives and is ready, and its counters. Described apart, at ``/operations.json``."""

from __future__ import annotations

from flask import Response

from glossary.contract import answers
from glossary.contract.schemas.index import Health, Readiness
from glossary.errors import Finding
from glossary.http import headers, openapi
from glossary.http.headers import Cache
from glossary.http.requests import service
from glossary.language.tags import SOURCE
from glossary.serving import metrics
from glossary.settings import Settings

blueprint = openapi.DocumentedBlueprint("operations", __name__, description="For operators: no client needs them.")


@blueprint.route("/healthz")
@openapi.responds(blueprint, Health)
def healthz() -> openapi.View:
    """The service is alive"""
    return {"status": "ok"}, headers.of_response(Cache.NEVER, [SOURCE])


@blueprint.route("/metrics")
@openapi.answers(blueprint, [metrics.MEDIA_TYPE])
def measures() -> Response:
    """Counters for Prometheus, without any label about readers"""
    return Response(metrics.text(), content_type=metrics.MEDIA_TYPE)


@blueprint.route("/readyz")
@openapi.responds(blueprint, Readiness)
def readyz() -> openapi.View:
    """The service has a good edition; which problems of the content wait"""
    running = service()
    findings = (*running.findings, *_offered(running.settings))
    document = answers.readiness(running.edition, findings, pinned=bool(running.settings.maintainers))
    return document, headers.of_response(Cache.NEVER, [SOURCE])


def _offered(settings: Settings) -> tuple[Finding, ...]:
    """Return what is wrong with the content that is offered, where it is taken as an artifact."""
    if not settings.content:
        return ()
    from glossary.artifact import following  # most services have a folder of content

    return following.findings(settings)
