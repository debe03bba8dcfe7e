"""One item as a clerk reads it on a screen (事项): every key, and beside it what the city has to confirm."""

from collections.abc import Callable, Iterator

from domain.catalogue.item import Item
from domain.usecases.guide_words import (
    DELIVERY_WORDS,
    MATERIAL_WORDS,
    POLICY_WORDS,
    limit_words,
    return_ways,
    when_words,
)

Line = Callable[[str, str, str], str]  # label, key, what it says
MARK = "〔待城市确认〕"
STATUS_WORDS = {"live": "在用", "cancelled": "已取消", "sample": "样例", "draft": "草稿"}


def item_lines(item: Item) -> Iterator[str]:
    waits = frozenset(item.unconfirmed)

    def line(label: str, key: str, said: str) -> str:
        return f"{label}：{said}{MARK if waits & {key, key.partition('.')[0]} else ''}"

    yield f"{item.name}（{item.code}，第 {item.version} 版，{STATUS_WORDS[item.status.value]}）"
    if (ended := item.abolished_by) is not None:
        yield f"已取消：《{ended.title}》{ended.document}，{ended.in_force_from} 起"
    yield line("办理类型", "kind", item.kind.value)
    yield line("服务对象", "holder_kinds", "、".join(kind.value for kind in item.holder_kinds))
    yield line("证照", "licence_type", item.licence_type)
    yield line("办成后发", "resulting_licence_type", item.resulting_licence_type)
    for act in item.legal_basis:
        said = f"《{act.title}》{act.document}{act.article or ''}，{act.in_force_from} 起施行"
        yield line("依据", "legal_basis", said)
    for body in item.issuing_bodies:
        yield line("实施机关", "issuing_bodies", f"{body.name}（{body.level} 级）")
        yield line("　机关代码", "issuing_bodies.code", body.code)
        yield line("　实施编码", "issuing_bodies.task_code", body.task_code or "没有")
    yield line("研判规则", "rule", f"{item.rule.id} 第 {item.rule.version} 版，事件 {item.rule.event}")
    if item.rule.not_moved_only:
        yield "　只限没有搬迁的（非迁移）"
    yield from (f"　{text}" for text in item.rule.sql.strip().splitlines())
    yield from _work(item, line)


def _work(item: Item, line: Line) -> Iterator[str]:
    yield line("申请期限", "timing", when_words(item))
    rungs = "、".join(map(str, item.timing.notice_ladder_days))
    yield line("提醒", "timing", f"最后一日之前 {rungs} 天")
    yield line("承诺时限", "timing", limit_words(item.timing.promised))
    yield line("法定时限", "timing", limit_words(item.timing.statutory))
    for field in item.fields:
        origin = f"{field.source}.{field.source_field}" if field.source_field else "本人填写"
        yield line("表单", "fields", f"{field.label}（{origin}）")
    for material in item.materials:
        yield line("材料", "materials", f"{material.name}（{MATERIAL_WORDS[material.source]}）")
    old = (POLICY_WORDS[item.old_certificate.policy], *return_ways(item))
    yield line("旧证", "old_certificate", "；".join(old))
    yield line("送达", "delivery_modes", "、".join(DELIVERY_WORDS[mode] for mode in item.delivery_modes))
    for carriage in item.carriers:
        yield line("寄递", "carriers", f"{carriage.document_class}由 {carriage.carrier} 寄")
    if (instant := item.instant_authorisation) is not None:
        yield line("秒批", "instant_authorisation", f"{instant.document}，规则第 {instant.version} 版")
        yield from (f"　{rule.id}：{rule.words}" for rule in instant.rules)
    if (shadow := item.instant_shadow) is not None:
        yield line("影子", "instant_shadow", f"规则第 {shadow.version} 版，只比较，不提出")
        yield from (f"　{rule.id}：{rule.words}" for rule in shadow.rules)
    if (guide := item.guide) is not None:
        for label, said in (("谁来办", guide.who), ("哪里办", guide.where), ("窗口", guide.office)):
            yield line(label, "guide", said)
        yield line("电话", "guide", guide.phone)
        yield line("费用", "guide", guide.fee)
    if item.synonyms:
        yield f"也叫：{'、'.join(item.synonyms)}"
    yield f"待城市确认的有 {len(item.unconfirmed)} 项"
