"""How holders are told: the parts of a notice's way, on whichever channel, put together."""

from dataclasses import dataclass

from adapters.postgres.app_devices import PostgresAppDevices
from adapters.postgres.calls import PostgresBadNumbers, PostgresCalls
from adapters.postgres.followers import PostgresFollowers
from adapters.postgres.forms import PostgresForms
from adapters.postgres.invitations import PostgresInvitations
from adapters.postgres.matters import PostgresMatters
from adapters.postgres.notices import PostgresNotices
from adapters.postgres.parties import PostgresParties
from adapters.postgres.preferences import PostgresPreferences
from adapters.postgres.subscriptions import PostgresSubscriptions
from adapters.postgres.visitors import PostgresVisitors
from bff.compose.core import Core
from domain.invitations.official_account import TemplateMessages
from domain.invitations.outside import PushMessages, SmsSender, SubscribeMessages
from domain.invitations.quiet import QuietHours
from domain.invitations.ways import USUAL
from domain.kernel.party import Channel
from domain.usecases.case_phone import CasePhone
from domain.usecases.choose_contact import ChooseContact
from domain.usecases.fall_back_to_text import FallBackToText
from domain.usecases.hand_over_notice import NoticeWay, Ways
from domain.usecases.hear_wishes import HearWishes
from domain.usecases.open_matter import OpenMatter
from domain.usecases.queue_notice import QueueNotice
from domain.usecases.queue_text import QueueText
from domain.usecases.record_notice import RecordNotice
from domain.usecases.spend_credit import SpendCredit
from domain.usecases.tell_by_app import TellByApp
from domain.usecases.tell_by_mini_program import TellByMiniProgram
from domain.usecases.tell_by_official_account import TellByOfficialAccount
from domain.usecases.tell_by_text import TellByText
from domain.usecases.tell_holder import TellHolder


@dataclass(frozen=True, slots=True)
class MoreWays:
    """Beside texts and the mini-program; None: the city has none. `order`: those that are offered."""

    push: PushMessages | None = None
    template_messages: TemplateMessages | None = None
    order: tuple[Channel, ...] = USUAL


NOBODY = Ways((), frozenset())  # where nobody is told


def case_phone(core: Core) -> CasePhone:
    """At which number whoever applied is rung."""
    cipher, digests, new_id = core.cipher, core.digests, core.new_id
    notices, bad_numbers = PostgresNotices(cipher, digests), PostgresBadNumbers(digests, new_id)
    return CasePhone(PostgresForms(cipher, new_id), notices, bad_numbers)


def ways(core: Core, sms: SmsSender, messages: SubscribeMessages, more: MoreWays = MoreWays()) -> Ways:
    """How notices go: a way the city has given up is still there for those that were queued for it."""
    visitors = PostgresVisitors(core.cipher, core.digests, core.new_id)
    subscriptions = PostgresSubscriptions(core.digests, core.new_id)
    found: list[NoticeWay] = [
        TellByText(sms),
        TellByMiniProgram(visitors, subscriptions, messages, SpendCredit(visitors, subscriptions, messages)),
    ]
    if more.template_messages is not None:
        followers = PostgresFollowers(core.cipher, core.digests, core.new_id)
        found.append(TellByOfficialAccount(visitors, followers, more.template_messages, core.now))
    if more.push is not None:
        found.append(TellByApp(PostgresAppDevices(core.digests, core.now), more.push))
    place = {channel: number for number, channel in enumerate(more.order)}
    found.sort(key=lambda way: place.get(way.channel, len(place)))
    return Ways(tuple(found), frozenset(more.order))


def hear_wishes(core: Core, city: QuietHours | None = None) -> HearWishes:
    """`city`: its own quiet hours, for whoever asks how long to wait."""
    return HearWishes(PostgresPreferences(core.digests), PostgresInvitations(core.new_id), core.now, city)


@dataclass(frozen=True, slots=True)
class Telling:
    queue_notice: QueueNotice
    choose_contact: ChooseContact
    queue_text: QueueText
    record: RecordNotice


def telling(core: Core, by: Ways) -> Telling:
    cipher, digests, new_id, jobs = core.cipher, core.digests, core.new_id, core.jobs
    invitations, notices = PostgresInvitations(new_id), PostgresNotices(cipher, digests)
    calls, visitors = PostgresCalls(cipher, digests), PostgresVisitors(cipher, digests, new_id)
    queue_text = QueueText(invitations, notices, jobs, digests, core.randomness, new_id)
    hear = hear_wishes(core)
    choose_contact = ChooseContact(by, visitors, PostgresBadNumbers(digests, new_id), hear)
    fall_back = FallBackToText(invitations, queue_text, hear, core.now)
    return Telling(
        QueueNotice(choose_contact, queue_text, notices, calls, jobs, new_id),
        choose_contact,
        queue_text,
        RecordNotice(notices, calls, core.ledger, core.evidence, fall_back, jobs, core.now, new_id),
    )


def tell_holder(core: Core) -> TellHolder:
    """What happened in a running matter, said by whoever records it."""
    invitations, notices = PostgresInvitations(core.new_id), PostgresNotices(core.cipher, core.digests)
    return TellHolder(invitations, notices, core.jobs, core.now, core.new_id)


def matter_opening(core: Core, queue_notice: QueueNotice | None = None) -> OpenMatter:
    """For those who are told; without `queue_notice` for those who start by themselves."""
    new_id = core.new_id
    queue = queue_notice or telling(core, NOBODY).queue_notice
    parties = PostgresParties(core.cipher, core.digests, core.now, new_id)
    return OpenMatter(parties, PostgresMatters(), PostgresInvitations(new_id), core.ledger, queue, new_id)
