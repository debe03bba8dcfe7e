"""What the gateway (代理) says no with; each names what became of the call, none a back-end's address."""

from domain.kernel.refusal import Refusal


class GatewayNotAllowed(Refusal):
    """A path, query, header or body that the route does not declare; nothing left this machine."""

    code, title = "gateway-not-allowed", "这个请求不在允许范围内"
    advice = "请从页面上的入口进入"


class GatewayFaceNeeded(Refusal):
    code, title = "gateway-face-needed", "这项查询需要先完成实人认证"
    advice = "认证后会回到刚才的步骤；也可选择窗口办理"


class GatewayBodyTooLarge(Refusal):
    code, title = "gateway-body-too-large", "提交的内容超过部门系统的限制"


class GatewayBusy(Refusal):
    """All places at this back-end are taken: nothing left this machine."""

    code, title = "gateway-busy", "部门系统正忙，请稍后再试"
    advice = "刚才的操作没有提交"


class GatewayUnavailable(Refusal):
    """The back-end is not reached, or left alone after failing: nothing arrived there."""

    code, title = "gateway-unavailable", "部门系统暂时不可用"
    advice = "刚才的操作没有提交，请稍后再试"


class GatewayTimeout(Refusal):
    """No answer in time; what was asked for may have been done."""

    code, title = "gateway-timeout", "部门系统没有及时答复"
    advice = "如刚才提交了内容，请先查询结果，不要重复提交"


class GatewayFailed(Refusal):
    """The connection broke or the answer is none we may hand on; what was asked for may have been done."""

    code, title = "gateway-failed", "部门系统的答复有误"
    advice = "如刚才提交了内容，请先查询结果，不要重复提交"


class GatewayTooLarge(Refusal):
    code, title = "gateway-too-large", "部门系统的答复超过允许的大小"
    advice = "请到窗口或部门网站查看"


class GatewayRefused(Refusal):
    """The back-end says no to this call."""

    code, title = "gateway-refused", "部门系统没有接受这次请求"
    advice = "请核对后再试；仍不行可到窗口办理或拨打12345"


class GatewayUnsettled(Refusal):
    """The first try under this key is still going on, or its end was never heard of."""

    code, title = "gateway-unsettled", "上一次提交的结果正在核实"
    advice = "请先查询结果，不要重复提交"


class TicketUnusable(Refusal):
    """Unknown, expired, used, another department's or of an ended session: the answer is the same."""

    code, title = "ticket-unusable", "跳转凭证无效，请重新进入"
