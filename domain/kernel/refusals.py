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
