"""How the ledger (留痕账) is read back to people: one line of words for each kind of step."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from types import MappingProxyType

from domain.ledger.entry import Fact, Step

OFFICE, BACK_END, COURIER, SMS, STAFF = "系统", "审批系统", "快递公司", "短信通道", "工作人员"
WECHAT = "微信"
OUTSIDE = frozenset({BACK_END, COURIER, SMS, WECHAT})
_BEIJING = timezone(timedelta(hours=8))
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Words:
    """`step` counts the eight of the journey; `detail` names facts in braces, and is left out without them;
    `who` acts when neither a person nor a clerk does."""

    step: int
    title: str
    detail: str = ""
    who: str = OFFICE


# a kind, or «kind/fact» where one fact decides what is said
WORDS: Mapping[str, Words] = MappingProxyType(
    {
        "matter-found": Words(1, "发现证照需要办理", "规则 {rule}"),
        "finding-set-aside": Words(1, "未推送"),
        "self-start-asked": Words(1, "本人发起自己办"),
        "self-start-ended": Words(1, "已按本人申请核对登记信息"),
        "invitation-issued": Words(2, "已生成办理提示"),
        "notice-sent": Words(2, "已发送短信提示"),
        "notice-sent/mini_program": Words(2, "已发送微信提示"),
        "notice-delivered": Words(2, "短信提示已送达", who=SMS),
        "notice-undelivered": Words(2, "短信未能送达，转人工联系", who=SMS),
        "notice-refused": Words(2, "短信未能发出，转人工联系", who=SMS),
        "notice-unknown": Words(2, "正在核实短信是否送达"),
        "notice-dropped": Words(2, "不再需要提示，短信未发送"),
        "notice-delivered/mini_program": Words(2, "微信提示已送达", who=WECHAT),
        "notice-undelivered/mini_program": Words(2, "微信提示未能送达，改用其他方式联系", who=WECHAT),
        "notice-refused/mini_program": Words(2, "微信提示未能发出，改用其他方式联系", who=WECHAT),
        "notice-unknown/mini_program": Words(2, "正在核实微信提示是否送达"),
        "notice-dropped/mini_program": Words(2, "不再需要提示，微信消息未发送"),
        "reply-received": Words(2, "收到短信回复，已转人工", who=SMS),
        "face-consent-given": Words(3, "同意使用人脸核验"),
        "identity-checked": Words(3, "完成实人认证"),
        "wechat-linked": Words(3, "微信账号已与本人绑定"),
        "appointment-booked": Words(3, "预约窗口办理", "预约日期 {day}"),
        "intent-given": Words(4, "答复办理提示"),
        "intent-given/yes": Words(4, "已确认办理意向"),
        "intent-given/not_now": Words(4, "答复：暂不办理"),
        "intent-given/already_done": Words(4, "答复：已经办过"),
        "intent-given/not_me": Words(4, "答复：不是我的事"),
        "intent-given/never": Words(4, "答复：不再提醒"),
        "form-prefilled": Words(5, "表单已自动填写", "登记信息截至{asOf}"),
        "field-disputed": Words(5, "登记信息有误，已记录"),
        "case-with-staff": Words(5, "转人工核实"),
        "form-confirmed": Words(5, "已确认申报信息"),
        "certificate-scanned": Words(6, "窗口已收到并核对旧证"),
        "originals-reported": Words(6, "旧证收回情况已告知审批系统"),
        "certificate-given-back": Words(6, "旧证已退还", who=COURIER),
        "case-filed": Words(7, "已提交审批系统", "办件编号 {number}"),
        "filing-delayed": Words(7, "审批系统暂时不可用，将自动重新提交"),
        "filing-refused": Words(7, "提交未被接受，工作人员正在处理"),
        "case-accepted": Words(7, "已受理", who=BACK_END),
        "supplement-asked": Words(7, "需要补正材料", who=BACK_END),
        "case-not-accepted": Words(7, "不予受理", who=BACK_END),
        "case-granted": Words(7, "准予许可", who=BACK_END),
        "case-denied": Words(7, "不予许可", who=BACK_END),
        "instant-not-granted": Words(7, "未能即时办理，转由工作人员办理"),
        "instant-proposed": Words(7, "已提出即时办理建议", "依据{document}"),
        "instant-adopted": Words(7, "审批系统采纳即时办理建议", who=BACK_END),
        "instant-by-hand": Words(7, "由工作人员办理"),
        "materials-refused": Words(7, "材料未被接受，工作人员正在处理"),
        "document-kept": Words(7, "收到审批文书"),
        "document-kept/accepted": Words(7, "收到受理通知书"),
        "document-kept/supplement": Words(7, "收到补正通知书"),
        "document-kept/refused-acceptance": Words(7, "收到不予受理决定书"),
        "document-kept/decision-granted": Words(7, "收到准予许可决定书"),
        "document-kept/decision-denied": Words(7, "收到不予许可决定书"),
        "document-refused": Words(7, "文书印章未通过核验，没有采用"),
        "licence-issued": Words(7, "已办结，新证已进入证照库"),
        "licence-delivered": Words(8, "新证已送达"),
        "licence-shown": Words(8, "出示了证照"),
        "licence-verified": Words(8, "证照被核验"),
        "rating-given": Words(8, "已评价"),
        "rating-handed": Words(8, "评价已提交好差评系统"),
        "rating-refused": Words(8, "评价未被好差评系统接受"),
        "case-closed": Words(8, "已归档"),
        "matter-closed": Words(8, "本次事由全部办结"),
    }
)
_DECIDES = {
    "intent-given": "answer",
    "document-kept": "kind",
    "notice-sent": "channel",
    "notice-delivered": "channel",
    "notice-undelivered": "channel",
    "notice-refused": "channel",
    "notice-unknown": "channel",
    "notice-dropped": "channel",
}
_PARCEL = "parcel-"
_PARCELS = {
    "planned": "快递已安排",
    "ordering": "正在预约快递员",
    "unknown": "正在与快递公司核实",
    "with-staff": "工作人员正在联系快递公司",
    "ordered": "已预约快递员",
    "accepted": "快递员已接单",
    "picked-up": "快递已揽收",
    "in-transit": "快件运输中",
    "out-for-delivery": "快件派送中",
    "parked": "快件已存柜或驿站",
    "problem": "快件派送遇到问题",
    "delivered-self": "快件本人签收",
    "delivered-other": "快件他人代收",
    "scanned": "窗口已核对快件",
    "refused": "快件被拒收",
    "returning": "快件退回中",
    "returned": "快件已退回",
    "cancelled": "快递已取消",
    "lost": "快件遗失",
}
# bookkeeping between machines: in the ledger for ever, of no use to the person
SILENT = frozenset({"push-kept"})


def words_of(step: Step) -> Words | None:
    """What to say of a step, its facts already in place; None for what is of no use to the person."""
    kind = step.kind.replace("_", "-")  # some end in the name of a state
    if kind in SILENT:
        return None
    if kind.startswith(_PARCEL):
        way = 8 if step.facts.get("direction") == "deliver" else 6
        return Words(way, _PARCELS.get(kind.removeprefix(_PARCEL), "快件有新消息"), who=COURIER)
    decides = step.facts.get(_DECIDES.get(kind, ""))
    found = WORDS.get(f"{kind}/{decides}") or WORDS.get(kind)
    if found is None:
        return Words(7, "办理记录")
    return Words(found.step, found.title, _filled(found.detail, step.facts), found.who)


def _filled(detail: str, facts: Mapping[str, Fact]) -> str:
    told = {name: _said(value) for name, value in facts.items() if value not in (None, "")}
    try:
        return detail.format_map(told)
    except KeyError:
        return ""


def _said(value: Fact) -> str:
    """A day as people write it in Beijing; anything else as it is."""
    text = str(value)
    if not _DATE.match(text):
        return text
    moment = datetime.fromisoformat(text)
    day = moment.astimezone(_BEIJING) if moment.tzinfo else moment
    return f"{day.year}年{day.month}月{day.day}日"
