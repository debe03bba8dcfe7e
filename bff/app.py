"""The HTTP application: an Office behind routes. Knows no adapter."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from sanic import Sanic

from bff.callbacks import approval, courier, ems, face, official_account, regulator, sms, wechat
from bff.citizen import (
    addresses,
    app_devices,
    appointments,
    automatic,
    cases,
    documents,
    form_extras,
    forms,
    grievances,
    home,
    identity,
    items,
    mandates,
    matter_forms,
    matters,
    mini_program,
    my_data,
    other_ways,
    outside_sign_in,
    parcels,
    preferences,
    privacy,
    promises,
    ratings,
    receipts,
    revocations,
    screens,
    session,
    sessions,
    sign_in,
    starts,
    supplements,
    wallet,
    web_view,
)
from bff.console import (
    accesses,
    accounts,
    calls,
    certificates,
    clocks,
    doubts,
    figures,
    item_versions,
    push_lists,
    shipments,
    stuck,
    supervision,
    today,
    visits,
)
from bff.console import appointments as counter_appointments
from bff.console import cases as console_cases
from bff.console import grievances as console_grievances
from bff.console import instant as console_instant
from bff.console import items as console_items
from bff.console import promises as console_promises
from bff.console import revocations as console_revocations
from bff.console import session as staff_session
from bff.enterprise import identity as enterprise_identity
from bff.enterprise import other_ways as enterprise_other_ways
from bff.enterprise import session as enterprise_session
from bff.enterprise import subscriptions
from bff.enterprise import web_view as enterprise_web_view
from bff.gateway import calls as gateway_calls
from bff.gateway import jumps, tickets
from bff.http import (
    accessing,
    answers,
    client_versions,
    cors,
    guard,
    limits,
    problems,
    shedding,
    validators,
)
from bff.http.mirrored import mirrored, served
from bff.http.request import LARGEST_BODY, App, AppCtx, Ask, Traffic
from bff.http.shedding import Shedder
from bff.http.turning_away import TurningAway
from bff.office import Office
from bff.ops import health, pages
from bff.sms import messages
from bff.verifier import verifications
from domain.kernel.client import Version

# what belongs to a person or the organisation they act for, wherever they ask from
SHARED = (
    home.bp,
    screens.bp,
    matters.bp,
    matter_forms.bp,
    cases.bp,
    supplements.bp,
    parcels.bp,
    promises.bp,
    forms.bp,
    form_extras.bp,
    addresses.bp,
    documents.bp,
    wallet.bp,
    ratings.bp,
    receipts.bp,
    grievances.bp,
    revocations.bp,
    automatic.bp,
    starts.bp,
    privacy.bp,
    my_data.bp,
    jumps.bp,
    sessions.bp,
    preferences.bp,
    mandates.bp,
)
# what a clerk does for whoever stands at the desk; the rest (to show licences, to rate, to complain, how they
# are told, what their own phone has) is their own affair
NOT_SERVED = (
    form_extras.bp,
    addresses.bp,
    screens.bp,
    wallet.bp,
    ratings.bp,
    receipts.bp,
    jumps.bp,
    grievances.bp,
    revocations.bp,
    automatic.bp,
    sessions.bp,
    preferences.bp,
    mandates.bp,
    my_data.bp,
)
SERVED = tuple(one for one in SHARED if one not in NOT_SERVED)
BLUEPRINTS = (
    health.bp,
    messages.bp,
    identity.bp,
    session.bp,
    other_ways.bp,
    sign_in.bp,
    outside_sign_in.bp,
    web_view.bp,
    app_devices.bp,
    appointments.bp,
    items.bp,
    mini_program.bp,
    *SHARED,
    enterprise_session.bp,
    enterprise_identity.bp,
    enterprise_other_ways.bp,
    subscriptions.bp,
    enterprise_web_view.bp,
    *(mirrored(one, prefix="/v1/enterprise") for one in SHARED),
    gateway_calls.bp,
    mirrored(gateway_calls.bp, prefix="/v1/enterprise/gateway"),
    tickets.bp,
    verifications.bp,
    staff_session.bp,
    accounts.bp,
    today.bp,
    stuck.bp,
    push_lists.bp,
    clocks.bp,
    figures.bp,
    supervision.bp,
    console_items.bp,
    item_versions.bp,
    console_cases.bp,
    accesses.bp,
    doubts.bp,
    console_instant.bp,
    console_revocations.bp,
    console_promises.bp,
    console_grievances.bp,
    shipments.bp,
    certificates.bp,
    calls.bp,
    counter_appointments.bp,
    visits.bp,
    *(served(one) for one in SERVED),
    sms.bp,
    face.bp,
    courier.bp,
    ems.bp,
    wechat.bp,
    official_account.bp,
    approval.bp,
    regulator.bp,
)


@dataclass(frozen=True, slots=True)
class Door:
    """How this process stands in the network: what it believes, whom it lets read, how much it takes on."""

    # of the proxy before us; without it no forwarded address is believed
    forwarded_secret: str = field(default="", repr=False)
    by_https: bool = True  # people reach us so
    origins: frozenset[str] = frozenset()  # pages of other addresses that may read our answers
    clients: frozenset[tuple[str, Version]] = frozenset()  # of ours: the oldest that is understood
    shedder: Shedder | None = None  # None: nothing is shed


OURS_ALONE = Door()


def create_app(*, static: Path, meters: answers.Meters, door: Door = OURS_ALONE, name: str = "palm") -> App:
    """Routes, guard and error table; `seat` gives it its Office once the event loop runs."""
    ctx = AppCtx(traffic=None, open_now=Counter(), turning_away=None)
    app: App = Sanic(name, ctx=ctx, request_class=Ask, configure_logging=False, env_prefix="")  # type: ignore[arg-type]  # its own generics do not meet
    app.config.AUTO_EXTEND = False
    app.config.REQUEST_MAX_SIZE = LARGEST_BODY  # the most of all routes; each has its own limit
    app.config.REQUEST_TIMEOUT = 10  # seconds for a head
    app.config.CONNECTIONS_OF_AN_ADDRESS = 500
    app.config.KEEP_ALIVE_TIMEOUT = 75
    app.config.FALLBACK_ERROR_FORMAT = "json"
    app.config.ACCESS_LOG = False
    app.config.MOTD = False
    app.config.FORWARDED_SECRET = door.forwarded_secret or None
    answers.register(app, meters, by_https=door.by_https)
    if door.shedder:
        shedding.register(app, door.shedder)
        always = answers.headers(by_https=door.by_https)
        ctx.turning_away = TurningAway(door.shedder, always, meters.answers)
    cors.register(app, door.origins)
    limits.register(app)
    client_versions.register(app, dict(door.clients))
    validators.register(app)
    guard.register(app)
    problems.register(app)
    for blueprint in BLUEPRINTS:
        app.blueprint(blueprint)
    accessing.register(app)
    pages.register(app, static)
    return app


def seat(app: App, office: Office, ops: health.Ops, traffic: Traffic | None = None) -> None:
    """The use cases this application answers with, and who counts what is asked."""
    app.ctx.office, app.ctx.ops, app.ctx.traffic = office, ops, traffic
