"""The words for what we hand to the approval back-end (审批系统), what it sealed, and waiting for it."""

from collections.abc import Mapping
from types import MappingProxyType

# a kind, or «kind/fact» where one fact decides what is said
FILING: Mapping[str, str] = MappingProxyType(
    {
        "filing-delayed": "审批系统暂时不可用，将自动重新提交",
        "waiting-began": "审批系统无法接通，申请已保存，等待恢复",
        "waiting-ended": "审批系统已恢复，继续办理",
        "filing-refused": "提交未被接受，工作人员正在处理",
        "supplement-given": "已提交补正材料",
        "supplement-handed-in": "补正材料已提交审批系统",
        "supplement-refused": "补正材料未被接受，工作人员正在处理",
        "supplement-set-aside": "补正告知不予采纳，您无需补正",
        "withdrawal-asked": "申请撤回",
        "return-asked": "逾期未补齐，已请审批系统退件",
        "request-told": "已告知审批系统",
        "request-refused": "审批系统未接受，工作人员正在处理",
        "request-told/withdrawal": "撤回申请已提交审批系统",
        "request-told/return": "退件申请已提交审批系统",
        "request-refused/withdrawal": "审批结果先已作出，未能撤回",
        "request-refused/return": "审批系统未予退件",
        "case-lost": "审批系统暂时查不到这件办件，工作人员正在核实",
        "case-found": "审批系统已能查到这件办件，继续办理",
        "materials-refused": "材料未被接受，工作人员正在处理",
        "document-kept": "收到审批文书",
        "document-kept/accepted": "收到受理通知书",
        "document-kept/supplement": "收到补正通知书",
        "document-kept/refused-acceptance": "收到不予受理决定书",
        "document-kept/decision-granted": "收到准予许可决定书",
        "document-kept/decision-denied": "收到不予许可决定书",
        "document-kept/withdrawal": "收到撤回确认书",
        "document-kept/return": "收到退件通知书",
        "document-kept/revocation": "收到撤销决定书",
        "document-kept/stop": "收到特别程序告知书",
        "document-kept/service-receipt": "收到送达回证",
        "document-refused": "文书印章未通过核验，没有采用",
    }
)
