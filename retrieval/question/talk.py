"""Small talk, and questions in which there is nothing to search for."""

from __future__ import annotations

import re
from typing import Literal

from retrieval.analysis import stems

Talk = Literal["greeting", "thanks", "blank", "stop_words"]

_GREETING = """
    hello hi hey hiya howdy greetings hallo hola salut bonjour ciao ahoj hej morning afternoon evening day
    good gutentag guten tag buenos dias bonsoir namaste salaam shalom sup yo welcome bye goodbye cheerio
    start ping test привіт вітаю добрий день доброго дня ранку ранок вечір вечора здравствуйте привет
    здрасте здоровенькі були здравствуй утро добрый доброе до побачення пока
"""
_THANKS = """
    thanks thank thx ty tnx cheers ta appreciated appreciate grateful merci danke gracias grazie obrigado
    dzięki dziekuje dziękuję tack kiitos takk dank dankjewel дякую спасибі дяки спасибо благодарю щиро
"""
_FILLER = """
    you very much a lot so many there bot cuttings everyone all again and the is it was that this great nice
    ok okay good perfect helpful me for your help how are to well done whats up what's doing today i am fine
    please dear bless велике дуже вам тобі за большое вам тебе очень you're awesome brilliant lovely super
    cool wow yes no yeah nope sure
"""
_GREETINGS, _THANKING = frozenset(_GREETING.split()), frozenset(_THANKS.split())
_KNOWN = _GREETINGS | _THANKING | frozenset(_FILLER.split())
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_LONGEST = 8  # words of a greeting or of thanks


def small_talk(text: str) -> Talk | None:
    """Tell a greeting or thanks by their words; None for anything that may be a question."""
    words = [word.casefold() for word in _WORD.findall(text[:400])]
    if not words or len(words) > _LONGEST or len(text) > 200:
        return None
    if not all(word in _KNOWN for word in words):
        return None
    if any(word in _THANKING for word in words):
        return "thanks"
    return "greeting" if any(word in _GREETINGS for word in words) else None


def nothing_to_search(text: str, asked: str) -> Talk | None:
    """Tell that no word of `text` is left to search for; `asked`, the whole question, tells whether it had any."""
    if any(len(term) > 1 or term.isdigit() or not term.isascii() for term in stems(text)):
        return None
    return "stop_words" if _WORD.search(asked) else "blank"
