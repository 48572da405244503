"""Which articles may answer."""

from __future__ import annotations

import numpy as np

from retrieval.engine import NO_DATE, Array
from retrieval.index.block import Articles
from retrieval.index.view import View
from retrieval.model import Filters


def allowed(view: View, filters: Filters) -> Array:
    """Return for every article 0 where it may answer, minus infinity where filters or its removal forbid it."""
    articles = np.zeros(view.article_rows, dtype=np.float32)
    for place, part in enumerate(view.parts):
        into = articles[view.article_bases[place] : view.article_bases[place + 1]]
        if part.dead:
            into[part.dead.articles] = -np.inf
        if filters.restrict_articles:
            into[~_fitting(part.segment.articles, filters)] = -np.inf
    return articles


def _fitting(articles: Articles, filters: Filters) -> Array:
    """Whether each article is of a wanted outlet, and its date may be in the range; undated ones are in none."""
    fits = np.ones(len(articles.versions), dtype=bool)
    if filters.outlets:
        wanted = {name.casefold() for name in filters.outlets}
        fits &= np.isin(articles.outlet, [n for n, outlet in enumerate(articles.outlets) if outlet in wanted])
    if filters.since or filters.until:
        fits &= articles.first != NO_DATE
    if filters.since:
        fits &= articles.last >= filters.since.toordinal()
    if filters.until:
        fits &= articles.first <= filters.until.toordinal()
    return fits
