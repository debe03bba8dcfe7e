"""What a page says, read out of its source: literals of JavaScript, and whether `t` holds them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

CHINESE = re.compile(r"[\u3400-\u9fff]")
NAME = re.compile(r"[\w$]+")
WORDS_BEFORE_REGEX = frozenset(("return", "typeof", "case", "of", "in", "do", "else"))
CLOSE = 40  # characters
PLAIN, TEMPLATE = "plain", "template"


@dataclass(frozen=True, slots=True)
class Literal:
    """`tag`: the name in front of a template, or of the function a plain string is the first argument of."""

    kind: str
    tag: str
    chunks: tuple[str, ...]
    start: int
    end: int
    depth: int
    before: str

    @property
    def key(self) -> str:
        joined = self.chunks[0]
        for index, chunk in enumerate(self.chunks[1:]):
            joined += f"{{{index}}}{chunk}"
        return joined

    @property
    def is_chinese(self) -> bool:
        return any(CHINESE.search(chunk) for chunk in self.chunks)


@dataclass(slots=True)
class Reader:
    """Of one file: enough of the language to tell its literals from its comments and patterns."""

    text: str
    found: list[Literal] = field(default_factory=list)

    def read(self) -> list[Literal]:
        self._code(0, depth=0)
        return sorted(self.found, key=lambda one: one.start)

    def _code(self, at: int, depth: int) -> int:
        """From here to the brace that closes what holds it; where that is."""
        text, open_braces = self.text, 0
        while at < len(text):
            letter = text[at]
            if text.startswith("//", at):
                at = _after(text, "\n", at)
            elif text.startswith("/*", at):
                at = _after(text, "*/", at)
            elif letter in "\"'":
                at = self._plain(at, depth + open_braces)
            elif letter == "`":
                at = self._template(at, depth + open_braces)
            elif letter == "/" and self._is_pattern(at):
                at = self._pattern(at)
            elif letter == "}" and not open_braces:
                return at
            else:
                open_braces += (letter in "{(") - (letter in "})" and open_braces > 0)
                at += 1
        return at

    def _plain(self, at: int, depth: int) -> int:
        quote, end = self.text[at], at + 1
        while self.text[end] != quote:
            end += 2 if self.text[end] == "\\" else 1
        chunk = _unescaped(self.text[at + 1 : end])
        before = self._before(at)
        called = re.search(r"([\w$]+)\($", before)
        tag = called[1] if called else ""
        self.found.append(Literal(PLAIN, tag, (chunk,), at, end + 1, depth, before))
        return end + 1

    def _template(self, at: int, depth: int) -> int:
        tag = re.search(r"[\w$]+$", self.text[max(0, at - CLOSE) : at])
        before = self._before(at)
        chunks, begun, end = [], at + 1, at + 1
        while self.text[end] != "`":
            if self.text[end] == "\\":
                end += 2
            elif self.text.startswith("${", end):
                chunks.append(_unescaped(self.text[begun:end]))
                begun = end = self._code(end + 2, depth + 1) + 1
            else:
                end += 1
        chunks.append(_unescaped(self.text[begun:end]))
        name = tag[0] if tag else ""
        self.found.append(Literal(TEMPLATE, name, tuple(chunks), at, end + 1, depth, before))
        return end + 1

    def _before(self, at: int) -> str:
        """The little that stands before, blanks aside."""
        return self.text[max(0, at - CLOSE) : at].rstrip()

    def _is_pattern(self, at: int) -> bool:
        before = self._before(at)
        word = re.search(r"[\w$]+$", before)
        if word:
            return word[0] in WORDS_BEFORE_REGEX
        return not before or before[-1] in "(,=:[!&|?{};\n>"

    def _pattern(self, at: int) -> int:
        end, is_class = at + 1, False
        while self.text[end] != "/" or is_class:
            is_class = (is_class or self.text[end] == "[") and self.text[end] != "]"
            end += 2 if self.text[end] == "\\" else 1
        return end + 1


def _after(text: str, mark: str, at: int) -> int:
    found = text.find(mark, at)
    return len(text) if found < 0 else found + len(mark)


def _unescaped(raw: str) -> str:
    return re.sub(r"\\([\"'`$\\])", r"\1", raw).replace("\\n", "\n")


def literals(path: Path) -> list[Literal]:
    return Reader(path.read_text("utf-8")).read()


def dictionary(path: Path) -> Iterator[tuple[str, str]]:
    """The entries of one, in their order, twice where they stand twice."""
    held = [one for one in literals(path) if one.kind == PLAIN and not one.before.endswith("from")]
    return zip((one.key for one in held[::2]), (one.key for one in held[1::2]), strict=True)
