"""What staff sign in with, in PostgreSQL: passwords as Argon2 strings, the authenticator's keys sealed."""

from adapters.postgres.rows.staff import StaffCredentialsRow, StaffRow
from domain.kernel.ids import StaffId
from domain.kernel.ports import Cipher
from domain.staff.credentials import Credentials

OFFERED, SECRET = "staff_credentials.offered", "staff_credentials.secret"


class PostgresCredentials:
    """Implements domain.staff.ports.CredentialStore."""

    def __init__(self, cipher: Cipher) -> None:
        self._cipher = cipher

    async def of_login(self, login: str) -> Credentials | None:
        account = await StaffRow.get_or_none(login=login, ended_at=None)
        row = None if account is None else await StaffCredentialsRow.get_or_none(id=account.id)
        return None if row is None else self._credentials(row)

    async def take(self, staff: StaffId) -> Credentials:
        # the account's row is there also before its first credentials are
        await StaffRow.select_for_update().get(id=staff)
        row = await StaffCredentialsRow.get_or_none(id=staff)
        return Credentials(staff) if row is None else self._credentials(row)

    async def save(self, credentials: Credentials) -> None:
        staff = credentials.staff_id
        await StaffCredentialsRow.update_or_create(
            {
                "activation": credentials.activation,
                "activation_ends": credentials.activation_ends,
                "chosen": credentials.chosen,
                "offered": self._sealed(OFFERED, staff, credentials.offered),
                "password": credentials.password,
                "secret": self._sealed(SECRET, staff, credentials.secret),
                "last_step": credentials.last_step,
                "failures": credentials.failures,
            },
            id=staff,
        )

    async def active(self) -> frozenset[StaffId]:
        rows = StaffCredentialsRow.exclude(password=None).exclude(secret=None)
        return frozenset(StaffId(row.id) for row in await rows.only("id"))

    def _sealed(self, place: str, staff: StaffId, clear: bytes | None) -> bytes | None:
        return None if clear is None else self._cipher.seal(place, staff, clear)

    def _opened(self, place: str, row: StaffCredentialsRow, sealed: bytes | None) -> bytes | None:
        return None if sealed is None else self._cipher.open(place, row.id, sealed)

    def _credentials(self, row: StaffCredentialsRow) -> Credentials:
        return Credentials(
            StaffId(row.id),
            row.activation,
            row.activation_ends,
            row.chosen,
            self._opened(OFFERED, row, row.offered),
            row.password,
            self._opened(SECRET, row, row.secret),
            row.last_step,
            row.failures,
        )
