"""A new item's file (事项草稿): complete enough to pass the check as a draft, with comments that teach."""

import json

from domain.catalogue.item import Kind

_CHANGE_RULE = """    changed_on AS event_date,
    has_contact,
    originals,
    duplicates,
    change_id,
    changed_field,
    move
FROM changes
WHERE licence_type = $licence_type
    AND changed_field IN ('name', 'responsible', 'address')
    AND status = 'valid'
    AND changed_on BETWEEN $window_from AND $window_until"""
_EXPIRY_RULE = """    valid_until AS event_date,
    has_contact,
    originals,
    duplicates
FROM licences
WHERE licence_type = $licence_type
    AND status = 'valid'
    AND valid_until BETWEEN $window_from AND $window_until"""
_CHANGE_DAYS = """due_after_change_days = 30 # 登记变更之后多少日内应当申请（自然日）
notice_ladder_days = [25, 15, 7, 3] # 最后一日之前第几天提醒，从多到少"""
_EXPIRY_DAYS = """apply_before_days = 30 # 届满多少日前应当申请（自然日），行政许可法第五十条
notice_ladder_days = [60, 30, 15, 7, 3] # 最后一日之前第几天提醒，从多到少"""


def draft_item(code: str, name: str, kind: Kind) -> str:
    """The text of the file. `code`: lower-case words with hyphens, checked by whoever asks."""
    changes = kind in (Kind.CHANGE, Kind.FILING)
    return _TEXT.format(
        code=code,
        name=json.dumps(name, ensure_ascii=False),  # a JSON string is a TOML one
        kind=kind.value,
        template="registration-changed" if changes else "renewal-due",
        event="change" if changes else "expiry",
        rule=_CHANGE_RULE if changes else _EXPIRY_RULE,
        days=_CHANGE_DAYS if changes else _EXPIRY_DAYS,
    )


_TEXT = """\
# 草稿：填好以后把 status 改为 "live"，再运行 palm catalogue check。
# 没有经城市确认的，写进 unconfirmed；还有一项没有确认，就不会向真实的人发通知。

code = "{code}" # 永远不改
name = {name} # 与事项清单一字不差
version = 1 # 改了内容就加一
status = "draft" # draft 草稿 | live 在用 | cancelled 已取消（须写 abolished_by）| sample 样例
kind = "{kind}" # 变更 | 延续 | 换发 | 备案
# 自然人 | 社会团体 | 民办非企业单位 | 基金会 | 企业 | 个体工商户 | 农民专业合作社 | 事业单位 | 机关 | 村集体
holder_kinds = ["企业"]
licence_type = "（证照名称）" # 到期的或者要变更的证照，与证照库里的名称一字不差
resulting_licence_type = "（证照名称）" # 办成以后发的证照；只有备案可以与上面不同
approval_route = "city" # 由哪个审批系统办理
payer = "government" # 双向寄递由政府付费
face_needed = true
notice_template = "{template}"
promise_text = "truthfulness-1"
# signature = "hand" # 申请表要申请人手写签名的（依据写进 legal_basis），写这一行；不写就是确认即可
delivery_modes = ["electronic_only"] # courier 快递 | electronic_only 仅电子证照
synonyms = [] # 群众的叫法，搜索时认得："俗称", "简称"
unconfirmed = [
    "carriers",
    "delivery_modes",
    "fields",
    "guide",
    "holder_kinds",
    "issuing_bodies",
    "legal_basis",
    "licence_type",
    "materials",
    "old_certificate",
    "resulting_licence_type",
    "rule",
    "timing",
]

legal_basis = [] # 下面写了第一节，就删掉这一行
issuing_bodies = [] # 同上

# 设定和实施依据，每件法律、法规、规章一节。改为 live 以前至少写一件：
# [[legal_basis]]
# title = "（名称）"
# document = "（文号）"
# article = "（第几条，没有核对过就不写）"
# in_force_from = 2020-01-01

# 在实施范围内的机关，每个机关一节；按证照上发证机关的代码认，不按地址认：
# [[issuing_bodies]]
# name = "（机关名称）"
# code = "（统一社会信用代码，18 位）"
# level = 4 # 行使层级：3 市 4 县
# task_code = "（实施编码，31 位）"

# 谁该办：一条 SELECT，只能读登记快照；not_moved_only = true 表示只限没有搬迁的（非迁移）。
# 不在实施范围的也要查出来，所以这里不按机关筛选。
[rule]
id = "{code}"
version = 1 # 改了 SQL 就加一
event = "{event}" # expiry 到期 | change 登记变更
sql = \"\"\"
SELECT
    record_id,
    holder_key,
    holder_kind,
    issuing_body_code,
{rule}
ORDER BY record_id
\"\"\"

[timing]
{days}
promised = {{ n = 20, unit = "工作日" }} # 承诺时限
statutory = {{ n = 20, unit = "工作日" }} # 法定时限，承诺的不能比它长

# 表单的每一栏一节。source：register 登记系统 | licence 原证照 | person 本人填写。
# subject_of_item：这一栏错了要转人工；deferrable：这一栏错了可以先办（容缺）。
[[fields]]
key = "organisation_name"
label = "名称"
kind = "text" # text | date | choice | address | phone | money
source = "register"
source_field = "name"
required = true
locked = true # 登记的内容本人不能改，只能点“有误”
subject_of_item = true
deferrable = false
max_length = 100

[[fields]]
key = "certificate_number"
label = "原证书编号"
kind = "text"
source = "licence"
source_field = "number"
required = true
locked = true
subject_of_item = true
deferrable = false
max_length = 64

# 申请材料，每件一节。source：shared 部门共享 | generated 自动生成的申请表 | person 本人提交。
[[materials]]
key = "application_form"
name = "申请表"
source = "generated"
necessity = "必要" # 必要 | 非必要 | 容缺后补
deferrable = false

[old_certificate]
policy = "none" # none 不收 | before_decision 办结前收回 | swap_at_door 当面换 | counter 交到窗口
# pickup 上门收取 | self_post 自寄 | counter 窗口交回 | lost_declaration 遗失声明 | none 无需交回
return_modes = ["none"]
# lost_rule = "publication" # 遗失的要先公告才能补办的，写这一行；不写就是只要遗失声明
pieces_from_register = false # 正本、副本的数量登记系统知道，写 true

# 由谁寄送。决定文书只能由 ems 寄（邮政法第五十五条）；要用快递送证，再加一节 证照。
[[carriers]]
document_class = "决定文书"
carrier = "ems"

# 办事指南里不能从上面推出的几句
[guide]
who = "（谁可以办）"
where = "（在哪里办）"
office = "（办理窗口）"
phone = "12345" # 没有公布咨询电话的，写 12345
fee = "免费"
"""
