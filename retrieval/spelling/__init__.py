"""Names and spelling: near words of the collection's own vocabulary for words that it spells otherwise."""

from retrieval.spelling.english import english_words, is_english
from retrieval.spelling.speller import Found, Speller, Spellers

__all__ = ["Found", "Speller", "Spellers", "english_words", "is_english"]
