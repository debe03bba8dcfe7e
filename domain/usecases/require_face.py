"""Require a face check of just now, for this purpose and this very matter; or an open visit at the desk."""

from dataclasses import dataclass

from domain.counter.ports import Visits
from domain.counter.visit import VisitEnded, VisitKind
from domain.gateway.refusals import GatewayFaceNeeded
from domain.identity.check import FRESH, Purpose
from domain.identity.ports import Sessions
from domain.kernel.ids import MandateId, MatterId, VisitId, short
from domain.kernel.party import Acting, Level
from domain.kernel.ports import Clock
from domain.kernel.refusal import Refusal

MAX_AGE = int(FRESH.total_seconds())


class FaceForThisMatter(Refusal):
    """A check answers for the purpose and the matter it was opened for, and for minutes only."""

    code, title = "face-needed-for-matter", "请为本事项完成实人认证"
    advice = "认证后会回到刚才的步骤；也可选择窗口办理"


class FaceForOwnData(Refusal):
    """A copy of one's data, and its erasure: a check for them alone, of minutes ago."""

    code, title = "face-needed-for-data", "请先完成实人认证，确认是您本人"
    advice = "认证后会回到刚才的步骤"


@dataclass(frozen=True, slots=True)
class RequireFace:
    """Asks our own record of the session or the visit, never the client.

    Within its five minutes one check bears every step of its purpose in its matter, not only the first
    (ADR 36): what it bears is in the ledger with the check's id.
    """

    sessions: Sessions
    visits: Visits
    now: Clock

    async def __call__(self, acting: Acting, matter: MatterId, purpose: Purpose) -> None:
        """Raises FaceForThisMatter; VisitEnded at the counter."""
        if acting.level is Level.COUNTER:
            await self._require_visit(acting)
        elif not await self._counts(acting, purpose, matter):
            raise FaceForThisMatter(
                str(matter),
                needs="face",
                purpose=str(purpose),
                matterId=short("mtr", matter),
                maxAge=MAX_AGE,
            )

    async def to_give(self, acting: Acting, mandate: MandateId) -> None:
        """For one 授权委托, as it was drafted. Raises FaceForThisMatter."""
        if not await self._counts(acting, Purpose.MANDATE, subject=mandate):
            raise FaceForThisMatter(
                str(mandate),
                needs="face",
                purpose=str(Purpose.MANDATE),
                mandateId=short("mdt", mandate),
                maxAge=MAX_AGE,
            )

    async def to_jump(self, acting: Acting, name: str) -> None:
        """For what a department of `name` asks the face for: its pages and its answers alike.

        Raises GatewayFaceNeeded.
        """
        if acting.level < Level.FACE or not await self._counts(acting, Purpose.JUMP):
            raise GatewayFaceNeeded(name, needs="face", purpose=str(Purpose.JUMP), maxAge=MAX_AGE)

    async def for_own_data(self, acting: Acting) -> None:
        """To have a copy of one's data or have it erased. Raises FaceForOwnData."""
        if acting.level < Level.FACE or not await self._counts(acting, Purpose.DATA):
            raise FaceForOwnData(needs="face", purpose=str(Purpose.DATA), maxAge=MAX_AGE)

    async def _counts(
        self,
        acting: Acting,
        purpose: Purpose,
        matter: MatterId | None = None,
        subject: MandateId | None = None,
    ) -> bool:
        session = await self.sessions.by_id(acting.session) if acting.session else None
        if session is None or session.person != acting.person:
            return False
        return session.counts_for(purpose, self.now(), matter=matter, subject=subject)

    async def _require_visit(self, acting: Acting) -> None:
        """Only a live visit of this very person, to whom a clerk saw the identity card belong."""
        visit = await self.visits.by_id(VisitId(acting.session)) if acting.session else None
        if (
            visit is None
            or visit.kind is not VisitKind.COUNTER
            or (visit.person, visit.login) != (acting.person, acting.clerk)
            or not visit.is_live(self.now())
        ):
            raise VisitEnded(str(acting.session))
