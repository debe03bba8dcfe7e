"""Refusals that belong to no subject."""

from domain.kernel.refusal import Refusal


class NotFound(Refusal):
    """Unknown, or somebody else's: the answer is the same for both."""

    code, title = "not-found", "没有找到"
    advice = "请从「我的事项」重新进入"


class IdempotencyKeyReused(Refusal):
    code, title = "idempotency-key-reused", "这个请求编号已用于另一个请求"
    advice = "请刷新页面后重试"


class StepNotAllowed(Refusal):
    """The state's NEXT table has no such step."""

    code, title = "step-not-allowed", "当前状态不支持此操作"
    advice = "请刷新页面查看最新进度"


class ChangedMeanwhile(Refusal):
    """Somebody else, or another tab, was first."""

    code, title = "changed-meanwhile", "内容已在别处更新"
    advice = "请刷新后再确认一次"


class KeyLost(Refusal):
    """What is stored is sealed with a key that the key ring does not hold."""

    code, title = "key-lost", "这部分内容暂时读不出来"
    advice = "内容没有改变。请把下方编号告诉我们，或到窗口办理"

    def __init__(self, version: str, place: str) -> None:
        """`version`: which key; `place`: «table.column»."""
        super().__init__(f"{place}: the key ring has no key {version}")
        self.version, self.place = version, place
