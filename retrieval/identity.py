"""Short, stable names for articles and passages; they stand in links, so the rules here never change."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Sequence

from retrieval.model import Extraction, Facts
from retrieval.reading.items import holds_many

ARTICLE_ID_LENGTH = 10  # of 32 letters: 50 bits, one collision expected among some 40 million articles
PASSAGE_ID_LENGTH = 12  # 60 bits, for some 1 thousand million passages


def article_key(extraction: Extraction, source: str) -> str:
    """What an article is known by: its URL, else what it is `about`, else where it came from.

    A file is known by its path in its folder; a line of JSON lines or an item of a feed by outlet, date and title
    (or, where it has none of these, by its text), never by its number, which moves when others are added above it.
    """
    facts = extraction.facts
    if facts.url:
        return f"url:{facts.url}"
    if facts.about:
        return f"path:{facts.about}"
    if holds_many(source):
        return _line_key(facts, extraction)
    return f"path:{source}"


def _line_key(facts: Facts, extraction: Extraction) -> str:
    if not (facts.title or facts.date):
        return "text:" + "\n".join(kept.text for kept in extraction.paragraphs)
    return f"line:{facts.outlet or ''}|{facts.date or ''}|{facts.title or ''}"


def article_id(key: str) -> str:
    """A short id made of the key: letters and digits that fit a link."""
    return _short(key, ARTICLE_ID_LENGTH)


def passage_ids(article: str, paragraphs: Sequence[str]) -> list[str]:
    """An id for each paragraph, the same as long as its words stand, wherever they stand in the article.

    White space does not count. A paragraph that stands twice gets two ids, told apart by their order.
    """
    seen: Counter[str] = Counter()
    ids = []
    for text in paragraphs:
        words = " ".join(text.split())
        ids.append(_short(f"{article}|{words}|{seen[words] or ''}", PASSAGE_ID_LENGTH))
        seen[words] += 1
    return ids


def _short(text: str, length: int) -> str:
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
    return base64.b32encode(digest).decode("ascii").lower()[:length]
