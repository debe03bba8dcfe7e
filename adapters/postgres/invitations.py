"""Invitations (邀约) in PostgreSQL: one a matter, its offers in their order, its codes as keyed digests."""

from collections.abc import Sequence
from datetime import date, datetime

from tortoise.connection import get_connection

from adapters.postgres.rows.invitations import AddressCodeRow, InvitationRow, OfferRow
from domain.invitations.invitation import Answer, Code, Invitation, Offer
from domain.kernel.ids import InvitationId, ItemCode, MatterId, PartyId
from domain.kernel.ports import NewId
from domain.kernel.refusals import NotFound

BY_CODE = """
SELECT i.matter_id, c.valid_through FROM address_codes c JOIN invitations i ON i.id = c.invitation_id
WHERE c.digest = %s
"""


class PostgresInvitations:
    """Implements Invitations and OpenedInvitations. Who changes an answer holds its matter's row."""

    def __init__(self, new_id: NewId) -> None:
        self._new_id = new_id

    async def add(self, invitation: Invitation) -> None:
        await InvitationRow.create(
            id=invitation.invitation_id,
            matter_id=invitation.matter,
            party_id=invitation.party,
            text_version=invitation.text_version,
            issued_at=invitation.issued_at,
            seen_at=invitation.seen_at,
            version=invitation.version,
        )
        await OfferRow.bulk_create(
            OfferRow(
                id=self._new_id(),
                invitation_id=invitation.invitation_id,
                place=place,
                item=offer.item,
                record_id=offer.record_id,
                issuing_body=offer.issuing_body,
                event_date=offer.event_date,
                last_day=offer.last_day,
                rule=offer.rule,
                as_of=offer.as_of,
                licence_tail=offer.licence_tail,
                answer=_text(offer.answer),
                source=offer.source or None,
                changed=",".join(offer.changed) or None,
                holder_key=offer.holder_key or None,
            )
            for place, offer in enumerate(invitation.offers)
        )

    async def of_matter(self, matter: MatterId) -> Invitation:
        row = await InvitationRow.get_or_none(matter_id=matter)
        if row is None:
            raise NotFound(str(matter))
        [invitation] = await _with_offers([row])
        return invitation

    async def of_party(self, party: PartyId) -> tuple[Invitation, ...]:
        return await _with_offers(await InvitationRow.filter(party_id=party).order_by("-issued_at", "-id"))

    async def save(self, invitation: Invitation) -> None:
        """All but `seen_at`, which whoever reads it keeps without holding the matter."""
        await InvitationRow.filter(id=invitation.invitation_id).update(version=invitation.version)
        for offer in invitation.offers:
            offers = OfferRow.filter(invitation_id=invitation.invitation_id, item=offer.item)
            await offers.update(answer=_text(offer.answer))

    async def note_opened(self, invitation: InvitationId, at: datetime) -> None:
        await InvitationRow.filter(id=invitation, seen_at=None).update(seen_at=at)

    async def add_code(self, code: Code) -> None:
        await AddressCodeRow.create(
            id=self._new_id(),
            digest=code.digest,
            invitation_id=code.invitation,
            valid_through=code.valid_through,
        )

    async def by_code(self, digest: bytes) -> tuple[MatterId, date] | None:
        rows = await get_connection("default").execute_query_dict(BY_CODE, [digest])
        return (MatterId(rows[0]["matter_id"]), rows[0]["valid_through"]) if rows else None


def _text(answer: Answer | None) -> str | None:
    return None if answer is None else str(answer)


async def _with_offers(rows: Sequence[InvitationRow]) -> tuple[Invitation, ...]:
    offers: dict[object, list[Offer]] = {row.id: [] for row in rows}
    for row in await OfferRow.filter(invitation_id__in=[row.id for row in rows]).order_by("place"):
        offers[row.invitation_id].append(_offer(row))
    return tuple(
        Invitation(
            InvitationId(row.id),
            MatterId(row.matter_id),
            PartyId(row.party_id),
            offers[row.id],
            row.text_version,
            row.issued_at,
            row.version,
            row.seen_at,
        )
        for row in rows
    )


def _offer(row: OfferRow) -> Offer:
    return Offer(
        ItemCode(row.item),
        row.record_id,
        row.issuing_body,
        row.event_date,
        row.last_day,
        row.rule,
        row.as_of,
        None if row.answer is None else Answer(row.answer),
        row.licence_tail,
        row.source or "",
        tuple(row.changed.split(",")) if row.changed else (),
        row.holder_key or "",
    )
