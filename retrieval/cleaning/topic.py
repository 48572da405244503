"""Whether two stretches of text are about the same: which share of one's own words the other uses, too.

Measured on 1,100 news articles: of the words of an article's second half its first half uses about a third (one
time in twenty less than an eighth), of the words of another article a fourteenth (one time in five more than that
eighth). Names count twice: cut so that one article's end in a hundred is lost, 46 % of the ends of the
outlet's next article are taken for its own, and 51 % without them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from statistics import median

from retrieval.cleaning.blocks import Block, remembered
from retrieval.cleaning.vocabulary import FUNCTION_WORDS

OTHER_STORY = 0.12
"""Below this share a longer stretch is of another story."""

STRETCH = 60
"""So many words of its own a stretch needs to be judged."""

PARAGRAPH = 6
"""So many words of its own a paragraph needs to be judged."""


_NAME = re.compile(r"(?<=[\w,’'] )[A-Z][\w’'-]{2,}")  # a capital that no sentence begins with
_ROOT = 6  # letters


@remembered
def own_words(block: Block) -> list[str]:
    """Return the roots of the block's words that tell what it is about; those of names once more."""
    words = [word[:_ROOT] for word in block.words if len(word) >= 5 and word not in FUNCTION_WORDS]
    return words + [name.lower()[:_ROOT] for name in _NAME.findall(block.plain)]


class Topic:
    """What a text is about: its words, with the number of blocks that use each."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._blocks: Counter[str] = Counter()
        for block in blocks:
            self._blocks.update(set(own_words(block)))
        known = [share for block in blocks if (share := self.share(block, inside=True)) is not None]
        self.usual = median(known) if known else 0.0
        """The share of its words that a paragraph of this text usually has in common with the others."""

    def share(self, block: Block, *, inside: bool = False) -> float | None:
        """Return the share of the block's own words that the text knows, None for too few words.

        `inside`: the block is part of the text, so that a word counts only if another block uses it.
        """
        words = own_words(block)
        if len(words) < PARAGRAPH:
            return None
        least = 2 if inside else 1
        return sum(self._blocks[word] >= least for word in words) / len(words)


def shares_behind(blocks: Sequence[Block]) -> list[float | None]:
    """Return for each position the share of the words behind it that the blocks before it use, in linear time."""
    words = [own_words(block) for block in blocks]
    behind = Counter(word for each in words for word in each)
    left, known = behind.total(), 0
    before: set[str] = set()
    shares: list[float | None] = []
    for each in words:
        shares.append(known / left if left >= STRETCH else None)
        for word in each:
            left -= 1
            behind[word] -= 1
            if word in before:
                known -= 1
            else:
                before.add(word)
                known += behind[word]
    return shares
