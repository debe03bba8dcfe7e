"""The session desk, put together."""

from adapters.postgres.alerts import PostgresAlerts, PostgresPersonPhones
from adapters.postgres.app_devices import PostgresAppDevices
from adapters.postgres.calls import PostgresBadNumbers
from adapters.postgres.parties import PostgresParties
from adapters.postgres.phone_accounts import PostgresPhoneAccounts
from adapters.postgres.sessions import PostgresSessions
from adapters.postgres.visitors import PostgresVisitors
from bff.compose.core import Core
from bff.desks.sessions import SessionDesk
from domain.identity.ports import AccessTokens
from domain.invitations.outside import SmsSender
from domain.usecases.bind_app import BindApp, UnbindApp
from domain.usecases.end_sessions import EndSessions
from domain.usecases.leave_account import LeaveAccount
from domain.usecases.list_alerts import ListAlerts
from domain.usecases.list_sessions import ListSessions
from domain.usecases.name_device import NameDevice
from domain.usecases.raise_alert import RaiseAlert
from domain.usecases.tell_person import TellPerson


def session_desk(
    core: Core, sms: SmsSender, tokens: AccessTokens, *, is_pushing: bool = False
) -> SessionDesk:
    """`is_pushing`: whether the city has a push service for its app."""
    now, atomic, sessions, alerts = core.now, core.atomic, PostgresSessions(), PostgresAlerts()
    devices = PostgresAppDevices(core.digests, now)
    parties = PostgresParties(core.cipher, core.digests, now, core.new_id)
    visitors = PostgresVisitors(core.cipher, core.digests, core.new_id)
    return SessionDesk(
        name_device=NameDevice(core.digests, core.randomness),
        list_sessions=ListSessions(sessions, devices, now),
        end_sessions=EndSessions(
            sessions,
            visitors,
            LeaveAccount(visitors, sessions),
            parties,
            PostgresPhoneAccounts(core.cipher, core.digests, core.new_id),
            devices,
            core.ledger,
            atomic,
            now,
        ),
        bind_app=BindApp(
            devices,
            parties,
            raising_alerts(core),
            core.ledger,
            core.randomness,
            atomic,
            now,
            core.new_id,
            is_offered=is_pushing,
        ),
        unbind_app=UnbindApp(devices, core.ledger, atomic, now),
        list_alerts=ListAlerts(alerts, atomic, now),
        tell_person=TellPerson(
            alerts,
            PostgresPersonPhones(core.cipher),
            PostgresBadNumbers(core.digests, core.new_id),
            sms,
            atomic,
            now,
        ),
        token_keys=tokens.published,
    )


def raising_alerts(core: Core) -> RaiseAlert:
    """For whoever finds that something is wrong with somebody's access."""
    return RaiseAlert(PostgresAlerts(), core.jobs, core.now, core.new_id)
