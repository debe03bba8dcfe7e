"""How the ledger (留痕账) is read back to people: one line of words for each kind of step."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from domain.ledger.entry import Fact, Step
from domain.ledger.fact_words import told
from domain.ledger.filing_words import FILING
from domain.ledger.parcel_words import PARCELS

OFFICE, BACK_END, COURIER, SMS, STAFF = "系统", "审批系统", "快递公司", "短信通道", "工作人员"
WECHAT = "微信"
OUTSIDE = frozenset({BACK_END, COURIER, SMS, WECHAT})


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
        "matter-found": Words(1, "发现证照需要办理"),
        "finding-set-aside": Words(1, "未推送"),
        "self-start-asked": Words(1, "本人发起自己办"),
        "self-start-ended": Words(1, "已按本人申请核对登记信息"),
        "invitation-issued": Words(2, "已生成办理提示"),
        "notice-sent": Words(2, "已发送短信提示"),
        "notice-sent/mini_program": Words(2, "已发送微信提示"),
        "notice-sent/official_account": Words(2, "已发送公众号提示"),
        "notice-sent/app": Words(2, "已发送应用提醒"),
        "notice-delivered": Words(2, "短信提示已送达", who=SMS),
        "notice-undelivered": Words(2, "短信未能送达，转人工联系", who=SMS),
        "notice-refused": Words(2, "短信未能发出，转人工联系", who=SMS),
        "notice-unknown": Words(2, "正在核实短信是否送达"),
        "notice-dropped": Words(2, "不再需要提示，短信未发送"),
        "notice-delivered/mini_program": Words(2, "微信提示已送达", who=WECHAT),
        "notice-undelivered/mini_program": Words(
            2, "微信提示未能送达或未能核实，改用其他方式联系", who=WECHAT
        ),
        "notice-refused/mini_program": Words(2, "微信提示未能发出，改用其他方式联系", who=WECHAT),
        "notice-unknown/mini_program": Words(2, "正在核实微信提示是否送达"),
        "notice-dropped/mini_program": Words(2, "不再需要提示，微信消息未发送"),
        "notice-delivered/official_account": Words(2, "公众号提示已送达", who=WECHAT),
        "notice-undelivered/official_account": Words(
            2, "公众号提示未能送达或未能核实，改用其他方式联系", who=WECHAT
        ),
        "notice-refused/official_account": Words(2, "公众号提示未能发出，改用其他方式联系", who=WECHAT),
        "notice-unknown/official_account": Words(2, "正在核实公众号提示是否送达"),
        "notice-dropped/official_account": Words(2, "不再需要提示，公众号消息未发送"),
        "notice-delivered/app": Words(2, "应用提醒发出后，本人已来过"),
        "notice-undelivered/app": Words(2, "应用提醒无人查看或未能核实，改用其他方式联系"),
        "notice-refused/app": Words(2, "应用提醒未能发出，改用其他方式联系"),
        "notice-unknown/app": Words(2, "正在核实应用提醒是否发出"),
        "notice-dropped/app": Words(2, "不再需要提示，应用提醒未发送"),
        "reply-received": Words(2, "收到短信回复，已转人工", who=SMS),
        "call-noted": Words(2, "登记了电话联络", who=STAFF),
        "call-settled": Words(2, "工作人员电话联系", who=STAFF),
        "call-settled/reached_online": Words(2, "电话联系，本人自行在手机办理", who=STAFF),
        "call-settled/form_prepared": Words(5, "电话中协助填写表单，待本人确认", who=STAFF),
        "call-settled/wants_counter": Words(2, "电话联系，本人到窗口办理", who=STAFF),
        "call-settled/appointment_made": Words(2, "电话联系，已预约窗口", who=STAFF),
        "call-settled/not_reached": Words(2, "电话未接通", "改于{again}再联系", who=STAFF),
        "call-settled/wrong_number": Words(2, "联系电话有误", who=STAFF),
        "call-settled/does_not_want": Words(2, "电话联系，本人表示暂不办理", who=STAFF),
        "call-closed": Words(2, "不再需要电话联系"),
        "matter-lapsed": Words(2, "已过可申请的最后期限，未答复"),
        "visit-opened": Words(3, "窗口核验身份证件", "{desk}窗口", who=STAFF),
        "visit-opened/helped": Words(3, "窗口核验身份证件，有人陪同", "{desk}窗口", who=STAFF),
        "visit-opened/phone": Words(5, "电话中协助填写表单", who=STAFF),
        "visit-ended": Words(3, "窗口办理结束", who=STAFF),
        "signature-given": Words(5, "在窗口手写签名", "{desk}窗口", who=STAFF),
        "signature-given/own": Words(5, "在手机上手写签名"),
        "face-consent-given": Words(3, "同意使用人脸核验"),
        "face-consent-withdrawn": Words(3, "撤回了人脸核验的同意"),
        "bank-consent-given": Words(3, "同意用银行卡核验本人身份"),
        "network-consent-given": Words(3, "同意用网号核验本人身份"),
        "identity-checked": Words(3, "完成实人认证"),
        "identity-checked/bank": Words(3, "完成银行卡核验，确认是本人"),
        "identity-checked/network": Words(3, "完成网号核验，确认是本人"),
        "wechat-linked": Words(3, "微信账号已与本人绑定"),
        "app-bound": Words(3, "这台设备的应用开始接收提醒"),
        "app-unbound": Words(3, "这台设备的应用不再接收提醒"),
        "phone-linked": Words(3, "手机号已与本人绑定，可用验证码登录"),
        "phone-unlinked": Words(3, "手机号已与本人解除绑定"),
        "phone-unlinked/wrong-number": Words(3, "手机号已与本人解除绑定", who=STAFF),
        "signed-in": Words(3, "登录掌上办，没有刷脸"),
        "preferences-changed": Words(2, "修改了提醒方式或显示设置"),
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
        "loss-declared": Words(5, "已声明旧证遗失"),
        "certificate-scanned": Words(6, "窗口已收到并核对旧证", "收到{here}件，应收{of}件"),
        "certificate-mismatch": Words(6, "收到的证书与应收的不一致，没有核收"),
        "certificate-posted": Words(6, "旧证已寄出"),
        "certificate-declared-lost": Words(6, "旧证遗失，已登记"),
        "certificate-voided": Words(8, "旧证已作废"),
        "certificate-reissued": Words(8, "新证在途中遗失，已补发"),
        "give-back-settled": Words(6, "退还的旧证在途中遗失，已与持证人商定补证"),
        "pickup-cancel-asked": Words(6, "正在取消上门收取"),
        "pickup-cancel-refused": Words(6, "快递员已取走，旧证收到后退回", who=COURIER),
        "pickup-called-off": Words(6, "旧证已交到窗口，上门收取已取消"),
        "parcel-other-vendor": Words(6, "原来的快递渠道一直没有接单，改由另一渠道预约"),
        "courier-called": Words(6, "工作人员联系了快递公司或收件人"),
        "parcel-again": Words(6, "重新安排了快递"),
        "originals-reported": Words(6, "旧证收回情况已告知审批系统"),
        "certificate-given-back": Words(6, "旧证已退还", who=COURIER),
        "case-filed": Words(7, "已提交审批系统", "办件编号 {number}"),
        **{kind: Words(7, title) for kind, title in FILING.items()},
        "case-accepted": Words(7, "已受理", who=BACK_END),
        "supplement-asked": Words(7, "需要补正材料", who=BACK_END),
        "case-supplementing": Words(7, "需要补正材料", who=BACK_END),
        "supplement-called/reached": Words(7, "工作人员已来电提醒补正", who=STAFF),
        "supplement-called/not_reached": Words(7, "工作人员来电提醒补正，没有打通", who=STAFF),
        "supplement-contested": Words(7, "收到补正告知，工作人员正在核实", who=BACK_END),
        "case-deemed-accepted": Words(7, "逾期未告知补正，自收到之日起视为受理"),
        "refusal-too-late": Words(7, "逾期作出的不予受理不生效，工作人员正在联系审批部门", who=BACK_END),
        "case-withdrawn": Words(7, "已撤回"),
        "case-returned": Words(7, "已退件", who=BACK_END),
        "case-revoked": Words(7, "已撤销", who=BACK_END),
        "case-not-accepted": Words(7, "不予受理", who=BACK_END),
        "case-granted": Words(7, "准予许可", who=BACK_END),
        "case-denied": Words(7, "不予许可", who=BACK_END),
        "instant-not-granted": Words(7, "未能即时办理，转由工作人员办理"),
        "instant-proposed": Words(7, "已提出即时办理建议", "依据{document}"),
        "instant-adopted": Words(7, "审批系统采纳即时办理建议", who=BACK_END),
        "instant-by-hand": Words(7, "由工作人员办理"),
        "instant-reviewed": Words(7, "已转人工办理", who=STAFF),
        "recheck-drawn": Words(7, "随机抽查复核"),
        "recheck-judged": Words(7, "抽查复核完成", who=STAFF),
        "recheck-judged/right": Words(7, "抽查复核无误", who=STAFF),
        "recheck-judged/wrong": Words(7, "抽查复核有误", who=STAFF),
        "revocation-prepared": Words(7, "拟撤销，告知陈述申辩的权利", who=STAFF),
        "automatic-refused": Words(7, "不接受仅按规则自动作出的决定，已转工作人员"),
        "revocation-heard": Words(7, "听取了陈述申辩"),
        "revocation-signed": Words(7, "撤销已签发，送审批系统", who=STAFF),
        "revocation-dropped": Words(7, "不予撤销", who=STAFF),
        "revocation-told": Words(7, "撤销请求已送达审批系统"),
        "revocation-refused": Words(7, "审批系统没有接受撤销请求", who=BACK_END),
        "dispute-settled": Words(5, "登记信息异议已处理", who=STAFF),
        "dispute-settled/corrected": Words(5, "登记信息已更正，表单重新填写", who=STAFF),
        "dispute-settled/stands": Words(5, "登记信息核实无误，请继续办理", who=STAFF),
        "grievance-raised": Words(8, "反映了问题"),
        "grievance-raised/wrong_certificate": Words(8, "反映证照或登记信息有误"),
        "grievance-raised/missing_certificate": Words(8, "反映缺少证照"),
        "grievance-contacted": Words(8, "工作人员已回访", who=STAFF),
        "grievance-answered": Words(8, "反映的问题已答复", who=STAFF),
        "grievance-reopened": Words(8, "对答复不满意，重新提出"),
        "grievance-handed-over": Words(8, "反映的问题已转交", who=STAFF),
        "grievance-found-malicious": Words(8, "评价已复核", who=STAFF),
        "grievance-closed": Words(8, "反映的问题已办结"),
        "stuck-retried": Words(7, "工作人员已重新提交"),
        "licence-issued": Words(7, "已办结，新证已进入证照库"),
        "licence-delivered": Words(8, "新证已送达"),
        "licence-shown": Words(8, "出示了证照"),
        "licence-verified": Words(8, "证照被核验"),
        "rating-given": Words(8, "已评价"),
        "rating-handed": Words(8, "评价已提交好差评系统"),
        "rating-refused": Words(8, "评价未被好差评系统接受"),
        "case-closed": Words(8, "已归档"),
        "matter-closed": Words(8, "本次事由全部办结"),
        "results-wanted": Words(1, "监管部门要求补报审批结果", "第{first}至{last}号"),
        "results-replayed": Words(1, "补报审批结果", "第{first}至{last}号", who=STAFF),
        "ledger-exported": Words(8, "导出留痕证明，供他人核对", who=STAFF),
        "table-exported": Words(1, "导出统计表", "{table}.{format}"),
        "promise-made": Words(5, "签署了承诺"),
        "promise-made/defer": Words(5, "签署容缺后补承诺", "文本 {text}"),
        "promise-made/instead": Words(5, "签署告知承诺书", "文本 {text}"),
        "promise-brought": Words(7, "已补交承诺后补的材料"),
        "promise-late": Words(7, "承诺后补的材料逾期未补交"),
        "promise-withdrawn": Words(7, "撤回告知承诺"),
        "promise-needless": Words(7, "办件已结束，承诺无需再履行"),
        "promise-checked": Words(8, "告知承诺已核查", who=STAFF),
        "promise-checked/kept": Words(8, "告知承诺已核查，属实", who=STAFF),
        "promise-checked/untrue": Words(8, "告知承诺已核查，不属实", who=STAFF),
        "promise-told": Words(7, "承诺履行情况已告知审批系统"),
        "promise-refused": Words(7, "承诺履行情况未被审批系统接受，工作人员正在处理"),
        "clock-stopped": Words(7, "依法暂停计时", "书面告知 {document}"),
        "clock-resumed": Words(7, "恢复计时", "结果收到日 {until}"),
        "clock-extension-prepared": Words(7, "提出延长办理期限", "书面告知 {document}"),
        "clock-extended": Words(7, "经批准延长办理期限", "延长{days}个工作日，书面告知 {document}"),
        "clock-extension-sent-back": Words(7, "延长办理期限未获批准"),
    }
)
_DECIDES = {
    "identity-checked": "way",
    "call-settled": "outcome",
    "supplement-called": "outcome",
    "visit-opened": "company",
    "phone-unlinked": "why",
    "recheck-judged": "verdict",
    "dispute-settled": "remedy",
    "promise-made": "kind",
    "promise-checked": "outcome",
    "grievance-raised": "kind",
    "intent-given": "answer",
    "signature-given": "by",
    "document-kept": "kind",
    "request-told": "kind",
    "request-refused": "kind",
    "notice-sent": "channel",
    "notice-delivered": "channel",
    "notice-undelivered": "channel",
    "notice-refused": "channel",
    "notice-unknown": "channel",
    "notice-dropped": "channel",
}
_PARCEL = "parcel-"
# bookkeeping between machines: in the ledger for ever, of no use to the person
SILENT = frozenset(
    {
        "push-kept",
        "call-number-shown",
        "contact-number-shown",
        "document-shown",
        "case-archived",
        "archive-opened",
        *("result-receipted", "result-refused"),
    }
)


def words_of(step: Step) -> Words | None:
    """What to say of a step, its facts already in place; None for what is of no use to the person."""
    kind = step.kind.replace("_", "-")  # some end in the name of a state
    if kind in SILENT:
        return None
    if kind.startswith(_PARCEL) and kind not in WORDS:
        way = 8 if step.facts.get("direction") == "deliver" else 6
        return Words(way, PARCELS.get(kind.removeprefix(_PARCEL), "快件有新消息"), who=COURIER)
    decides = step.facts.get(_DECIDES.get(kind, ""))
    found = WORDS.get(f"{kind}/{decides}") or WORDS.get(kind)
    if found is None:
        return Words(7, "办理记录")
    return Words(found.step, found.title, _filled(found.detail, step.facts), found.who)


def _filled(detail: str, facts: Mapping[str, Fact]) -> str:
    try:
        return detail.format_map(told(facts))
    except KeyError:
        return ""
