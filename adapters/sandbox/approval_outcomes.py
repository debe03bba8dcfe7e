"""What the emulated approval back-end (审批系统) may decide: what each may follow, and what it says."""

from adapters.sandbox.approval_cases import (
    ACCEPTED,
    DENIED,
    GRANTED,
    OPEN,
    REFUSED,
    REVOKED,
    SUBMITTED,
    SUPPLEMENT,
)
from adapters.sandbox.approval_endings import RETURNED, WITHDRAWN

SUSPENDED, RESUMED = "特别程序", "恢复办理"
SERVED = "已送达"
STAYS = {SUSPENDED, RESUMED, SERVED}  # told, and the case stays where it is
ENDED = {GRANTED, DENIED, REFUSED, WITHDRAWN, RETURNED}
# outcome -> (status, document kind, statuses it may follow)
OUTCOMES = {
    "accept": (ACCEPTED, "accepted", {SUBMITTED, SUPPLEMENT}),
    "supplement": (SUPPLEMENT, "supplement", {SUBMITTED, SUPPLEMENT}),
    "refuse": (REFUSED, "refused-acceptance", {SUBMITTED, SUPPLEMENT}),
    "grant": (GRANTED, "decision-granted", {ACCEPTED}),
    "adopt": (GRANTED, "decision-granted", {ACCEPTED}),  # the same, resting on a proposal of 秒批
    "revoke": (REVOKED, "revocation", {GRANTED}),
    "withdraw": (WITHDRAWN, "withdrawal", set(OPEN)),
    "return": (RETURNED, "return", set(OPEN)),
    "suspend": (SUSPENDED, "stop", {ACCEPTED}),
    "resume": (RESUMED, "stop", {ACCEPTED}),
    "serve": (SERVED, "service-receipt", {GRANTED, DENIED, REFUSED}),
    "deny": (DENIED, "decision-denied", {ACCEPTED}),
}
REMEDIES = (
    {"kind": "行政复议", "body": "有管辖权的行政复议机关", "days": 60, "basis": "行政复议法第二十条"},
    {"kind": "行政诉讼", "body": "有管辖权的人民法院", "months": 6, "basis": "行政诉讼法第四十六条"},
)
REMEDIES_TEXT = (
    "如不服本决定，可自收到之日起六十日内申请行政复议（行政复议法第二十条），",
    "或六个月内向有管辖权的人民法院提起行政诉讼（行政诉讼法第四十六条）。",
)
DEFAULT_REASONS = {
    "refuse": ("申请事项不属于本机关职权范围（演示）",),
    "deny": ("不符合法定条件（演示）",),
    "revoke": ("作出决定时不符合法定条件（演示）",),
    "return": ("未在告知的期限内补齐材料（演示）",),
}
