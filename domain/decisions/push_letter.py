"""A push of the approval back-end as the inbox keeps it: flat text in, the same push out again."""

import json
from collections.abc import Mapping
from datetime import date, datetime

from domain.decisions.push import (
    BackEndPush,
    PushedLicence,
    PushedStop,
    PushStatus,
    Remedy,
    WantedMaterial,
)
from domain.kernel.ids import CaseNumber


def natural_key(push: BackEndPush) -> str:
    """What makes two pushes the same one, however often and in whatever order they come."""
    return f"{push.number}/{push.seq}"


def write(push: BackEndPush) -> Mapping[str, str]:
    return {
        "number": push.number,
        "biz_no": push.biz_no,
        "status": push.status.value,
        "raw_status": push.raw_status,
        "at": push.at.isoformat(),
        "seq": str(push.seq),
        "opinion": push.opinion,
        "reasons": _json(push.reasons),
        "remedies": _json([[r.kind, r.body, r.days, r.months, r.basis] for r in push.remedies]),
        "documents": _json(push.documents),
        "licence": _json(_told(push.licence)),
        "adopted_proposal": push.adopted_proposal,
        "wanted": _json([[one.index, one.name, one.why] for one in push.wanted]),
        "newly_arisen": "yes" if push.newly_arisen else "",
        "stop": _json([push.stop.reason, push.stop.document_number] if push.stop else None),
    }


def read(letter: Mapping[str, str]) -> BackEndPush:
    licence, stop = json.loads(letter["licence"]), json.loads(letter.get("stop", "null"))
    return BackEndPush(
        number=CaseNumber(letter["number"]),
        biz_no=letter["biz_no"],
        status=PushStatus(letter["status"]),
        raw_status=letter["raw_status"],
        at=datetime.fromisoformat(letter["at"]),
        seq=int(letter["seq"]),
        opinion=letter["opinion"],
        reasons=tuple(json.loads(letter["reasons"])),
        remedies=tuple(Remedy(*told) for told in json.loads(letter["remedies"])),
        documents=tuple(json.loads(letter["documents"])),
        licence=None if licence is None else _licence(*licence),
        adopted_proposal=letter.get("adopted_proposal", ""),  # letters kept before there were proposals
        wanted=tuple(WantedMaterial(*one) for one in json.loads(letter.get("wanted", "[]"))),
        newly_arisen=letter.get("newly_arisen") == "yes",
        stop=None if stop is None else PushedStop(*stop),
    )


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _told(licence: PushedLicence | None) -> list[str | None] | None:
    if licence is None:
        return None
    days = [day.isoformat() if day else None for day in (licence.valid_from, licence.valid_until)]
    return [licence.number, licence.identifier, *days]


def _licence(number: str, identifier: str, *days: str | None) -> PushedLicence:
    valid_from, valid_until = (date.fromisoformat(day) if day else None for day in days)
    return PushedLicence(number, identifier, valid_from, valid_until)
