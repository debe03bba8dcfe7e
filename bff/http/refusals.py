"""Refusals of the HTTP edge itself: wrong bodies, missing headers, who is not signed in."""

from domain.kernel.refusal import Refusal


class MalformedJson(Refusal):
    code, title = "malformed-json", "请求内容不是有效的 JSON"


class MalformedBody(Refusal):
    code, title = "malformed-body", "请求内容不符合约定"


class MalformedRequest(Refusal):
    code, title = "malformed-request", "请求不符合 HTTP 规范"


class BodyTooLarge(Refusal):
    code, title = "body-too-large", "请求内容过大"


class UnsupportedMediaType(Refusal):
    code, title = "unsupported-media-type", "请以 application/json 提交"


class MethodNotAllowed(Refusal):
    code, title = "method-not-allowed", "不支持这种请求方法"


class IdempotencyKeyMissing(Refusal):
    code, title = "idempotency-key-missing", "缺少请求编号 Idempotency-Key"
    advice = "同一操作使用同一编号，重试不会重复办理"


class SignInNeeded(Refusal):
    code, title = "sign-in-needed", "请先登录"
    advice = "请完成身份认证后继续"


class FaceNeeded(Refusal):
    code, title = "face-needed", "请先完成实人认证"
    advice = "认证后会回到刚才的步骤；也可选择窗口办理"


class RoleMissing(Refusal):
    code, title = "role-missing", "您的岗位没有此项权限"


class ConsoleHeaderNeeded(Refusal):
    """A browser's cookie alone changes nothing: any page could have sent it."""

    code, title = "console-header-needed", "缺少请求头 Palm-Console"


class ClientTooOld(Refusal):
    """`minimum`: the oldest of this client that is still understood, «h5/1.2.0»."""

    code, title = "client-too-old", "这个版本太旧了，请换成新版再办"
    advice = "网页请取一次最新的页面；小程序请关掉再打开。填好的内容都还在，什么都没有改变"


class InternalError(Refusal):
    code, title = "internal-error", "系统出现问题，内容没有改变"
    advice = "请稍后再试；如仍出现，请把下方编号告诉我们"


class TemporarilyUnavailable(Refusal):
    """The database does not answer: nothing has changed."""

    code, title = "temporarily-unavailable", "系统繁忙，请稍后再试"
    advice = "刚才的操作没有生效；之前填写的内容都已保存"


class Overloaded(Refusal):
    """More is asked at once than can be answered well. `retry_after`: seconds; nothing has changed."""

    code, title = "overloaded", "访问的人较多，请稍后再试"
    advice = "刚才的操作没有生效；之前填写的内容都已保存"


class ShuttingDown(Refusal):
    code, title = "shutting-down", "系统正在重启"
    advice = "请几秒后再试"
