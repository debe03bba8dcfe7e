"""What a version must keep of the one before it (版本衔接), and of its neighbours in the catalogue."""

from collections.abc import Iterable, Iterator

from domain.catalogue.item import Item, Status
from domain.kernel.ids import ItemCode

Said = Iterator[tuple[str, str]]


def check_succession(
    item: Item, *, code: ItemCode, number: int, base: Item | None, others: Iterable[Item]
) -> Said:
    """Key and what is wrong. `base`: the version it follows; `others`: what people are served by today."""
    if item.code != code:
        yield "code", f"写成了 {item.code}：编码永远不改，应为 {code}"
    if item.version != number:
        yield "version", f"写成了 {item.version}：这一版是第 {number} 版"
    if item.status is Status.DRAFT:
        yield "status", "还是 draft：要签发的写 live、sample 或者 cancelled"
    if base is not None:
        yield from _after(base, item)
    yield from _beside(item, [one for one in others if one.code != code])


def _after(base: Item, item: Item) -> Said:
    if base.status is Status.CANCELLED and item.status is not Status.CANCELLED:
        yield "status", f"写成了 {item.status.value}，而上一版已经取消：取消有误的，请撤回那一版"
    has_other_rule = (base.rule.sql, base.rule.event) != (item.rule.sql, item.rule.event)
    if has_other_rule and item.rule.version <= base.rule.version:
        yield "rule.version", f"规则改了，版本还是 {item.rule.version}：请加一"
    was, now = base.instant_authorisation, item.instant_authorisation
    if was is not None and now is not None and was.rules != now.rules and now.version <= was.version:
        yield (
            "instant_authorisation.version",
            f"规则改了，版本还是 {now.version}：请加一",
        )


def _beside(item: Item, others: list[Item]) -> Said:
    for other in others:
        if other.rule.id == item.rule.id:
            yield "rule.id", f"{item.rule.id} 已经是 {other.code} 的规则"
        theirs = {body.task_code for body in other.issuing_bodies} - {None}
        for body in item.issuing_bodies:
            if body.task_code in theirs:
                yield "issuing_bodies.task_code", f"{body.task_code} 也写在 {other.code} 里"
