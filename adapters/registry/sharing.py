"""What every question to a register says (数据共享): of which catalogue, what for, and on what ground.

Source: 国令716 §7, 国令809 (effective 2025-08-01); names of headers: docs/vendors/enterprise-register.md.
"""

from urllib.parse import quote

from adapters.envelope.sender import purpose_header
from domain.kernel.refusal import Unavailable
from domain.parties.records import Origin


def sharing_headers(system: str, origin: Origin, purpose: str) -> dict[str, str]:
    """目录编号, 用途, 依据; percent-encoded, because headers are ASCII. Raises Refused."""
    return {
        **purpose_header(system, purpose),
        "X-Catalogue-Id": quote(origin.catalogue_id, safe=""),
        "X-Basis": quote(origin.basis, safe=""),
    }


def check_catalogue(system: str, origin: Origin, *told: str) -> None:
    """Raises Unavailable: a value of another 目录 would stand under a wrong provenance for ever."""
    if any(one != origin.catalogue_id for one in told):
        raise Unavailable(system, "catalogue-changed")


def check_same(system: str, asked: str, *told: str) -> None:
    """Raises Unavailable: what is told of somebody else is no answer, whoever erred."""
    if any(one.upper() != asked.upper() for one in told):
        raise Unavailable(system, "answer-of-another")
