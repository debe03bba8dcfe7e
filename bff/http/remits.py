"""What the ids in an address of the desk are ids of: each is asked about for colleagues of certain bodies."""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from uuid import UUID

from domain.kernel.ids import unshort
from domain.staff.concerns import Work

WORK: Mapping[str, Work] = MappingProxyType(
    {
        "mtr": Work.MATTER,
        "case": Work.CASE,
        "call": Work.CALL,
        "ship": Work.SHIPMENT,
        "sup": Work.SUPPLEMENT,
        "prm": Work.PROMISE,
        "stop": Work.STOP,
        "rck": Work.RECHECK,
        "rvk": Work.REVOCATION,
        "prp": Work.PROPOSAL,
        "grv": Work.GRIEVANCE,
        "ntc": Work.NOTICE,
        "dbt": Work.DOUBT,
        "list": Work.PUSH_LIST,
        "vst": Work.VISIT,
    }
)
# of no body: a document is found in its case only, the others are accounts' own or hold for everybody
OF_NO_BODY = frozenset({"doc", "acc", "sss", "itv", "job", "bke"})


def work_in(texts: Iterable[str]) -> Iterator[tuple[Work, UUID]]:
    """Each id among them; what is none finds nothing anyway."""
    for text in texts:
        prefix = text.partition("_")[0]
        found = unshort(prefix, text) if prefix in WORK else None
        if found is not None:
            yield WORK[prefix], found
