"""The session desk: on which devices somebody is signed in, what they were warned of, whose keys prove it."""

from collections.abc import Callable
from dataclasses import dataclass

from domain.identity.ports import PublishedKey
from domain.usecases.bind_app import BindApp, UnbindApp
from domain.usecases.end_sessions import EndSessions
from domain.usecases.list_alerts import ListAlerts
from domain.usecases.list_sessions import ListSessions
from domain.usecases.name_device import NameDevice
from domain.usecases.tell_person import TellPerson


@dataclass(frozen=True, slots=True)
class SessionDesk:
    name_device: NameDevice
    list_sessions: ListSessions
    end_sessions: EndSessions
    bind_app: BindApp
    unbind_app: UnbindApp
    list_alerts: ListAlerts
    tell_person: TellPerson
    token_keys: Callable[[], tuple[PublishedKey, ...]]
