"""The preference desk, put together."""

from adapters.postgres.notices import PostgresNotices
from adapters.postgres.parties import PostgresParties
from adapters.postgres.preferences import PostgresPreferences
from bff.compose.core import Core
from bff.compose.sessions import raising_alerts
from bff.desks.preferences import PreferenceDesk
from domain.invitations.quiet import QuietHours
from domain.usecases.change_preferences import ChangePreferences
from domain.usecases.check_authority import CheckAuthority
from domain.usecases.hand_over_notice import Ways
from domain.usecases.list_messages import ListMessages
from domain.usecases.read_preferences import ReachPerson, ReadPreferences


def preference_desk(
    core: Core, by: Ways, check_authority: CheckAuthority, quiet: QuietHours | None
) -> PreferenceDesk:
    """`by`: how this city tells people; `quiet`: its own hours."""
    parties = PostgresParties(core.cipher, core.digests, core.now, core.new_id)
    preferences = PostgresPreferences(core.digests)
    read = ReadPreferences(preferences, ReachPerson(parties, by), core.atomic, quiet)
    return PreferenceDesk(
        read_preferences=read,
        change_preferences=ChangePreferences(
            preferences, read, raising_alerts(core), core.ledger, core.atomic, core.now
        ),
        list_messages=ListMessages(
            check_authority,
            check_authority.ask_authorities,
            PostgresNotices(core.cipher, core.digests),
            parties,
        ),
    )
