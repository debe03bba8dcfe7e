"""What may not be done with an item version (事项版本), and what staff read then."""

from domain.kernel.refusal import Refusal
from domain.kernel.refusals import ChangedMeanwhile


class ItemCodeTaken(Refusal):
    code, title = "item-code-taken", "这个事项编码已经用过"
    advice = "请换一个编码；编码定了就不再改"


class ItemVersionOpen(Refusal):
    code, title = "item-version-open", "这个事项已有一份未签发的草稿"
    advice = "请先签发或者放弃那一份"


class ItemVersionChanged(ChangedMeanwhile):
    """What is edited or signed is not what was read."""

    code, title = "item-version-changed", "草稿内容与您看到的不一致"
    advice = "请重新打开草稿核对后再操作"


class ItemVersionUnsound(Refusal):
    code, title = "item-version-unsound", "草稿还没有通过校验"
    advice = "请先校验，把列出的问题逐项改好"


class ItemVersionUntried(Refusal):
    code, title = "item-version-untried", "草稿还没有试运行"
    advice = "请先用历史数据试运行，看过结果再签发"


class ItemVersionOutdated(Refusal):
    """The version it was compared with was rolled back meanwhile, or another was signed."""

    code, title = "item-version-outdated", "草稿所依据的版本已经不在用"
    advice = "请由编辑人重新保存草稿，核对差异后再签发"


class ItemVersionUnchanged(Refusal):
    code, title = "item-version-unchanged", "这一版除了版本号，什么都没有改"
    advice = "请由编辑人改好内容再签发；不需要改的，请放弃这份草稿"


class LiveDayTooEarly(Refusal):
    code, title = "live-day-too-early", "生效日期太早"
    advice = "最早从明天起生效；当天生效须勾选紧急并说明原因，也不能早于已签发的版本"


class SignerIsEditor(Refusal):
    code, title = "signer-is-editor", "编辑过的人不能签发或者撤回这个版本"
    advice = "请由另一位科长核对后办理"
