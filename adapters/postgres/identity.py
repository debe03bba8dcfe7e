"""Identity checks and consents in PostgreSQL: names, numbers and the vendor's references sealed."""

from datetime import datetime

from tortoise.connection import get_connection

from adapters.postgres.rows.identity import ConsentRow, IdentityCheckRow
from domain.identity.check import CheckState, IdentityCheck, Purpose, Verifier
from domain.identity.ports import Consent
from domain.kernel.ids import AccountId, IdentityCheckId, MatterId, SessionId, VisitorId
from domain.kernel.personal import DocumentNumber, PersonName
from domain.kernel.ports import Cipher, Digests, NewId
from domain.kernel.refusals import NotFound

PERSON = "identity-number"  # the purpose of the digest under which a number's checks and consents are found
TABLE = "identity_checks"


class PostgresIdentityChecks:
    """Implements domain.identity.ports.IdentityChecks."""

    def __init__(self, cipher: Cipher, digests: Digests) -> None:
        self._cipher, self._digests = cipher, digests

    async def add(self, check: IdentityCheck, *, resume: bytes, doorbell: bytes) -> None:
        row = IdentityCheckRow(
            id=check.check_id,
            person_index=self._digests.keyed(PERSON, check.number.reveal()),
            resume=resume,
            doorbell=doorbell,
            matter_id=check.matter,
            opened_at=check.opened_at,
            consent_version=check.consent_version,
            visitor_id=check.visitor,
            purpose=None if check.purpose is None else str(check.purpose),
            subject_id=check.subject,
            for_session_id=check.for_session,
            account_id=check.account,
            **self._changing(check),
        )
        await row.save()

    async def take(self, check: IdentityCheckId) -> tuple[IdentityCheck, bytes]:
        row = await IdentityCheckRow.select_for_update().get_or_none(id=check)
        if row is None:
            raise NotFound(str(check))
        return self._check(row), row.resume

    async def take_running(self, number: DocumentNumber) -> tuple[IdentityCheck, ...]:
        states = [str(CheckState.OPENING), str(CheckState.OPENED)]
        mine = IdentityCheckRow.filter(
            person_index=self._digests.keyed(PERSON, number.reveal()), state__in=states
        )
        return tuple(self._check(row) for row in await mine.order_by("id").select_for_update())

    async def by_doorbell(self, doorbell: bytes) -> IdentityCheckId | None:
        row = await IdentityCheckRow.get_or_none(doorbell=doorbell)
        return None if row is None else IdentityCheckId(row.id)

    async def opened_since(self, number: DocumentNumber, since: datetime) -> int:
        index = self._digests.keyed(PERSON, number.reveal())
        turn = int.from_bytes(index[:8], "big", signed=True)
        await get_connection("default").execute_query("SELECT pg_advisory_xact_lock(%s)", [turn])
        return await IdentityCheckRow.filter(person_index=index, opened_at__gte=since).count()

    async def save(self, check: IdentityCheck) -> None:
        await IdentityCheckRow.filter(id=check.check_id).update(**self._changing(check))

    def _changing(self, check: IdentityCheck) -> dict[str, object]:
        return {
            "name": self._seal("name", check, check.name.reveal()),
            "number": self._seal("number", check, check.number.reveal()),
            "reference": self._seal("reference", check, check.reference),
            "verify_url": self._seal("verify_url", check, check.verify_url),
            "refresh_token": self._seal("refresh_token", check, check.refresh_token),
            "state": str(check.state),
            "verifier": str(check.verifier),
            "expires_at": check.expires_at,
            "cause": check.cause,
            "asked_at": check.asked_at,
            "rung_at": check.rung_at,
            "passed_at": check.passed_at,
            "session_id": check.session,
            "forgotten_at": check.forgotten_at,
            "version": check.version,
        }

    def _seal(self, column: str, check: IdentityCheck, clear: str) -> bytes | None:
        """None for nothing, so that a forgotten value leaves no sealed trace."""
        return self._cipher.seal(f"{TABLE}.{column}", check.check_id, clear.encode()) if clear else None

    def _open(self, column: str, row: IdentityCheckRow, sealed: bytes | None) -> str:
        return "" if sealed is None else self._cipher.open(f"{TABLE}.{column}", row.id, sealed).decode()

    def _check(self, row: IdentityCheckRow) -> IdentityCheck:
        return IdentityCheck(
            IdentityCheckId(row.id),
            PersonName(self._open("name", row, row.name)),
            DocumentNumber(self._open("number", row, row.number)),
            None if row.matter_id is None else MatterId(row.matter_id),
            CheckState(row.state),
            row.opened_at,
            row.expires_at,
            row.consent_version,
            reference=self._open("reference", row, row.reference),
            verify_url=self._open("verify_url", row, row.verify_url),
            cause=row.cause,
            asked_at=row.asked_at,
            rung_at=row.rung_at,
            passed_at=row.passed_at,
            session=None if row.session_id is None else SessionId(row.session_id),
            refresh_token=self._open("refresh_token", row, row.refresh_token),
            forgotten_at=row.forgotten_at,
            version=row.version,
            verifier=Verifier.ALIYUN if row.verifier is None else Verifier(row.verifier),
            visitor=None if row.visitor_id is None else VisitorId(row.visitor_id),
            purpose=None if row.purpose is None else Purpose(row.purpose),
            subject=row.subject_id,
            for_session=None if row.for_session_id is None else SessionId(row.for_session_id),
            account=None if row.account_id is None else AccountId(row.account_id),
        )


class PostgresConsents:
    """Implements domain.identity.ports.Consents."""

    def __init__(self, digests: Digests, new_id: NewId) -> None:
        self._digests, self._new_id = digests, new_id

    async def add(self, consent: Consent) -> None:
        await ConsentRow.create(
            id=self._new_id(),
            check_id=consent.check,
            person_index=self._digests.keyed(PERSON, consent.number.reveal()),
            version=consent.version,
            text_digest=consent.text_digest,
            given_at=consent.given_at,
        )

    async def withdraw(self, number: DocumentNumber, at: datetime) -> int:
        index = self._digests.keyed(PERSON, number.reveal())
        return await ConsentRow.filter(person_index=index, withdrawn_at=None).update(withdrawn_at=at)


def person_index(digests: Digests, number: str) -> bytes:
    """Under which a person's checks and consents are found, by their number."""
    return digests.keyed(PERSON, number)
