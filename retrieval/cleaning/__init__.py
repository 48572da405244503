"""Finds the article in the plain text of a page, and in the same text the facts of the article."""

from retrieval.cleaning.cleaner import clean

__all__ = ["clean"]
