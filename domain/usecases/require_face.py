"""Require a face check of just now, for this very matter; or an open visit at the counter."""

from dataclasses import dataclass

from domain.counter.ports import Visits
from domain.counter.visit import VisitEnded, VisitKind
from domain.identity.ports import Sessions
from domain.kernel.ids import MatterId, VisitId, short
from domain.kernel.party import Acting, Level
from domain.kernel.ports import Clock
from domain.kernel.refusal import Refusal


class FaceForThisMatter(Refusal):
    """A check answers for the matter it was opened for, and for minutes only."""

    code, title = "face-needed-for-matter", "请为本事项完成实人认证"
    advice = "认证后会回到刚才的步骤；也可选择窗口办理"


@dataclass(frozen=True, slots=True)
class RequireFace:
    sessions: Sessions
    visits: Visits
    now: Clock

    async def __call__(self, acting: Acting, matter: MatterId) -> None:
        """Asks our own record of the session or the visit, never the client.

        Raises FaceForThisMatter; VisitEnded at the counter.
        """
        if acting.level is Level.COUNTER:
            await self._require_visit(acting)
            return
        session = await self.sessions.by_id(acting.session) if acting.session else None
        if session is None or session.face_matter != matter or session.level(self.now()) < Level.FACE:
            raise FaceForThisMatter(str(matter), needs="face", matterId=short("mtr", matter))

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
