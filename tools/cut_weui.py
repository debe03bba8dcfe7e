"""Cut WeUI's style sheet down to what our pages use: the whole is 188 KB, what they use of it is 8.

    npm pack weui@2.6.26 && tar xzf weui-2.6.26.tgz
    python tools/cut_weui.py package/dist/style/weui.min.css

writes static/vendor/weui.min.css; its line in static/vendor/lock.json gets the checksum printed. Nothing is
written anew: a rule stays, goes, or loses selectors of classes nobody names and tokens nobody reads.
"""

import argparse
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

STATIC = Path(__file__).resolve().parents[1] / "static"
OURS = (
    "*.js",
    "pages/*.js",
    "lib/*.js",
    "style/*.css",
    "console/*.js",
    "console/*.css",
    "console/pages/*.js",
)
KINDS = ("primary", "default", "warn")  # what stands in `weui-btn_${kind}`
CLASS = re.compile(r"\.(weui-[\w-]+)")
NOT = re.compile(r":not\([^)]*\)")  # what is asked not to be there may well not be
LIST = re.compile(r",(?![^(]*\))")
TOKEN = re.compile(r"var\(\s*(--weui-[\w-]+)")


@dataclass(frozen=True)
class Rule:
    """`body` is declarations, or the rules within an at-rule."""

    head: str
    body: "str | tuple[Rule, ...]"

    def __str__(self) -> str:
        return f"{self.head}{{{self.body if isinstance(self.body, str) else ''.join(map(str, self.body))}}}"


def rules(text: str) -> Iterator[Rule]:
    """The rules of a minified sheet, without its comments."""
    at = 0
    while (opened := text.find("{", at)) >= 0:
        depth, end = 1, opened + 1
        while depth:
            depth += {"{": 1, "}": -1}.get(text[end], 0)
            end += 1
        head, body = text[at:opened], text[opened + 1 : end - 1]
        yield Rule(head, tuple(rules(body)) if "{" in body else body)
        at = end


def used() -> tuple[set[str], str]:
    """The classes our sources name, and all they say."""
    told = "\n".join(path.read_text("utf-8") for pattern in OURS for path in sorted(STATIC.glob(pattern)))
    named = set(re.findall(r"\bweui-[\w-]+", told))
    return {f"{one}{kind}" for one in named for kind in KINDS if one.endswith("_")} | named, told


def wanted(rule: Rule, classes: set[str]) -> Rule | None:
    """The rule with the selectors that can ever match in our pages; `.wx-root` is the mini-program's."""
    if rule.head.startswith(("@keyframes", "@-webkit-keyframes", "@page")):
        return None
    if not isinstance(rule.body, str):
        inner = tuple(one for one in (wanted(each, classes) for each in rule.body) if one)
        return Rule(rule.head, inner) if inner else None
    kept = [
        one
        for one in LIST.split(rule.head)
        if set(CLASS.findall(NOT.sub("", one))) <= classes
        and not re.search(r"\.wx-root|\.wx_|^page\b|\[class", one)
    ]
    return Rule(",".join(kept), rule.body) if kept else None


def declarations(rule: Rule) -> Iterator[str]:
    if isinstance(rule.body, str):
        # a data: URL holds semicolons of its own
        yield from re.findall(r"(?:[^;(]|\([^)]*\))+", rule.body)
    else:
        for each in rule.body:
            yield from declarations(each)


def read_tokens(sheet: list[Rule], told: str) -> set[str]:
    """The tokens somebody reads, and those they are made of."""
    ours = [one for rule in sheet for one in declarations(rule)]
    found = set(re.findall(r"--weui-[\w-]+", told))
    found |= {token for one in ours if not one.startswith("--") for token in TOKEN.findall(one)}
    while True:
        more = {token for one in ours if one.partition(":")[0] in found for token in TOKEN.findall(one)}
        if more <= found:
            return found
        found |= more


def without(rule: Rule, tokens: set[str]) -> Rule | None:
    """The rule with only the tokens that are read."""
    if not isinstance(rule.body, str):
        inner = tuple(one for one in (without(each, tokens) for each in rule.body) if one)
        return Rule(rule.head, inner) if inner else None
    kept = [
        one for one in declarations(rule) if not one.startswith("--weui-") or one.partition(":")[0] in tokens
    ]
    return Rule(rule.head, ";".join(kept)) if kept else None


def cut(text: str) -> str:
    banner = text[: text.index("*/") + 2]
    classes, told = used()
    stay = [
        one
        for one in (wanted(rule, classes) for rule in rules(re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)))
        if one
    ]
    tokens = read_tokens(stay, told)
    return banner + "".join(str(one) for one in (without(rule, tokens) for rule in stay) if one) + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("package", type=Path, help="weui.min.css as the package has it")
    whole = parser.parse_args().package.read_bytes()
    made = cut(whole.decode()).encode()
    (STATIC / "vendor" / "weui.min.css").write_bytes(made)
    print(f"packageSha256 {sha256(whole).hexdigest()}\nsha256        {sha256(made).hexdigest()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
