"""The HTTP application: an Office behind routes. Knows no adapter."""

from pathlib import Path

from sanic import Sanic

from bff.callbacks import approval, courier, face, sms, wechat
from bff.citizen import (
    appointments,
    cases,
    documents,
    forms,
    home,
    identity,
    items,
    matter_forms,
    matters,
    ratings,
    session,
    starts,
    wallet,
)
from bff.console import calls, doubts, push_lists, shipments
from bff.enterprise import identity as enterprise_identity
from bff.enterprise import session as enterprise_session
from bff.enterprise import subscriptions
from bff.gateway import calls as gateway_calls
from bff.gateway import jumps, tickets
from bff.http import answers, guard, problems
from bff.http.mirrored import mirrored
from bff.http.request import VENDOR_BODY, App, AppCtx, Ask
from bff.office import Office
from bff.ops import health, pages
from bff.sms import messages
from bff.verifier import verifications

# what belongs to a person or the organisation they act for, wherever they ask from
SHARED = (
    home.bp,
    matters.bp,
    matter_forms.bp,
    cases.bp,
    forms.bp,
    documents.bp,
    wallet.bp,
    ratings.bp,
    starts.bp,
    jumps.bp,
)
BLUEPRINTS = (
    health.bp,
    messages.bp,
    identity.bp,
    session.bp,
    appointments.bp,
    items.bp,
    *SHARED,
    enterprise_session.bp,
    enterprise_identity.bp,
    subscriptions.bp,
    *(mirrored(one, prefix="/v1/enterprise") for one in SHARED),
    gateway_calls.bp,
    mirrored(gateway_calls.bp, prefix="/v1/enterprise/gateway"),
    tickets.bp,
    verifications.bp,
    push_lists.bp,
    doubts.bp,
    shipments.bp,
    calls.bp,
    sms.bp,
    face.bp,
    courier.bp,
    wechat.bp,
    approval.bp,
)


def create_app(
    *, static: Path, meters: answers.Meters, forwarded_secret: str = "", name: str = "palm"
) -> App:
    """Routes, guard and error table; `seat` gives it its Office once the event loop runs."""
    app: App = Sanic(name, ctx=AppCtx(), request_class=Ask, configure_logging=False, env_prefix="")  # type: ignore[arg-type]  # its own generics do not meet
    app.config.AUTO_EXTEND = False
    app.config.REQUEST_MAX_SIZE = VENDOR_BODY  # the most of all routes; each has its own limit
    app.config.FALLBACK_ERROR_FORMAT = "json"
    app.config.ACCESS_LOG = False
    app.config.MOTD = False
    app.config.FORWARDED_SECRET = forwarded_secret or None
    answers.register(app, meters)
    guard.register(app)
    problems.register(app)
    for blueprint in BLUEPRINTS:
        app.blueprint(blueprint)
    pages.register(app, static)
    return app


def seat(app: App, office: Office, ops: health.Ops) -> None:
    """The use cases this application answers with."""
    app.ctx.office, app.ctx.ops = office, ops
