"""The mini-program (微信小程序) behind its ports, on one access token."""

from dataclasses import dataclass

from adapters.outbound.http import Outbound
from adapters.wechat.client import WechatClient
from adapters.wechat.face import WechatFace
from adapters.wechat.messages import WechatField, WechatMessages, WechatTemplate
from adapters.wechat.mini_program import WechatMiniProgram
from adapters.wechat.pushes import WechatPushes
from adapters.wechat.secure_mode import PushKeys
from adapters.wechat.token import AccessToken, TokenStore
from adapters.wechat.wire import WechatWire
from bff.settings import Settings
from domain.identity.mini_program import MiniProgram
from domain.identity.outside import FaceVerifier
from domain.invitations.outside import SubscribeMessages, WechatCallbacks
from domain.kernel.callbacks import Nonces
from domain.kernel.ports import Clock
from domain.usecases.tell_holder import HAPPENED

_DUE, _HOLDER = "截止日期", "主体名称"


@dataclass(frozen=True, slots=True)
class Wechat:
    mini_program: MiniProgram
    face: FaceVerifier
    messages: SubscribeMessages
    callbacks: WechatCallbacks


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
