"""What stays after every erasure (依法保留), besides the cases: what, on which ground, and until when."""

from domain.privacy.erasure import Kept, Stay
from domain.privacy.retention import LOGGED, PROVEN

ARCHIVES = "行政许可法第六十一条、档案法：审批档案按保管期限保存"
BY_LIST = "期满后按销毁清册处理"  # by hand: nothing of ours removes it
DUTY = "个人信息保护法第十三条：履行法定职责所必需"
SIX_MONTHS = "每条满六个月"


def always(*, is_person: bool, evidence_years: int, log_days: int) -> tuple[Kept, ...]:
    """`is_person`: with what belongs to a natural person alone."""
    return (
        Kept(
            Stay.EVIDENCE,
            "您看到并确认过的内容原文（密封保存）",
            "行政许可法、民法典第一百八十八条：证明办理经过",
            f"办结且保存满 {evidence_years} 年，且不早于档案期满",
        ),
        Kept(
            Stay.LEDGER,
            "留痕账（只有编号、时间和摘要，没有姓名、号码和内容）",
            "证明办理经过没有被改动",
            "长期保存",
        ),
        Kept(Stay.IDENTITY, "姓名和证件号码（加密）", "认出办件、档案属于谁", f"档案{BY_LIST}"),
        Kept(
            Stay.DEALINGS,
            "事由、办理邀约和答复，自己办的申请，窗口和电话办理的记录",
            DUTY,
            f"不自动删除，档案{BY_LIST}",
        ),
        Kept(
            Stay.OPEN,
            "没有处理完的来电、以后的窗口预约、没有结束的事项的提示和还没有送出的提示",
            "还在办理，需要联系您",
            "结束以后可以再申请删除",
        ),
        Kept(
            Stay.MANDATES,
            "授权委托和受托办理的记录",
            "民法典第一百六十五条、第一百八十八条：证明谁受托办理",
            f"不自动删除，档案{BY_LIST}",
        ),
        Kept(Stay.VOICES, "您反映的问题和答复、好差评", DUTY, f"不自动删除，档案{BY_LIST}"),
        Kept(
            Stay.LICENCES,
            "审批决定、您反映的问题或核验记录用到的电子证照",
            ARCHIVES,
            f"不自动删除，档案{BY_LIST}",
        ),
        Kept(
            Stay.REGISTERS,
            "登记机关答复的代表关系和最近一次核对的时间",
            "认出您代表哪些单位",
            "每次核对后更新",
        ),
        *(_personal() if is_person else ()),
        Kept(
            Stay.ACCESSES,
            "谁看过您的信息",
            "网络安全法第二十三条、个人信息保护法第五十一条",
            SIX_MONTHS,
        ),
        Kept(Stay.LOGS, "证照被核验、从本平台进入部门页面的记录", LOGGED, SIX_MONTHS),
        Kept(
            Stay.LOGS,
            "系统运行日志（没有姓名和号码）",
            "网络安全法第二十三条：不少于六个月",
            f"每天的日志满 {log_days} 天",
        ),
        Kept(Stay.ERASURE, "这次删除的记录", "个人信息保护法：处理记录留存三年", "删除完成满三年"),
        Kept(
            Stay.OTHERS,
            "审批系统、电子证照库、好差评等其他单位保存的内容",
            "由各单位依法保存，本平台不能代为删除",
            "请向这些单位提出",
        ),
    )


def _personal() -> tuple[Kept, ...]:
    return (
        Kept(Stay.LOGS, "不满六个月的登录记录和安全提醒", LOGGED, SIX_MONTHS),
        Kept(Stay.LOGS, "未读的安全提醒", LOGGED, "读过以后满六个月"),
        Kept(Stay.CHECKS, "实人认证的记录（不含照片）", LOGGED, SIX_MONTHS),
        Kept(Stay.CHECKS, "没有撤回、撤回不满三年的刷脸同意记录", PROVEN, "撤回满三年"),
    )
