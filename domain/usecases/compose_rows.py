"""Compose the rows that rules read (分析研判) from registers: keys, dates and codes, nobody named."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from domain.catalogue.holder_kind import HolderKind
from domain.findings.address_text import weigh_move
from domain.findings.ports import ChangeRow, Move, SnapshotRow
from domain.kernel.personal import DocumentNumber
from domain.kernel.ports import Digests
from domain.parties.records import CertificateRow, ChangedField, ChangedValue, RegisteredChange
from domain.usecases.join_registers import PREFIX

# the social register tells its own type codes; it keeps one certificate for each kind of organisation, and
# the catalogue knows it by name (社会团体、民办非企业单位、基金会登记管理条例)
CERTIFICATES: Mapping[str, str] = MappingProxyType(
    {
        "社会团体": "社会团体法人登记证书",
        "民办非企业单位": "民办非企业单位登记证书",
        "基金会": "基金会法人登记证书",
    }
)
_WORST_LAST = (Move.NONE, Move.UNCLEAR, Move.ELSEWHERE)


@dataclass(frozen=True, slots=True)
class ComposeRows:
    """The same for the whole city's snapshot and for one holder who asks by themselves."""

    digests: Digests

    def holder_key(self, number: DocumentNumber) -> str:
        return self.digests.keyed("snapshot-holder", number.reveal()).hex()

    def licence(self, row: CertificateRow, as_of: datetime) -> SnapshotRow:
        """`as_of` stands in where the register does not say when it last touched the row."""
        return SnapshotRow(
            record_id=row.record_id,
            holder_key=self.holder_key(row.holder_number),
            holder_kind=row.holder_kind,
            licence_type=_licence_type(row),
            issuing_body_code=row.issuing_body_code,
            valid_from=row.valid_from,
            valid_until=row.valid_until,
            status=row.status,
            has_contact=True,  # the pages do not say: found out when the holder is to be told
            originals=row.originals,
            duplicates=row.duplicates,
            updated_at=row.updated_at or as_of,
            name_key=self._name_key(row),
        )

    def _name_key(self, row: CertificateRow) -> str:
        if row.holder_kind == HolderKind.PERSON:
            return ""
        return self.digests.keyed("snapshot-name", row.holder_name.reveal()).hex()

    def changes(self, change: RegisteredChange) -> tuple[ChangeRow, ...]:
        """One row a field; none for an address that is only written differently now."""
        moves: dict[ChangedField, Move] = {}
        for value in change.values:
            move = _move(value)
            if value.field is not ChangedField.ADDRESS or move is not Move.NONE:
                moves[value.field] = max(move, moves.get(value.field, Move.NONE), key=_WORST_LAST.index)
        key = self.holder_key(change.holder_number)
        return tuple(
            ChangeRow(change.change_id, key, str(field), change.changed_on, move)
            for field, move in moves.items()
        )


def _licence_type(row: CertificateRow) -> str:
    if row.record_id.startswith(PREFIX):
        return row.licence_type
    return CERTIFICATES.get(row.holder_kind, row.licence_type)


def _move(value: ChangedValue) -> Move:
    if value.field is not ChangedField.ADDRESS:
        return Move.NONE
    return weigh_move(
        value.before.reveal(), value.after.reveal(), value.before_division, value.after_division
    )
