"""Parties (服务对象) and authorities in PostgreSQL: numbers and names sealed, found by keyed digest."""

from datetime import datetime

from adapters.postgres.rows.parties import AuthorityRow, PartyRow, RegisterAnswerRow
from domain.kernel.ids import PartyId
from domain.kernel.party import Party, PartyKind
from domain.kernel.personal import DocumentNumber, OrganisationName, PersonName
from domain.kernel.ports import Cipher, Clock, Digests, NewId
from domain.kernel.refusals import NotFound
from domain.parties.ports import Authority

NUMBER, NAME = "parties.number", "parties.name"


class PostgresParties:
    """Implements domain.parties.ports.Parties and KnownOrganisations."""

    def __init__(self, cipher: Cipher, digests: Digests, now: Clock, new_id: NewId) -> None:
        self._cipher, self._digests, self._now, self._new_id = cipher, digests, now, new_id

    async def by_id(self, party: PartyId) -> Party:
        row = await PartyRow.get_or_none(id=party)
        if row is None:
            raise NotFound(str(party))
        return self._party(row)

    async def hold(self, person: PartyId) -> None:
        await PartyRow.select_for_update().get_or_none(id=person)  # Tortoise locks nothing for values_list

    async def by_code(self, code: DocumentNumber) -> Party | None:
        row = await PartyRow.get_or_none(number_index=self._index(code), kind=PartyKind.ORGANISATION)
        return None if row is None else self._party(row)

    async def remember_person(self, name: PersonName, number: DocumentNumber, *, mark: str = "") -> Party:
        return await self._remember(PartyKind.PERSON, "自然人", name, number, mark)

    async def meet_person(self, name: PersonName, number: DocumentNumber) -> Party:
        return await self._remember(PartyKind.PERSON, "自然人", name, number, renames=False)

    async def remember_organisation(
        self, name: OrganisationName, number: DocumentNumber, *, holder_kind: str
    ) -> Party:
        return await self._remember(PartyKind.ORGANISATION, holder_kind, name, number)

    async def _remember(
        self,
        kind: PartyKind,
        holder_kind: str,
        name: PersonName | OrganisationName,
        number: DocumentNumber,
        mark: str = "",
        *,
        renames: bool = True,
    ) -> Party:
        made = self._new_id()
        row, is_new = await PartyRow.get_or_create(
            {
                "id": made,
                "kind": kind,
                "holder_kind": holder_kind,
                "number": self._cipher.seal(NUMBER, made, number.reveal().encode()),
                "name": self._cipher.seal(NAME, made, name.reveal().encode()),
                "seen_at": self._now(),
                "number_kind": mark or None,
            },
            number_index=self._index(number, mark),
        )
        if not is_new:
            row.holder_kind, row.seen_at = holder_kind, self._now()
            changed = ["holder_kind", "seen_at"]
            if renames:
                row.name = self._cipher.seal(NAME, row.id, name.reveal().encode())
                changed.append("name")
            await row.save(update_fields=changed)
        return self._party(row)

    def _index(self, number: DocumentNumber, mark: str = "") -> bytes:
        clear = f"{mark}:{number.reveal()}" if mark else number.reveal()
        return self._digests.keyed("party-number", clear)

    def _party(self, row: PartyRow) -> Party:
        name = self._cipher.open(NAME, row.id, row.name).decode()
        kind = PartyKind(row.kind)
        return Party(
            PartyId(row.id),
            kind,
            row.holder_kind,
            DocumentNumber(self._cipher.open(NUMBER, row.id, row.number).decode()),
            PersonName(name) if kind is PartyKind.PERSON else OrganisationName(name),
            row.number_kind or "",
        )


class PostgresAuthorities:
    """Implements domain.parties.ports.Authorities."""

    def __init__(self, now: Clock, new_id: NewId) -> None:
        self._now, self._new_id = now, new_id

    async def replace(self, person: PartyId, authorities: tuple[Authority, ...]) -> None:
        await RegisterAnswerRow.update_or_create({"asked_at": self._now()}, person_id=person)
        await AuthorityRow.filter(person_id=person).delete()
        await AuthorityRow.bulk_create(
            AuthorityRow(
                id=self._new_id(),
                person_id=person,
                party_id=authority.party,
                capacity=authority.capacity,
                as_of=authority.as_of,
            )
            for authority in authorities
        )

    async def of_person(self, person: PartyId) -> tuple[Authority, ...]:
        rows = await AuthorityRow.filter(person_id=person).order_by("id")
        return tuple(Authority(person, PartyId(row.party_id), row.capacity, row.as_of) for row in rows)

    async def of_party(self, party: PartyId) -> tuple[PartyId, ...]:
        rows = await AuthorityRow.filter(party_id=party).order_by("id")
        return tuple(PartyId(row.person_id) for row in rows)

    async def asked_at(self, person: PartyId) -> datetime | None:
        row = await RegisterAnswerRow.get_or_none(person_id=person)
        return None if row is None else row.asked_at
