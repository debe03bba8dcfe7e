"""A licence (证照) as it is shown, in plain values: on a card of the wallet and to who verifies it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from domain.clock.clock import beijing_date
from domain.kernel.party import Party
from domain.licences.licence import IN_FORCE, WORDS, Licence, LicenceStatus
from domain.usecases.compose_shown import called
from domain.usecases.find_renewals import Renewal


@dataclass(frozen=True, slots=True)
class LicenceView:
    """`holder`: an organisation in clear, a person masked; `number_tail`: its last five characters."""

    licence_id: UUID
    name: str
    number_tail: str
    holder: str
    issuer: str
    valid_from: date | None
    valid_until: date | None
    status: str
    status_text: str
    renewing: bool
    fetched_at: datetime
    correcting: bool = False  # 更正处理中: its holder said that it is wrong, and waits for an answer
    confirmed_at: datetime | None = None  # 最近核对; None: an answer kept by the release before


def shown_status(licence: Licence, renewals: Iterable[Renewal], now: datetime) -> LicenceStatus:
    """状态待核实 for what was in force when the bank last said so, too long ago."""
    is_renewing = any(renewal.concerns(licence) for renewal in renewals)
    status = licence.shown_as(today=beijing_date(now), is_renewing=is_renewing)
    return LicenceStatus.UNKNOWN if status in IN_FORCE and not licence.is_confirmed(now) else status


def licence_view(
    licence: Licence, *, holder: Party, renewals: tuple[Renewal, ...], now: datetime
) -> LicenceView:
    status = shown_status(licence, renewals, now)
    is_in_force = licence.status is LicenceStatus.VALID
    return LicenceView(
        licence_id=licence.licence_id,
        name=licence.name,
        number_tail=licence.number_tail,
        holder=called(holder),
        issuer=licence.issuer,
        valid_from=licence.valid_from,
        valid_until=licence.valid_until,
        status=str(status),
        status_text=WORDS[status],
        renewing=is_in_force and any(renewal.concerns(licence) for renewal in renewals),
        fetched_at=licence.fetched_at,
        confirmed_at=licence.last_confirmed,
    )
