"""How what is stuck is told to staff: what the job does, and what trying again does."""

from collections.abc import Mapping
from types import MappingProxyType

from domain.ledger.words import BACK_END, SMS
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
        "sense-holder": "核对自己办条件",
        "address-notice": "确定提示发给谁",
        "cancel-shipment": "取消快递",
        "answer-supplement": "提交补正材料",
        "withdraw-case": "告知审批系统撤回",
        "return-case": "告知审批系统退件",
        "ask-revocation": "提请审批系统撤销",
        "tell-promise": "告知审批系统承诺结果",
        "push-result": "向监管部门推送结果",
        "archive-case": "办件归档",
        "check-item-version": "校验事项版本",
        "try-item-version": "试运行事项版本",
    }
)
SAFE = "任务会先看记录走到哪一步，再决定做什么；已经做过的不会重复。"
ASKS = "对方可能已经收到：先用我方编号去问，问不到才会再发，不会重复。"
NO = "对方已明确拒绝，原样重试仍会被拒：请先打开办件处理，再重试。"


REASONS: Mapping[str, str] = MappingProxyType(
    {
        "seal-invalid": "文书印章未通过核验，请联系对方重新盖章后再试",
        "timeout": "等了很久没有回答",
    }
)
SYSTEMS: Mapping[str, str] = MappingProxyType({"approval": BACK_END, "sms": SMS})


def reason_of(reason: str) -> str:
    """«system: code» in words where there are any; a vendor's own code stays as it is, for the help desk."""
    system, colon, code = reason.partition(": ")
    if not colon:
        return reason
    return f"{SYSTEMS.get(system, system)}：{REASONS.get(code, code)}"


def title_of(stuck: Stuck) -> str:
    task = TASKS.get(stuck.task, stuck.task)
    match stuck.kind:
        case StuckKind.BACK_END:
            return f"外部系统不通：{len(stuck.jobs)}项“{task}”在等"
        case StuckKind.NOTICE:
            return "提示发出后没有回音"
        case StuckKind.FILING:
            return "提交被拒绝" if stuck.state is StuckState.REFUSED else "提交审批系统后没有回音"
        case StuckKind.PROPOSAL:
            return "秒批建议提出后没有回音"
    return task


def detail_of(stuck: Stuck) -> str:
    said = {
        StuckState.FAILED: f"试了{stuck.attempts}次，已停下",
        StuckState.WAITING: f"已试{stuck.attempts}次，还在自动重试",
        StuckState.UNKNOWN: "结果不明，正在自动核实",
        StuckState.REFUSED: "对方已拒绝，等人处理",
    }[stuck.state]
    return f"{said}；原因：{reason_of(stuck.reason)}" if stuck.reason else said


def note_of(stuck: Stuck) -> str:
    if stuck.state is StuckState.REFUSED:
        return NO
    return SAFE if stuck.kind in (StuckKind.JOB, StuckKind.BACK_END) else ASKS
