"""What stands against a declaration of loss (遗失声明): slips in what was typed, and what is missing."""

from collections.abc import Iterator
from datetime import date

from domain.forms.form import Form
from domain.forms.lost import PUBLICATION, Lost
from domain.forms.slip import Slip

_WORDS = (2, 100)


def lost_slips(lost: Lost | None) -> list[Slip]:
    """Of what was typed just now."""
    if lost is None:
        return []
    slips = []
    if not _WORDS[0] <= len(lost.place.strip()) <= _WORDS[1]:
        slips.append(Slip("lost.place", "out-of-range", "遗失地点为2到100个字"))
    if lost.published is not None and not _WORDS[0] <= len(lost.medium.strip()) <= _WORDS[1]:
        slips.append(Slip("lost.publication.medium", "out-of-range", "公告媒体为2到100个字"))
    return slips


def lost_gaps(form: Form, today: date) -> Iterator[Slip]:
    """Of the whole, before it is confirmed; `today` in Beijing."""
    lost = form.lost
    if lost is None:
        yield Slip("lost.day", "missing", "请填写证书遗失的日期")
        yield Slip("lost.place", "missing", "请填写证书遗失的地点")
        return
    if lost.day > today:
        yield Slip("lost.day", "out-of-range", "遗失日期不能在今天以后")
    if form.lost_rule != PUBLICATION:
        return
    if lost.published is None:
        yield Slip("lost.publication", "missing", "请先公告遗失，再填写公告的媒体和日期")
    elif not lost.day <= lost.published <= today:
        yield Slip("lost.publication.day", "out-of-range", "公告日期在遗失之后、今天以前")
