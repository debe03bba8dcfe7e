"""Chinese text as it is typed (拼音): syllables without tones, with the readings of official Chinese."""

import json
import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib.metadata import distribution
from itertools import islice, product
from pathlib import Path

# Characters that official names read in two ways; whoever types the other way is understood too.
_READINGS: Mapping[str, tuple[str, ...]] = {
    "行": ("xing", "hang"),
    "会": ("hui", "kuai"),
    "重": ("zhong", "chong"),
    "长": ("chang", "zhang"),
    "校": ("xiao", "jiao"),
    "乐": ("le", "yue"),
    "藏": ("cang", "zang"),
    "调": ("tiao", "diao"),
    "率": ("lv", "shuai"),
    "传": ("chuan", "zhuan"),
    "弹": ("dan", "tan"),
    "更": ("geng",),
    "单": ("dan",),
    "供": ("gong",),
    "的": ("de",),
    "地": ("di",),
    "得": ("de",),
}
_MOST = 4  # spellings of one text
_HAN = range(0x4E00, 0xA000)


class Pinyin:
    """Syllables of Han characters, out of the table that pypinyin ships; everything else stays as it is.

    Its table is read, the library is not imported: that takes 55 MB in every process, this takes 5.
    """

    def __init__(self, table: Mapping[str, str]) -> None:
        self._table = table

    @classmethod
    @cache
    def load(cls) -> "Pinyin":
        """Source: pypinyin 0.55.0 (MIT), pinyin_dict.json: code point → readings, the usual first.

        Read once: it does not change while a process lives.
        """
        file = Path(str(distribution("pypinyin").locate_file("pypinyin/pinyin_dict.json")))
        readings: dict[str, str] = json.loads(file.read_text(encoding="utf-8"))
        plain: dict[str, str] = {}
        table = {}
        for point, marked in readings.items():
            if int(point) in _HAN:
                syllable = _plain(marked.partition(",")[0])
                table[chr(int(point))] = plain.setdefault(syllable, syllable)  # 400 strings, not 20,000
        return cls(table)

    def spellings(self, text: str) -> tuple[tuple[str, ...], ...]:
        """The ways to spell `text`, syllable by syllable, at most four; the usual one first."""
        readings = [_READINGS.get(char) or (self._table.get(char, char),) for char in text]
        return tuple(islice(product(*readings), _MOST))


def _plain(marked: str) -> str:
    bare = (char for char in unicodedata.normalize("NFD", marked.replace("ü", "v")) if not _is_mark(char))
    return "".join(bare)


def _is_mark(char: str) -> bool:
    return unicodedata.combining(char) != 0
