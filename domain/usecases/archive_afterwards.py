"""What goes into a case's archive (归档包) besides its papers: parcels, rating, the ledger, evidence."""

from dataclasses import dataclass

from domain.archives.bundle import BundleFile
from domain.archives.plain import OURS_ALONE, canonical, plain
from domain.cases.case import Case
from domain.cases.ports import CaseRequests
from domain.decisions.checking import Revocations
from domain.grievances.grievance import ABOUT_PEOPLE
from domain.grievances.ports import GrievanceBook
from domain.kernel.party import Acting
from domain.ledger.digest import statement_of
from domain.ledger.entry import Entry
from domain.ledger.ports import Evidence, Ledger
from domain.ratings.ports import Ratings
from domain.shipments.ports import Shipments

# whoever handled the case may read its archive, and must not learn what was said of them in their own words
UNTOLD = OURS_ALONE | {"words", "utterances", "said", "tags"}
IN_MOTION = frozenset({"state", "outside_number"})  # the handing over goes on after the case ended
ARCHIVED = "case-archived"


@dataclass(frozen=True, slots=True)
class ArchiveAfterwards:
    """Parcels with their tracks and custody, requests, revocation, rating and grievances."""

    shipments: Shipments
    requests: CaseRequests
    revocations: Revocations
    ratings: Ratings
    grievances: GrievanceBook

    async def __call__(self, case: Case) -> tuple[BundleFile, ...]:
        files = []
        for number, shipment in enumerate(await self.shipments.of_case(case.case_id), start=1):
            files.append(BundleFile(f"parcels/{number:02d}.json", canonical(plain(shipment))))
        requests = await self.requests.all_of(case.case_id)
        if requests:
            files.append(BundleFile("requests.json", canonical(plain(requests))))
        revocation = await self.revocations.of_case(case.case_id)
        if revocation is not None:
            files.append(BundleFile("revocation.json", canonical(plain(revocation))))
        rating = await self.ratings.of_case(case.case_id)
        if rating is not None:
            files.append(BundleFile("rating.json", canonical(plain(rating, without=UNTOLD | IN_MOTION))))
        for number, one in enumerate(reversed(await self.grievances.of_case(case.case_id)), start=1):
            without = UNTOLD if one.kind in ABOUT_PEOPLE else OURS_ALONE
            files.append(BundleFile(f"grievances/{number:02d}.json", canonical(plain(one, without=without))))
        return tuple(files)


@dataclass(frozen=True, slots=True)
class ArchiveLedger:
    """The ledger's slice up to the case's end, with digests, and the evidence it quotes: what was shown."""

    ledger: Ledger
    evidence: Evidence

    async def __call__(self, case: Case) -> tuple[BundleFile, ...]:
        entries = slice_of(await self.ledger.of_matter(case.matter), case)
        files = [BundleFile("ledger.json", canonical([told(entry) for entry in entries]))]
        quoted = dict.fromkeys(entry.step.evidence for entry in entries)
        for evidence in quoted:
            content = None if evidence is None else await self.evidence.read(evidence)
            if content is not None:  # what was erased by law stays erased: its digest is in the slice
                files.append(BundleFile(f"evidence/{evidence}", content))
        return tuple(files)


def told(entry: Entry) -> dict[str, object]:
    """An entry of format 1 as archives have had it from the first day: those are sealed and compared with.

    One of format 2 brings the text that its digest is of, so that whoever has the archive can check it.
    """
    step, acting = entry.step, entry.step.acting
    said: dict[str, object] = {
        "kind": step.kind,
        "matter": plain(step.matter),
        "case": plain(step.case),
        "acting": None if acting is None else _acting(acting, entry.format),
        "staff": step.staff,
        "evidence": plain(step.evidence),
        "facts": plain(step.facts),
    }
    whole: dict[str, object] = {
        "chain": plain(entry.chain),
        "number": entry.number,
        "at": plain(entry.at),
        "step": said,
        "digest": plain(entry.digest),
    }
    if entry.format == 1:
        return whole
    return whole | {"format": entry.format, "statement": statement_of(entry).decode()}


def _acting(acting: Acting, form: int) -> dict[str, object]:
    said: dict[str, object] = {
        "person": plain(acting.person),
        "party": plain(acting.party),
        "level": plain(acting.level),
        "channel": plain(acting.channel),
        "session": plain(acting.session),
        "clerk": acting.clerk,
    }
    return said if form == 1 else said | {"device": plain(acting.device), "check": plain(acting.check)}


def slice_of(entries: tuple[Entry, ...], case: Case) -> tuple[Entry, ...]:
    """The matter's entries and the case's own, up to the step that ended it: a second try finds the same."""
    own = [one for one in entries if one.step.case in (None, case.case_id) and one.step.kind != ARCHIVED]
    ends = [
        number
        for number, one in enumerate(own, start=1)
        if one.step.case == case.case_id and one.step.facts.get("to") == str(case.state)
    ]
    return tuple(own[: ends[-1]] if ends else own)
