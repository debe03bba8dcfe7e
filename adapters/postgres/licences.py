"""Licences (证照), presentations and looks in PostgreSQL: what names a holder is sealed."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

import msgspec
from tortoise.connection import get_connection

from adapters.postgres.rows.licences import LicenceRow, LookRow, PresentationRow, WalletRow
from domain.kernel.ids import LicenceId, PartyId, PresentationId, VerifierId
from domain.kernel.ports import Cipher, Digests, NewId
from domain.kernel.refusals import NotFound
from domain.licences.licence import Licence, LicenceStatus
from domain.licences.presentation import Look, Presentation, Redemption

PLACE = "licences.sealed"
LOOKS = 100


class _Sealed(msgspec.Struct):
    identifier: str
    number: str
    name: str
    licence_type: str
    issuer: str
    valid_from: date | None
    valid_until: date | None


class PostgresLicences:
    """Implements domain.licences.ports.Licences."""

    def __init__(self, cipher: Cipher, digests: Digests) -> None:
        self._cipher, self._digests = cipher, digests

    async def of_holder(self, holder: PartyId) -> tuple[Licence, ...]:
        rows = await LicenceRow.filter(holder_id=holder).order_by("-valid_until", "id")
        return tuple(self._licence(row) for row in rows)

    async def by_id(self, licence: LicenceId) -> Licence:
        row = await LicenceRow.get_or_none(id=licence)
        if row is None:
            raise NotFound(str(licence))
        return self._licence(row)

    async def put(self, licence: Licence) -> Licence:
        """Two at once: the second waits for the first, then writes over it under the same id, unless what it
        heard from the bank is older. A sealed revocation is later than whatever anybody heard before."""
        index = self._digests.keyed("licence-identifier", licence.identifier)
        values = {
            "id": licence.licence_id,
            "holder_id": licence.holder,
            "sealed": self._seal(licence.licence_id, licence),
            "status": str(licence.status),
            "valid_until": licence.valid_until,
            "fetched_at": licence.fetched_at,
            "confirmed_at": licence.last_confirmed,
            "version": 0,
        }
        found, is_new = await LicenceRow.get_or_create(values, identifier_index=index)
        if is_new:
            return self._licence(found)
        row = await LicenceRow.select_for_update().get(id=found.id)
        kept = self._licence(row)
        if licence.last_confirmed < kept.last_confirmed:
            if licence.status is not LicenceStatus.REVOKED:
                return kept
            licence = replace(kept, status=LicenceStatus.REVOKED)
        elif kept.status is LicenceStatus.REVOKED:
            licence = replace(licence, status=LicenceStatus.REVOKED)
        row.sealed = self._seal(row.id, licence)
        row.status, row.valid_until = str(licence.status), licence.valid_until
        row.fetched_at, row.confirmed_at = licence.fetched_at, licence.last_confirmed
        row.version += 1
        await row.save(
            update_fields=["sealed", "status", "valid_until", "fetched_at", "confirmed_at", "version"]
        )
        return self._licence(row)

    async def asked_at(self, holder: PartyId) -> datetime | None:
        row = await WalletRow.get_or_none(holder_id=holder)
        return None if row is None else row.asked_at

    async def asked(self, holder: PartyId, at: datetime) -> None:
        await WalletRow.update_or_create({"asked_at": at}, holder_id=holder)

    def _seal(self, key: UUID, licence: Licence) -> bytes:
        clear = _Sealed(
            licence.identifier,
            licence.number,
            licence.name,
            licence.licence_type,
            licence.issuer,
            licence.valid_from,
            licence.valid_until,
        )
        return self._cipher.seal(PLACE, key, msgspec.json.encode(clear))

    def _licence(self, row: LicenceRow) -> Licence:
        clear = msgspec.json.decode(self._cipher.open(PLACE, row.id, row.sealed), type=_Sealed)
        return Licence(
            licence_id=LicenceId(row.id),
            holder=PartyId(row.holder_id),
            identifier=clear.identifier,
            number=clear.number,
            name=clear.name,
            licence_type=clear.licence_type,
            issuer=clear.issuer,
            valid_from=clear.valid_from,
            valid_until=clear.valid_until,
            status=LicenceStatus(row.status),
            fetched_at=row.fetched_at,
            version=row.version,
            confirmed_at=row.confirmed_at,
        )


class PostgresPresentations:
    """Implements domain.licences.ports.Presentations."""

    def __init__(self, new_id: NewId) -> None:
        self._new_id = new_id

    async def add(self, presentation: Presentation, *, code: bytes) -> None:
        await get_connection("default").execute_query(
            "UPDATE presentations SET replaced = TRUE WHERE licence_id = %s AND redeemed_at IS NULL",
            [presentation.licence],
        )
        await PresentationRow.create(
            id=presentation.presentation_id,
            licence_id=presentation.licence,
            holder_id=presentation.holder,
            shown_by=presentation.shown_by,
            code_digest=code,
            shown_at=presentation.shown_at,
        )

    async def take_by_code(self, code: bytes) -> Presentation | None:
        row = await PresentationRow.select_for_update().get_or_none(code_digest=code)
        if row is None:
            return None
        return Presentation(
            PresentationId(row.id),
            LicenceId(row.licence_id),
            PartyId(row.holder_id),
            PartyId(row.shown_by),
            row.shown_at,
            row.redeemed_at,
            row.replaced,
        )

    async def save(self, presentation: Presentation) -> None:
        await PresentationRow.filter(id=presentation.presentation_id).update(
            redeemed_at=presentation.redeemed_at, replaced=presentation.replaced
        )

    async def add_look(self, look: Look, *, verifier: VerifierId) -> None:
        await LookRow.create(
            id=self._new_id(),
            licence_id=look.licence,
            presentation_id=look.presentation,
            verifier_id=verifier,
            organisation=look.organisation,
            operator=look.operator,
            purpose=look.purpose,
            at=look.at,
            result=str(look.result),
        )

    async def looks(self, licence: LicenceId) -> tuple[Look, ...]:
        rows = await LookRow.filter(licence_id=licence).order_by("-at", "-id").limit(LOOKS)
        return tuple(
            Look(
                LicenceId(row.licence_id),
                PresentationId(row.presentation_id),
                row.organisation,
                row.operator,
                row.purpose,
                row.at,
                Redemption(row.result),
            )
            for row in rows
        )
