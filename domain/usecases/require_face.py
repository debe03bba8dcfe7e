"""Require that the face was checked just now, and for this very matter."""

from dataclasses import dataclass

from domain.identity.ports import Sessions
from domain.kernel.ids import MatterId, short
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
    now: Clock

    async def __call__(self, acting: Acting, matter: MatterId) -> None:
        """Asks our own record of the session, never the client. Raises FaceForThisMatter."""
        if acting.level is Level.COUNTER:
            return
        session = await self.sessions.by_id(acting.session) if acting.session else None
        if session is None or session.face_matter != matter or session.level(self.now()) < Level.FACE:
            raise FaceForThisMatter(str(matter), needs="face", matterId=short("mtr", matter))
