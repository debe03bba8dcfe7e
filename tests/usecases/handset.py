"""Somebody's WeChat in the mini-program: signed in, a face that passes, a check finished."""

from dataclasses import dataclass, field

from domain.identity.outside import FaceSession
from domain.identity.visitor import Seen
from domain.kernel.ids import MatterId, VisitorId
from domain.kernel.party import Acting, Channel
from domain.kernel.personal import DocumentNumber, PersonName
from domain.kernel.ports import RequestKey
from domain.usecases.claim_identity_check import Applicant
from domain.usecases.open_identity_check import CheckOpened, CheckRequest
from domain.usecases.sign_in_by_wechat import VisitTold
from domain.usecases.tell_session import SessionTold
from tests.fakes.face import FakeFace
from tests.usecases.identity_world import ADDRESS, JIA, JIA_NUMBER, World

CONSENT = "wechat-2026-11-22"
MINE, THEIRS = "o-invented-jia", "o-invented-other"


@dataclass
class Handset:
    """Somebody's WeChat, signed in to the mini-program."""

    world: World
    openid: str
    visitor: VisitorId
    told: VisitTold

    async def seen(self) -> Seen:
        return await self.world.desk.recognise_visitor(self.told.access_token)

    async def open(
        self,
        name: str = JIA,
        number: str = JIA_NUMBER,
        *,
        key: str = "",
        consent: str = CONSENT,
        code: str | None = None,
        matter: MatterId | None = None,
        acting: Acting | None = None,
    ) -> CheckOpened:
        made = key or f"key-{next(self.world.keys)}"
        asked = CheckRequest(
            Applicant(PersonName(name), number, consent, agreed=True),
            meta_info="",
            address=ADDRESS,
            code=code,
            matter=matter,
            acting=acting,
        )
        request = RequestKey("visitor", "open_wechat_check", made, bytes(32))
        return await self.world.desk.open_wechat_check(request, asked, self.visitor)

    def face_passes(self) -> None:
        face = self.world.wechat_face
        face.finish(next(reversed(face.checks)))

    async def finish(self, opened: CheckOpened) -> object:
        finishing = self.world.desk.finish_wechat_check
        return await finishing.of_visitor(opened.check_id, opened.resume_token, self.visitor)

    async def prove(
        self, name: str = JIA, number: str = JIA_NUMBER, *, code: str | None = None
    ) -> SessionTold:
        opened = await self.open(name, number, code=code)
        self.face_passes()
        told = await self.finish(opened)
        assert isinstance(told, SessionTold)
        return told


async def phone(world: World, openid: str = MINE) -> Handset:
    told = await world.desk.sign_in_by_wechat(world.mini_program.login(openid), address=ADDRESS)
    seen = await world.desk.recognise_visitor(told.access_token)
    return Handset(world, openid, seen.visitor, told)


async def known(world: World) -> tuple[Handset, Acting]:
    """The mini-program of 甲, whose face passed there."""
    hand = await phone(world)
    told = await hand.prove()
    claimed = await world.desk.recognise_visitor(told.access_token)
    assert claimed.known is not None
    return hand, Acting(
        claimed.known.person,
        claimed.known.person,
        claimed.known.level,
        Channel.MINI_PROGRAM,
        claimed.known.session,
    )


@dataclass
class RememberingFace(FakeFace):
    """Keeps what it was told of the device."""

    told: list[str] = field(default_factory=list)

    async def open(
        self,
        name: PersonName,
        number: DocumentNumber,
        *,
        order_no: str,
        meta_info: str,
        return_url: str,
        callback_url: str,
        callback_token: str,
    ) -> FaceSession:
        self.told.append(meta_info)
        return await super().open(
            name,
            number,
            order_no=order_no,
            meta_info=meta_info,
            return_url=return_url,
            callback_url=callback_url,
            callback_token=callback_token,
        )
