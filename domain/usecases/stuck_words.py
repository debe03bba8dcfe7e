"""How what is stuck is told to staff: what the job does, and what trying again does."""

from collections.abc import Mapping
from types import MappingProxyType

from domain.ledger.words import BACK_END, COURIER, SMS, WECHAT
from domain.staff.stuck import Stuck, StuckKind, StuckState

TASKS: Mapping[str, str] = MappingProxyType(
    {
        "invite-holder": "生成办理提示",
        "send-notice": "发送办理提示",
        "ask-after-notice": "查询提示是否送达",
        "read-inbox": "处理收到的外部消息",
        "prefill-form": "预填申报表单",
        "file-case": "提交审批系统",
        "order-shipment": "预约快递",
        "report-originals": "告知旧证收回情况",
        "fetch-documents": "取回审批文书",
        "fetch-licence": "取回电子证照",
        "hand-over-rating": "上报好差评",
        "forget-face": "删除人脸数据",
        "propose-decision": "提出秒批建议",
        "withdraw-proposal": "收回秒批建议",
        "tell-person": "提醒本人账号安全",
        "sense-holder": "核对自己办条件",
        "address-notice": "确定提示发给谁",
        "cancel-shipment": "取消快递",
        "ask-parcel": "向快递公司核实快件",
        "follow-posted": "跟踪自寄快件",
        "answer-supplement": "提交补正材料",
        "withdraw-case": "告知审批系统撤回",
        "return-case": "告知审批系统退件",
        "ask-revocation": "提请审批系统撤销",
        "tell-promise": "告知审批系统承诺结果",
        "push-result": "向监管部门推送结果",
        "archive-case": "办件归档",
        "check-item-version": "校验事项版本",
        "try-item-version": "试运行事项版本",
        "build-data-export": "整理本人要的信息副本",
        "erase-data": "删除本人要求删除的信息",
    }
)
LOST = "approval: case-lost"  # adapters/postgres/unknown_fates.py
FOR_THEM = "系统每天会再去查，对方能查到之后自动从这里移走。"
SAFE = "任务会先看记录走到哪一步，再决定做什么；已经做过的不会重复。"
ASKS = "对方可能已经收到：先用我方编号去问，问不到才会再发，不会重复。"
CALL = "已过能用编号安全核实的时间，系统不再自动处理：请打电话问快递公司，再到“旧证与快递”里登记结果。"
NO = "对方已明确拒绝，原样重试仍会被拒：请先打开办件处理，再重试。"

AWAY = ("对方系统出错或者没有回应", "对方恢复后会自动再试，也可以现在再试一次")
OURS = ("记录与预期不符", "请把这条记录告诉系统维护人员；原样再试多半还是不成")
# what happened, and what a person does about it
REASONS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "seal-invalid": ("材料的电子印章验证不通过", "请联系对方重新出具后再试"),
        "digest-differs": ("材料与本人确认的不一致", "请联系系统维护人员核对，不要反复再试"),
        "answer-malformed": ("对方的回答读不懂", "请把这条记录告诉系统维护人员"),
        "case-not-filed-yet": ("办件还没有报送审批系统", "先让报送成功；之后会自动再试"),
        "case-lost": ("已报送的办件在对方系统里查不到了", "请与对方核对办件编号"),
        "case-unknown": ("对方推来的办件在本系统里找不到", "请与对方核对办件编号"),
        "decision-document-missing": ("决定文书还没有送来", "请联系对方补发文书后再试"),
        "revocation-document-missing": ("撤销决定书还没有送来", "请联系对方补发文书后再试"),
        "licence-not-there-yet": ("新证照还没有制好", "请联系制证部门；制好后会自动再试"),
        "no-task-code": ("事项没有业务编码", "请在“事项版本”里补上编码后再试"),
        "no-number": ("没有可用的手机号码", "请改由电话联络或者窗口办理"),
        "no-vendor": ("没有签约的快递渠道能寄", "请改由窗口交接，或请系统维护人员补签快递渠道"),
        "order-unsettled": ("快递下单有没有成功还不清楚", "系统会先向快递公司核实，不用另外下单"),
        "another-proposal": ("对方已有另一份秒批建议", "请与对方核对后再定"),
        "another-revocation": ("对方已有另一份撤销申请", "请与对方核对后再定"),
        "breaker-open": ("对方连续出错，先让它歇一会儿", "恢复后会自动再试"),
        "bulkhead-full": ("对方太慢，同时在等的太多", "过一会儿会自动再试"),
        "retry-budget": ("对方刚恢复，重试正在排队", "会自动轮到，不用另外处理"),
        "too-many-messages": ("发得太密，对方限流", "过一会儿会自动再试"),
        "quota": ("今天的额度用完了", "明天会自动再试"),
        "step-not-allowed": OURS,
        "not-found": OURS,
    }
)
SYSTEMS: Mapping[str, str] = MappingProxyType(
    {
        "approval": BACK_END,
        "sms": SMS,
        "courier": COURIER,
        "wechat": WECHAT,
        "licences": "电子证照库",
        "rating": "好差评平台",
        "regulator": "监管平台",
        "face": "人脸核验",
        "analysis": "数据分析",
        "population": "人口库",
        "social-register": "社会组织登记系统",
        "enterprise-register": "企业登记系统",
    }
)


def reason_of(reason: str) -> str:
    """What happened, in words; of what has none, the code too, for who maintains the system."""
    system, colon, code = reason.partition(": ")
    if not reason:
        return ""
    if not colon:
        return _told(reason, OURS)
    return f"{SYSTEMS.get(system, system)}：{_told(code, AWAY)}"


def advice_of(reason: str) -> str:
    """What a person does about it; empty where there is no reason."""
    if not reason:
        return ""
    _, colon, code = reason.partition(": ")
    return _known(code if colon else reason, AWAY if colon else OURS)[1]


def _told(code: str, otherwise: tuple[str, str]) -> str:
    what, _ = _known(code, otherwise)
    return what if code in REASONS or "timeout" in code.lower() else f"{what}（{code}）"


def _known(code: str, otherwise: tuple[str, str]) -> tuple[str, str]:
    if "timeout" in code.lower():
        return "等了很久没有回答", AWAY[1]
    return REASONS.get(code, otherwise)


SILENT = MappingProxyType(
    {StuckKind.NOTICE: "提示发出后没有回音", StuckKind.PROPOSAL: "秒批建议提出后没有回音"}
)


def title_of(stuck: Stuck) -> str:
    task = TASKS.get(stuck.task, stuck.task)
    match stuck.kind:
        case StuckKind.BACK_END:
            return f"外部系统不通：{len(stuck.jobs)}项“{task}”在等"
        case StuckKind.FILING if stuck.reason == LOST:
            return "审批系统查不到已报送的办件"
        case StuckKind.FILING:
            return "提交被拒绝" if stuck.state is StuckState.REFUSED else "提交审批系统后没有回音"
        case StuckKind.SHIPMENT if stuck.state is StuckState.HELD:
            return "快递下单有没有成功要人去问"
        case StuckKind.JOB:
            return task
    return SILENT.get(stuck.kind, f"{task}后没有回音")


def detail_of(stuck: Stuck) -> str:
    said = {
        StuckState.FAILED: f"试了{stuck.attempts}次，已停下",
        StuckState.WAITING: f"已试{stuck.attempts}次，还在自动重试",
        StuckState.UNKNOWN: "结果不明，正在自动核实",
        StuckState.REFUSED: "对方已拒绝，等人处理",
        StuckState.HELD: "系统不再自动处理，等人核实",
    }[stuck.state]
    return f"{said}；原因：{reason_of(stuck.reason)}" if stuck.reason else said


def note_of(stuck: Stuck) -> str:
    """What a person does, then what trying again does."""
    if stuck.state is StuckState.HELD:
        return CALL
    if stuck.state is StuckState.REFUSED:
        again = FOR_THEM if stuck.reason == LOST else NO
    else:
        again = SAFE if stuck.kind in (StuckKind.JOB, StuckKind.BACK_END) else ASKS
    advice = advice_of(stuck.reason)
    return f"{advice}。{again}" if advice else again
