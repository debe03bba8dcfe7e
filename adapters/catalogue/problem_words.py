"""What is wrong with an item (校验结果) in Chinese, for who edits it at the console."""

import re

# each sentence of the checks, of the shapes and of the SQL lint; a part in brackets goes over as it stands
_WORDS: tuple[tuple[str, str], ...] = (
    # shape
    (r"is not TOML: (.*)", r"不是规范的 TOML：{0}"),
    (r"holds a character that nobody sees, in line (\d+)", "第 {0} 行有看不见的字符，请删除"),
    (r"is not a table", "应当是一节"),
    (r"is not a list", "应当是列表"),
    (r"is not known here", "没有这个键"),
    (r"is missing", "缺少这一项"),
    (r"is empty; leave the key out when nothing is known", "是空的；不知道的就不写这个键"),
    (r"Expected `(.*?)`, got `(.*?)`.*", "应为 {0}，写成了 {1}"),
    (r"Invalid enum value (\S+)", "没有这个取值：{0}"),
    (r"Invalid value (\S+)", "没有这个取值：{0}"),
    # what tables say by themselves
    (
        r"say exactly one of apply_before_days and due_after_change_days",
        "apply_before_days 与 due_after_change_days 写且只写一个",
    ),
    (
        r"notice_ladder_days falls, rung by rung, and ends at 0 or above",
        "提醒天数从多到少，最后一个不小于 0",
    ),
    (r"promised(?:, statutory)?.* count from 1", "时限从 1 起算"),
    (r"promised is longer than statutory", "承诺时限比法定时限长"),
    (
        r"source_field names the value at register or licence, and only there",
        "来自登记系统或原证照的才写 source_field，而且必须写",
    ),
    (r"locked, yet only the person can fill it", "由本人填写的不能锁定"),
    (r"choices belong to kind choice, and must be there", "选项（choices）只用于选择项，而且必须写"),
    (r"what the item is about cannot come later: .*", "办的就是这一栏，不能容缺"),
    (r"retention_years counts from 1", "归档保存年限从 1 起算"),
    (r"retention_years is a number, or \"permanent\"", "归档保存年限写年数，或者写 permanent（永久）"),
    (r"max_length counts characters from 1", "max_length 从 1 起算"),
    (r"deferrable goes with necessity 容缺后补 and with nothing else", "deferrable 只与“容缺后补”同时写"),
    (
        r"defer_working_days is said for a deferrable material and for no other",
        "可容缺的材料要写补交期限 defer_working_days，其他的不写",
    ),
    (r"a generated material is there at once and never deferrable", "自动生成的材料不能容缺"),
    (
        r"promise_instead stands in for what only the person has: source person",
        "告知承诺（promise_instead）只用于由本人提交的材料",
    ),
    (
        r"is not true, yet the item is about (.*)",
        "事项涉及{0}，不适用告知承诺制，应写 excluded_from_promises = true",
    ),
    (
        r"is said, yet the item is excluded from promises .*",
        "事项不适用告知承诺制（国办发〔2020〕42号），不能写 promise_instead",
    ),
    (
        r'return_modes is \["none"\] for policy none, and only then',
        "不收旧证时交回方式只写 none，其他时候不写",
    ),
    (r"return_modes is empty", "没有写交回方式"),
    (r"return_modes offers none beside a way back", "既然可以交回，就不能再写 none"),
    (r"policy counter takes the certificate at the counter only", "窗口交回的只能在窗口交或者声明遗失"),
    # what keys say together
    (r"is not lower-case words with hyphens", "只能用小写字母、数字和连字符"),
    (r"is not a lower-case name", "只能用小写字母、数字和下划线，以字母开头"),
    (r"counts from 1", "从 1 起算"),
    (r"days count from 0", "天数从 0 起算"),
    (r"says (.*) twice", "{0} 写了两遍"),
    (r"is no USCC \((.*)\)", "不是统一社会信用代码（{0}）"),
    (r"is an odd USCC \((.*)\)", "统一社会信用代码有疑点（{0}）"),
    (r"is not 1 to 7", "行使层级应为 1 至 7"),
    (r"is not 12 to 50 digits and capitals", "应为 12 至 50 位数字和大写字母"),
    (r"begins with another body's code", "不是以本机关的代码开头"),
    (r"names another level than the body's", "层级与本机关的不一致"),
    (r"names no item type of GB/T 39046", "事项类型不在 GB/T 39046 之内"),
    (r"goes with event change: an expiry moves nobody", "只用于登记变更（event = change）"),
    (r"reads (\w+); event (\w+) goes with (\w+)", "读的是 {0}；事件 {1} 应当读 {2}"),
    (r"does not fit kind (.*)", "与办理类型“{0}”不符"),
    (
        r"event expiry goes with apply_before_days, event change with due_after_change_days",
        "到期的写 apply_before_days，变更的写 due_after_change_days",
    ),
    (r"task_code is missing and not named in unconfirmed", "没有写实施编码，也没有列入 unconfirmed"),
    (r"names (.*), which is no key", "{0} 不是键名"),
    (r"names (.*), of which the item says nothing", "{0} 在事项里没有内容"),
    (
        r"is (\w+), yet (.*) abolished it: it can only be cancelled",
        "{1} 已经取消本事项，状态只能是 cancelled",
    ),
    (r"is missing: a cancelled item names the act that ended it", "缺少：已取消的事项要写明取消依据"),
    (r"is said, yet the item is cancelled", "事项已取消，不应再写"),
    (r"is empty, yet the item is (\w+)", "是空的，而事项状态是 {0}"),
    (r"is missing, yet the item is (\w+)", "缺少，而事项状态是 {0}"),
    (r"has no generated one: .*", "缺少自动生成的申请表"),
    (r"still says (.*), as the draft did", "还是草稿里的“{0}”"),
    (r"still says (.*), and is not named in unconfirmed", "还写着“{0}”，又没有列入 unconfirmed"),
    (r"(\S+) is nothing (\S+) says; it says (.*)", "{1} 没有 {0}；有的是 {2}"),
    (r"number is a natural person's; an organisation has uscc", "number 是自然人的证件号；组织用 uscc"),
    (r"uscc is an organisation's; a natural person has number", "uscc 是组织的；自然人用 number"),
    (r"is another type than (.*), yet the item is a (.*)", "与“{0}”不同；办理类型是{1}，证照种类不变"),
    (r"names none for (\S+), yet a courier is offered", "提供快递，却没有写{0}由谁寄"),
    (
        r"is (\S+): (\S+) go by (\S+) only \(邮政法 §55\)",
        "是 {0}：{1}只能由 {2} 寄（邮政法第五十五条）",
    ),
    (r"is empty: nothing would be checked", "是空的：什么也不会核对"),
    (r"(.*) is not known here; it is (.*)", "没有 {0}；可以写的是 {1}"),
    (r"not honoured yet: false; everybody is asked for .*", "暂不支持 false：一律要求刷脸或者到窗口"),
    (r"not honoured yet: false; the number of pieces .*", "暂不支持 false：正副本数量以登记系统为准"),
    # instant rules
    (r"id and words are never empty", "id 和 words 不能为空"),
    (r"(\S+) does not fit (\S+) \((\w+)\): use one of (.*)", "{0} 不能用于 {1}；可以用 {3}"),
    (r"(\S+) on (\S+) takes (.*)", "{1} 的 {0} 取值不对"),
    (r"(\S+) never says (.*)", "{0} 没有 {1} 这个取值"),
    (r"is (\S+): above the live rules' (\S+)", "试行规则的版本是 {0}，应当高于在用的 {1}"),
    (r"is weighed beside instant_authorisation, and there is none", "没有秒批授权，就没有可以对照的规则"),
    # SQL
    (r"line (\d+), column (\d+): (.*)", "第 {0} 行第 {1} 列：{2}"),
)
_TABLE = tuple((re.compile(pattern, re.DOTALL), words) for pattern, words in _WORDS)


def in_chinese(what: str) -> str:
    """The sentence as staff read it; one that nobody put into words yet stays as it is."""
    for pattern, words in _TABLE:
        found = pattern.fullmatch(what)
        if found is not None:
            return words.format(*found.groups())
    return what
