"""自己办: a person asks by themselves whether an item is due for the party they act for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from domain.kernel.ids import ItemCode, MatterId, PartyId, StartId
from domain.kernel.refusal import Refusal
from domain.kernel.refusals import StepNotAllowed


class ItemNotOffered(Refusal):
    """Cancelled, a draft, or not yet in force."""

    code, title = "item-not-offered", "该事项已停止办理或尚未开放"
    advice = "请查看办事指南中的说明，或拨打12345咨询"


class StartState(StrEnum):
    RUNNING = "running"  # the rule is being run for this holder
    READY = "ready"  # there is a matter to answer
    NOT_DUE = "not_due"
    REFUSED = "refused"  # found, and set aside for a reason


NEXT: Mapping[StartState, tuple[StartState, ...]] = MappingProxyType(
    {StartState.RUNNING: (StartState.READY, StartState.NOT_DUE, StartState.REFUSED)}
)
NOTHING_DUE, ALREADY_DONE, NO_ANSWER = "nothing-due", "already-done", "no-answer"
CHANGE_OVERDUE = "change-overdue"  # too late, yet a change has still to be reported, and soon
# by the reason's code: those above, and those for which a finding is set aside
_BECAUSE: Mapping[str, str] = MappingProxyType(
    {
        NOTHING_DUE: "没有查到现在需要办理本事项的证照，无需申请",
        ALREADY_DONE: "本次变化已经办结，无需再次申请",
        "already-current": "证照内容已与登记信息一致，无需申请",
        NO_ANSWER: "登记信息暂时查不到，请到窗口办理或拨打12345",
        "not-in-force": "该事项目前不能办理，请到窗口咨询",
        "unconfirmed": "该事项待城市确认后开放，目前请到窗口办理",
        "not-for-kind": "本事项不面向您所属的主体类型，请到窗口咨询",
        CHANGE_OVERDUE: "已过规定的办理期限，请尽快到窗口办理变更",
        "out-of-scope": "您的证照由其他机关核发，请向发证机关申请",
        "open-matter": "该证照已有在办事项，请在「我的事项」查看或到窗口咨询",
        "too-late": "已过可申请的最后期限，请到窗口咨询补办方式",
        "moved": "登记住所已迁移，不适用本事项，请到窗口咨询",
        "needs-clerk": "登记信息的变化需工作人员核实，核实后即可办理",
        "doubtful": "登记信息经工作人员核实有疑问，请到窗口办理",
    }
)
_WORDS: Mapping[StartState, str] = MappingProxyType(
    {
        StartState.RUNNING: "正在核对登记信息，请稍候",
        StartState.READY: "已为您备好，请核对后确认办理",
        StartState.NOT_DUE: _BECAUSE[NOTHING_DUE],
        StartState.REFUSED: "暂时不能在线办理，请到窗口咨询",
    }
)


@dataclass(slots=True)
class Start:
    """One asking; while it runs, asking again for the same party and item is the same asking."""

    start_id: StartId
    person: PartyId
    party: PartyId
    item: ItemCode
    asked_at: datetime
    state: StartState = StartState.RUNNING
    reason: str = ""  # a code, when it is not ready
    matter: MatterId | None = None
    ended_at: datetime | None = None

    def lead_to(self, matter: MatterId, *, at: datetime) -> None:
        """Raises StepNotAllowed."""
        self._end(StartState.READY, at)
        self.matter = matter

    def lead_nowhere(self, state: StartState, reason: str, *, at: datetime) -> None:
        """`state`: NOT_DUE or REFUSED. Raises StepNotAllowed."""
        self._end(state, at)
        self.reason = reason

    @property
    def words(self) -> str:
        """What the person reads."""
        return _BECAUSE.get(self.reason, _WORDS[self.state])

    def _end(self, to: StartState, at: datetime) -> None:
        if to not in NEXT.get(self.state, ()):
            raise StepNotAllowed(f"{self.start_id}: {self.state} → {to}")
        self.state, self.ended_at = to, at
