"""The item search (事项搜索): by name, pinyin, initials, what people call it, and with typing mistakes."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise

from rapidfuzz import fuzz, process

from adapters.catalogue.pinyin import Pinyin
from domain.catalogue.item import Item, Status

_BETWEEN = re.compile(r"[^0-9a-z\u4e00-\u9fff]+")
_IN_BRACKETS = re.compile(r"[(（][^)）]*[)）]")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_RUNS = re.compile(r"[\u4e00-\u9fff]+|[0-9a-z]+")
_ENOUGH = 68.0  # of 100, over all words typed: less is a chance likeness
_SHORT = 3  # letters: so few are initials, and no mistake is guessed at
_SHORT_HAN = 2  # characters: only another character of a like sound is guessed at
_BY_SOUND = 0.95  # what only sounds right stands behind what is right
_MISTYPED = 0.9
_PIECED = 0.85  # words out of several of an item's names, in the order people say them
# what people do not tell apart when they type by sound
_LIKE_SOUNDS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ang", "an"), ("eng", "en"), ("ing", "in"))


@dataclass(slots=True)
class _Forms:
    """One way of writing every term of every item, and whose it is: same places in both lists."""

    texts: list[str] = field(default_factory=list)
    owners: list[int] = field(default_factory=list)

    def add(self, text: str, owner: int) -> None:
        self.texts.append(text)
        self.owners.append(owner)


class ItemIndex:
    """Implements `domain.catalogue.ports.ItemSearch`: built once, read by every request."""

    def __init__(self, items: Sequence[Item], pinyin: Pinyin) -> None:
        self._items = tuple(sorted(items, key=_shelf))
        self._pinyin = pinyin
        self._written, self._spelt, self._initials = _Forms(), _Forms(), _Forms()
        self._sounded = _Forms()  # roughly, each syllable between blanks
        self._pairs: dict[tuple[str, str], set[int]] = defaultdict(set)
        for owner, item in enumerate(self._items):
            for term in _terms(item):
                self._written.add(term, owner)
                for syllables in pinyin.spellings(term):
                    self._spelt.add("".join(syllables), owner)
                    self._initials.add("".join(one[0] for one in syllables), owner)
                    rough = _rough(syllables)
                    self._sounded.add(_between_blanks(rough), owner)
                    for pair in pairwise(rough):
                        self._pairs[pair].add(owner)

    def find(self, words: str, *, limit: int) -> tuple[Item, ...]:
        typed = [run for word in _words(words) for run in _RUNS.findall(word)]
        if not typed:
            return self._items[:limit]
        total = self._total(typed)
        joined = _joined(typed)
        if joined != typed:
            _better(total, self._total(joined), 1.0)
        found = sorted((-score, owner) for owner, score in total.items() if score >= _ENOUGH)
        return tuple(self._items[owner] for _, owner in found[:limit])

    def _total(self, typed: Sequence[str]) -> dict[int, float]:
        total: dict[int, float] = defaultdict(float)
        weight = sum(map(len, typed))
        for run in typed:
            for owner, score in self._scores(run).items():
                total[owner] += score * len(run) / weight
        return total

    def _scores(self, run: str) -> dict[int, float]:
        """How well each item answers to one run of characters or of letters, 0 to 100."""
        if not _HAN.search(run):
            return self._by_letters(run)
        best = _holding(run, self._written)
        syllables = self._pinyin.spellings(run)[0]
        if len(run) > _SHORT_HAN:
            sound = "".join(syllables)
            _better(best, _holding(sound, self._spelt), _BY_SOUND)
            _better(best, _like(run, self._written), _MISTYPED)
            _better(best, _like(sound, self._spelt), _MISTYPED * _BY_SOUND)
            _better(best, self._pieced(_rough(syllables)), _PIECED)
        elif len(run) == _SHORT_HAN and not best:
            _better(best, _holding(_between_blanks(_rough(syllables)), self._sounded), _BY_SOUND)
        return best

    def _pieced(self, rough: Sequence[str]) -> dict[int, float]:
        """How much of a run each item says by sound, two syllables or more together, in any of its names."""
        places: dict[int, set[int]] = defaultdict(set)
        for place, pair in enumerate(pairwise(rough)):
            for owner in self._pairs.get(pair, ()):
                places[owner].update((place, place + 1))
        return {owner: 100.0 * len(said) / len(rough) for owner, said in places.items()}

    def _by_letters(self, run: str) -> dict[int, float]:
        best = _holding(run, self._initials)
        _better(best, _holding(run, self._written), 1.0)
        if len(run) > _SHORT:
            _better(best, _holding(run, self._spelt), 1.0)
            _better(best, _like(run, self._spelt), _MISTYPED)
        return best


def _shelf(item: Item) -> tuple[bool, bool, str]:
    """By code: what can be applied for first, then the samples, what was cancelled last."""
    return not item.is_live, item.status is Status.SAMPLE, item.code


def _terms(item: Item) -> list[str]:
    """What an item answers to: its name with and without brackets, other names, and its licence's."""
    said = (item.name, _IN_BRACKETS.sub("", item.name), *item.synonyms, item.licence_type)
    return sorted({"".join(_words(one)) for one in said})


def _words(text: str) -> list[str]:
    return [word for word in _BETWEEN.split(unicodedata.normalize("NFKC", text).lower()) if word]


def _joined(typed: Sequence[str]) -> list[str]:
    """Letters typed with blanks between the syllables, as one run."""
    joined: list[str] = []
    for is_han, group in groupby(typed, key=lambda run: bool(_HAN.search(run))):
        runs = list(group)
        joined.extend(runs if is_han else ["".join(runs)])
    return joined


def _rough(syllables: Sequence[str]) -> list[str]:
    """Syllables as they sound to whoever does not hear the difference."""
    text = " ".join(syllables)
    for fine, coarse in _LIKE_SOUNDS:
        text = text.replace(fine, coarse)
    return text.split(" ")


def _between_blanks(syllables: Sequence[str]) -> str:
    return f" {' '.join(syllables)} "


def _holding(run: str, forms: _Forms) -> dict[int, float]:
    """Items with a form that holds the run; at its beginning, and the more of it, the better."""
    best: dict[int, float] = {}
    for text, owner in zip(forms.texts, forms.owners, strict=True):
        at = text.find(run)
        if at >= 0:
            score = 84.0 + (6.0 if at == 0 else 0.0) + 10.0 * len(run) / len(text)
            best[owner] = max(best.get(owner, 0.0), score)
    return best


def _like(run: str, forms: _Forms) -> dict[int, float]:
    """Items with a form like the run: letters left out, put in, exchanged."""
    best: dict[int, float] = {}
    for scorer, share in ((fuzz.ratio, 1.0), (fuzz.partial_ratio, 0.95)):
        likely = process.extract(run, forms.texts, scorer=scorer, score_cutoff=_ENOUGH, limit=None)
        for text, score, place in likely:
            # a long run is not found in a short form: that would be the form found in the run
            if len(text) >= len(run) * 0.6:
                owner = forms.owners[place]
                best[owner] = max(best.get(owner, 0.0), score * share)
    return best


def _better(best: dict[int, float], others: dict[int, float], share: float) -> None:
    for owner, score in others.items():
        best[owner] = max(best.get(owner, 0.0), score * share)
