"""What a page is made of for the rules: blocks and what their shape tells, before any rule has judged them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property, wraps
from typing import Any, TypeVar

from retrieval.cleaning.folding import fold
from retrieval.cleaning.vocabulary import FUNCTION_WORDS, VERBS_OF_PROSE

_ENDS = re.compile(r"""[.!?。！？؟।။።](?:['")\]」』）]|\[\d+\])*$""")
_OPEN_END = re.compile(r"""[:;,]$""")
_ABBREVIATED = re.compile(r"""(?:^|\s)(?:[A-Z]\.){1,4}$|\b(?:No|vs|Inc|Ltd|Co|Corp|Jr|Sr|Dr|Mr|Mrs)\.$""")
_BULLET = re.compile(r"^(?:[•·▪●◦‣∙*–—-]|\(?\d{1,2}[.)]|[a-z]\))\s*(?=\S)")
_LIFE = re.compile(r"\bborn\b.{3,40}\bdied\b.{3,40}$")
_WIDE = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"  # kana and Chinese characters
_IDEOGRAPH = re.compile(f"[{_WIDE}]")
_UNSTOPPED = re.compile("[\u0e00-\u0eff\u1780-\u17ff]")  # Thai, Lao and Khmer, which have no full stop
_WORD = re.compile(rf"[{_WIDE}]|[^\W\d_{_WIDE}]+(?:'[^\W\d_{_WIDE}]+)?")
_SENTENCE = 110  # so long a line that ends in "U.S." or "Inc." is a sentence
_UNSTOPPED_PROSE = 90  # characters that running text has where it has no full stops
T = TypeVar("T")
_ITEM_WORDS = 4  # that the items of a text's list have on average
_ITEM_GRAMMAR = 0.2  # share of function words that such an item has
_CAPITALS = 0.7  # share of words with a capital that no running text has
_LONG = 2_000  # beyond this a block is prose or nothing; rules look at its ends only


@dataclass(frozen=True)
class Block:
    """A piece of the page that stands or falls as a whole: usually a line of the input."""

    line: int
    text: str

    def moved(self, line: int) -> Block:
        """Return the same block at another line, with all that was found out about its text, and will be."""
        twin = Block(line, self.text)
        vars(twin).update({**vars(self), "memory": self.memory, "line": line})
        return twin

    @cached_property
    def memory(self) -> dict[str, Any]:
        """What the rules that look at nothing but this text have made of it; see `remembered`."""
        return {}

    @cached_property
    def plain(self) -> str:
        """The text in the spelling that the rules read."""
        return fold(self.text)

    @cached_property
    def low(self) -> str:
        """The same in small letters."""
        return self.plain.lower()

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Its words in small letters; of a very long block those at its start."""
        return tuple(_WORD.findall(self.low[:_LONG]))

    @cached_property
    def length(self) -> int:
        """Its length in characters; one that stands for a word or a syllable counts for three letters."""
        if self.plain.isascii():
            return len(self.plain)
        return len(self.plain) + 2 * sum(1 for _ in _IDEOGRAPH.finditer(self.plain))

    @cached_property
    def bulleted(self) -> bool:
        """Whether it begins like an item of a list."""
        return bool(_BULLET.match(self.plain))

    @cached_property
    def terminal(self) -> bool:
        """Whether it ends as a sentence does."""
        end = self.plain[-40:]
        if not _ENDS.search(end):
            return False
        return self.length >= _SENTENCE or not _ABBREVIATED.search(end)

    @property
    def cut_short(self) -> bool:
        """Whether it breaks off with an ellipsis, as summaries of other stories do."""
        return self.plain.endswith("...")

    @property
    def asks(self) -> bool:
        """Whether it is a short line that asks or exclaims: a sentence in a text, a headline in a list."""
        return self.plain[-1:] in "?!" and self.length < 110 and self.grammar < 0.45

    @property
    def open_end(self) -> bool:
        """Whether it announces what follows: it ends with a colon, a comma or the like."""
        return bool(_OPEN_END.search(self.plain[-2:]))

    @property
    def quotation(self) -> bool:
        """Whether it begins with a quotation mark."""
        return self.plain[:1] in ('"', "'") or self.plain[:2] == '("'

    @cached_property
    def grammar(self) -> float:
        """The share of function words, 0 to 1: about 0.4 in running prose, 0.1 in a list of headlines."""
        return sum(word in FUNCTION_WORDS for word in self.words) / (len(self.words) or 1)

    @cached_property
    def verbs(self) -> int:
        """How many of the words are of the kind that running sentences have and headlines save."""
        return sum(word in VERBS_OF_PROSE for word in self.words)

    @cached_property
    def prose(self) -> bool:
        """Whether it reads like a sentence or more of running text."""
        if self.cut_short or self.asks:
            return self.length >= 250 or self.quotation
        if self.terminal:
            return len(self.words) >= 3 or self.length >= 25
        if _LIFE.search(self.plain[-60:]):
            return True  # "born 2 May 1932, died 7 November 2023" ends an obituary
        if self.unstopped:
            return True
        told = self.verbs >= 2 or self.length >= 300
        return self.length >= 100 and self.grammar >= 0.25 and told and not self.capitalised

    @property
    def capitalised(self) -> bool:
        """Whether most of its words have capitals, as in a menu that lost its line breaks."""
        parts = self.plain[:_LONG].split()
        return sum(part[:1].isupper() for part in parts) > _CAPITALS * len(parts)

    @cached_property
    def unstopped(self) -> bool:
        """Whether it is as long as running text, in a script that has no full stop."""
        return self.length >= _UNSTOPPED_PROSE and _UNSTOPPED.search(self.plain[:20]) is not None

    @cached_property
    def sentence_like(self) -> bool:
        """Whether it lacks only its full stop: too much grammar for a headline."""
        if len(self.words) < 8 or self.grammar < 0.35 or not self.verbs:
            return False
        return self.words[0] in FUNCTION_WORDS or len(self.words) >= 13


def remembered(rule: Callable[[Block], T]) -> Callable[[Block], T]:
    """Ask a rule on a block's text alone only once: several steps ask the same, and every text is judged twice."""
    name = f"{rule.__module__}.{rule.__name__}"

    @wraps(rule)
    def asked(block: Block) -> T:
        if name not in block.memory:
            block.memory[name] = rule(block)
        answer: T = block.memory[name]
        return answer

    return asked


class Weight(Enum):
    """What a dropped block tells of the place where it stands."""

    INSERT = "stands anywhere, also in the midst of an article"
    EDGE = "stands above or below an article rather than in it"
    END = "after it come other stories or the site's own words"
    STOP = "after it nothing of the article comes: readers' comments, notes of an agency to its clients"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Why a block is dropped, in a few words for people, and what that tells of its place."""

    reason: str
    weight: Weight = Weight.INSERT


BEFORE = Verdict("stands before the article", Weight.EDGE)
AFTER = Verdict("stands after the article", Weight.END)
BYLINE = Verdict("byline", Weight.EDGE)
DATELINE = Verdict("date line", Weight.EDGE)


def _reads(items: Sequence[Block]) -> bool:
    """Whether half of the items are sentences, and all of them on average no single words."""
    sentences = sum(item.terminal or item.grammar >= _ITEM_GRAMMAR for item in items)
    return sentences >= 0.5 * len(items) and sum(len(item.words) for item in items) >= _ITEM_WORDS * len(items)


@dataclass(frozen=True)
class Page:
    """The blocks of a page and the verdicts on those that some step dropped."""

    blocks: tuple[Block, ...]
    verdicts: tuple[Verdict | None, ...]

    @classmethod
    def of(cls, blocks: Iterable[Block]) -> Page:
        """Return a page of which nothing is dropped yet."""
        held = tuple(blocks)
        return cls(held, (None,) * len(held))

    def drop(self, verdicts: Mapping[int, Verdict]) -> Page:
        """Return the page with the blocks at these positions dropped; an earlier verdict stands."""
        if not verdicts:
            return self
        return Page(self.blocks, tuple(old or verdicts.get(n) for n, old in enumerate(self.verdicts)))

    @property
    def texts(self) -> list[str]:
        """The texts of the blocks that no step has dropped, in order."""
        return [self.blocks[n].text for n in self.open]

    @cached_property
    def listed(self) -> frozenset[int]:
        """The positions of items of the lists that a text may have: announced by a colon, or made of sentences.

        A list of names or headlines that nothing announces is navigation.
        """
        found: list[int] = []
        run: list[int] = []
        above: Block | None = None
        for n, block in enumerate((*self.blocks, Block(0, ""))):
            if block.bulleted and self.verdicts[n] is None:
                run.append(n)
            elif n == len(self.blocks) or self.verdicts[n] is None or not run:
                announced = above is not None and above.open_end
                if announced or _reads([self.blocks[m] for m in run]):
                    found += run
                run, above = [], block
        return frozenset(found)

    @cached_property
    def open(self) -> tuple[int, ...]:
        """The positions of the blocks that no step has dropped."""
        return tuple(n for n, verdict in enumerate(self.verdicts) if verdict is None)
