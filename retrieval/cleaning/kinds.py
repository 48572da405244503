"""Kinds of a page's own words: how one is recognised by its wording, and the verdict on it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from retrieval.cleaning.blocks import Verdict, Weight


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of furniture: the verdict on it, and how it is recognised."""

    verdict: Verdict
    pattern: re.Pattern[str]
    longest: int


def kind(reason: str, weight: Weight, longest: int, *patterns: str, whole: bool = True) -> Kind:
    """Make a kind; `whole` patterns must match all of a block, else they may match anywhere in it."""
    body = "|".join(f"(?:{pattern})" for pattern in patterns)
    return Kind(Verdict(reason, weight), re.compile(rf"\A(?:{body})[\s.:!>»→›|]*\Z" if whole else body), longest)
