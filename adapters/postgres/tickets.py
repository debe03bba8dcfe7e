"""Single sign-on tickets (单点登录票据) in PostgreSQL: found by keyed digest, themselves nowhere."""

from adapters.postgres.rows.gateway import TicketRow
from domain.gateway.ticket import Ticket
from domain.kernel.ids import PartyId, SessionId, TicketId
from domain.kernel.party import Channel, Level


class PostgresTickets:
    """Implements domain.gateway.ports.Tickets."""

    async def add(self, ticket: Ticket, *, code: bytes) -> None:
        await TicketRow.create(
            id=ticket.ticket_id,
            code_digest=code,
            page=ticket.page,
            department=ticket.department,
            person_id=ticket.person,
            party_id=ticket.party,
            session_id=ticket.session,
            level=int(ticket.level),
            channel=str(ticket.channel),
            capacity=ticket.capacity,
            issued_at=ticket.issued_at,
        )

    async def take_by_code(self, code: bytes) -> Ticket | None:
        row = await TicketRow.select_for_update().get_or_none(code_digest=code)
        if row is None:
            return None
        return Ticket(
            ticket_id=TicketId(row.id),
            page=row.page,
            department=row.department,
            person=PartyId(row.person_id),
            party=PartyId(row.party_id),
            session=SessionId(row.session_id),
            level=Level(row.level),
            channel=Channel(row.channel),
            capacity=row.capacity,
            issued_at=row.issued_at,
            used_at=row.used_at,
        )

    async def save(self, ticket: Ticket) -> None:
        await TicketRow.filter(id=ticket.ticket_id).update(used_at=ticket.used_at)
