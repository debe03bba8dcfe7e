"""The mini-program (微信小程序) and the official account (公众号) behind their ports, a token each."""

from collections.abc import Mapping
from dataclasses import dataclass

from adapters.outbound.http import Outbound
from adapters.postgres.followers import PostgresFollowers
from adapters.postgres.inbox import PostgresInbox
from adapters.postgres.invitations import PostgresInvitations
from adapters.postgres.matters import PostgresMatters
from adapters.postgres.notices import PostgresNotices
from adapters.wechat.account_pushes import WechatAccountPushes
from adapters.wechat.client import WechatClient
from adapters.wechat.face import WechatFace
from adapters.wechat.followers import WechatFollowers
from adapters.wechat.links import WechatLinks
from adapters.wechat.messages import WechatMessages
from adapters.wechat.mini_program import WechatMiniProgram
from adapters.wechat.pushes import WechatPushes
from adapters.wechat.secure_mode import PushKeys
from adapters.wechat.template_messages import WechatTemplateMessages
from adapters.wechat.templates import WechatField, WechatTemplate
from adapters.wechat.token import AccessToken, TokenStore
from adapters.wechat.wire import WechatWire
from bff.compose.core import Core
from bff.desks.identity import IdentityDesk
from bff.desks.notices import NoticeDesk
from bff.desks.wechat import WechatDesk
from bff.settings import Settings
from domain.identity.mini_program import MiniProgram
from domain.identity.outside import FaceVerifier
from domain.invitations.mini_program_link import MiniProgramLinks
from domain.invitations.official_account import (
    AccountEvent,
    FollowerDirectory,
    OfficialAccountCallbacks,
    TemplateMessages,
)
from domain.invitations.outside import SubscribeMessages, WechatCallbacks
from domain.kernel.callbacks import Nonces
from domain.kernel.personal import OpenId, UnionId
from domain.kernel.ports import Clock
from domain.kernel.refusal import Refused
from domain.kernel.refusals import NotFound
from domain.usecases.enter_mini_program import EnterMiniProgram
from domain.usecases.receive_account_event import ReceiveAccountEvent
from domain.usecases.record_account_event import RecordAccountEvent
from domain.usecases.tell_holder import HAPPENED

_DUE, _HOLDER = "截止日期", "主体名称"


@dataclass(frozen=True, slots=True)
class Wechat:
    mini_program: MiniProgram
    face: FaceVerifier
    messages: SubscribeMessages
    callbacks: WechatCallbacks
    links: MiniProgramLinks


@dataclass(frozen=True, slots=True)
class OfficialAccount:
    messages: TemplateMessages
    directory: FollowerDirectory
    callbacks: OfficialAccountCallbacks


class NoOfficialAccount:
    """A city without one: its address is nowhere, and nobody follows."""

    def check_url(self, query: Mapping[str, str]) -> str:
        raise NotFound(str(len(query)))

    async def parse(self, query: Mapping[str, str], body: bytes) -> AccountEvent | None:
        raise NotFound(str(len(query) + len(body)))

    async def unionid(self, openid: OpenId) -> UnionId | None:
        raise Refused("official-account", f"not-used-{openid.masked()}")


def wechat(settings: Settings, http: Outbound, store: TokenStore, now: Clock, nonces: Nonces) -> Wechat:
    """Raises ValueError for an EncodingAESKey that is none."""
    appid, secret = settings.wechat.account, settings.wechat.secret
    wire = WechatWire(http, base_url=settings.wechat.url, clock=now)
    client = WechatClient(wire, AccessToken(wire, store, appid=appid, secret=secret), appid=appid)
    keys = PushKeys(token=settings.wechat_push_token, encoding_key=settings.wechat_push_key, appid=appid)
    return Wechat(
        WechatMiniProgram(wire, client, secret=secret),
        WechatFace(client, clock=now),
        WechatMessages(client, templates=notice_templates(settings.wechat_template)),
        WechatPushes(keys, clock=now, nonces=nonces),
        WechatLinks(client, clock=now),
    )


def official_account(
    settings: Settings, http: Outbound, store: TokenStore, now: Clock, nonces: Nonces
) -> OfficialAccount | None:
    """None where the city has none. Its token is another, on the same store. Raises ValueError as above."""
    vendor = settings.official_account
    if not vendor.is_set:
        return None
    wire = WechatWire(http, base_url=vendor.url, clock=now)
    token = AccessToken(wire, store, appid=vendor.account, secret=vendor.secret)
    client = WechatClient(wire, token, appid=vendor.account)
    keys = PushKeys(
        token=settings.official_account_push_token,
        encoding_key=settings.official_account_push_key,
        appid=vendor.account,
    )
    templates = notice_templates(settings.official_account_template)
    return OfficialAccount(
        WechatTemplateMessages(client, templates=templates, opens=settings.wechat.account),
        WechatFollowers(client),
        WechatAccountPushes(keys, clock=now, nonces=nonces),
    )


def wechat_desk(
    core: Core,
    links: MiniProgramLinks,
    account: OfficialAccount | None,
    notices: NoticeDesk,
    identity: IdentityDesk,
) -> WechatDesk:
    """`account` None: the city has no official account. Fates are recorded by what the notice desk has."""
    cipher, digests, new_id = core.cipher, core.digests, core.new_id
    followers, inbox = PostgresFollowers(cipher, digests, new_id), PostgresInbox(cipher, core.now, new_id)
    nobody = NoOfficialAccount()
    callbacks = account.callbacks if account else nobody
    return WechatDesk(
        EnterMiniProgram(links, PostgresMatters(), PostgresInvitations(new_id), identity.check_authority),
        ReceiveAccountEvent(callbacks, inbox, core.jobs, core.atomic),
        RecordAccountEvent(
            inbox,
            account.directory if account else nobody,
            followers,
            followers,
            PostgresNotices(cipher, digests),
            notices.record_wechat_event.record,
            core.jobs,
            core.atomic,
            core.now,
        ),
    )


def notice_templates(template_id: str) -> dict[str, WechatTemplate]:
    """One template of the console says all: what is due, what a change asks for, what happened since."""

    def said(what: str, hint: str) -> WechatTemplate:
        texts = (("thing1", _HOLDER, "${org}"), ("thing2", "事项", what), ("date3", _DUE, "${date}"))
        lines = (*texts, ("thing4", "提示", hint))
        return WechatTemplate(template_id, "办理提示", tuple(WechatField(*line) for line in lines))

    return {
        "renewal-due": said("${item}到期办理", "全程免费，点开查看"),
        "registration-changed": said("${n}项证照手续待办", "登记信息已变更，点开查看"),
        **dict.fromkeys(HAPPENED, said("${item}", "${what}")),
    }
