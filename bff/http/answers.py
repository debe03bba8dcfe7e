"""What every answer carries: request id, security headers, and a line in the metrics and the log."""

import time

import structlog
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from sanic.response import BaseHTTPResponse

from bff.http.request import App, Ask

log = structlog.get_logger(__name__)

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=()",  # a verifier scans licences
}
# RFC 6797 §7.2: only where we are reached by https. Other addresses of the city are for others to decide
HSTS = {"Strict-Transport-Security": "max-age=31536000"}


class Meters:
    """Counted per operation and status; nothing about people is a label."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.answers = Counter(
            "palm_answers", "Answers given", ("operation", "status"), registry=self.registry
        )
        self.seconds = Histogram(
            "palm_answer_seconds", "Time to answer", ("operation",), registry=self.registry
        )
        self.anchor = Gauge(
            "palm_anchor_age_seconds", "Age of the ledger's newest checkpoint", registry=self.registry
        )
        self.left_alone = Gauge(
            "palm_back_end_left_alone",
            "1 while this process calls a back-end of the gateway no more (circuit breaker)",
            ("back_end",),
            registry=self.registry,
        )
        self.waiting = Gauge(
            "palm_cases_waiting", "Cases that wait for a system that is away", registry=self.registry
        )
        self.sms_shares = Gauge(
            "palm_sms_share",
            "Of a hundred texts, how many the operator is given",
            ("vendor",),
            registry=self.registry,
        )


def headers(*, by_https: bool) -> dict[str, str]:
    """Of every answer."""
    return HEADERS | HSTS if by_https else HEADERS


def register(app: App, meters: Meters, *, by_https: bool) -> None:
    always = headers(by_https=by_https)

    async def finish(request: Ask, response: BaseHTTPResponse) -> None:
        for name, value in always.items():
            response.headers.setdefault(name, value)
        request_id = request.ctx.request_id
        response.headers["X-Request-Id"] = request_id
        operation = request.route.name.rpartition(".")[2] if request.route else "none"
        meters.answers.labels(operation, str(response.status)).inc()
        meters.seconds.labels(operation).observe(time.monotonic() - request.ctx.started)
        log.info("answered", operation=operation, status=response.status, request_id=request_id)

    app.register_middleware(finish, "response", priority=1)
