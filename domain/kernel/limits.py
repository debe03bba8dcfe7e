"""Refusals of whatever may be tried only so often."""

from domain.kernel.refusal import Refusal


class TooManyRequests(Refusal):
    """`retry_after`: seconds until the window ends."""

    code, title = "too-many-requests", "操作太频繁"
    advice = "请稍后再试"


class LimitsUnavailable(Refusal):
    """The counter is out of reach: what must be limited stays closed."""

    code, title = "limits-unavailable", "系统繁忙，请稍后再试"
