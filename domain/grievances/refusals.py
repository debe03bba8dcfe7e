"""What is refused about grievances (错证、缺证、差评、投诉)."""

from domain.kernel.refusal import Refusal


class GrievanceStands(Refusal):
    """The same, of the same party, waits already."""

    code, title = "grievance-open", "这个问题已经在处理"
    advice = "请在「我的反映」里查看进度"


class ReopeningTooLate(Refusal):
    code, title = "reopening-too-late", "已超过重新提出的期限"
    advice = "可以作为新的问题提出，或拨打12345"


class RemedyNotFitting(Refusal):
    """`remedies` of the grievance are those that fit."""

    code, title = "remedy-not-fitting", "处理结果与这类问题不符"
    advice = "请从列出的处理结果中选择"
