"""Words that stand for each other in news: a country, its people and its adjective.

A word's relatives are added to the query at a lower weight, under the question's own word, so that of several
the best counts and they never add up. What they bring, and why there are no more: docs/retrieval.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from retrieval.analysis import stems
from retrieval.engine import Statistics
from retrieval.query import Query, QueryTerm

DEMONYM_WEIGHT = 0.7
"""Weight of "British" where the question says "Britain"."""

_DEMONYMS = """
    afghanistan afghan | algeria algerian | argentina argentine argentinian | armenia armenian
    australia australian | austria austrian | azerbaijan azerbaijani | bangladesh bangladeshi
    belarus belarusian | belgium belgian | bolivia bolivian | bosnia bosnian | brazil brazilian
    britain british uk | bulgaria bulgarian | cambodia cambodian | canada canadian | chile chilean
    china chinese | colombia colombian | croatia croatian | cuba cuban | cyprus cypriot | czechia czech
    denmark danish | ecuador ecuadorian | egypt egyptian | england english | estonia estonian
    ethiopia ethiopian | europe european | finland finnish | france french | georgia georgian | germany german
    ghana ghanaian | greece greek | haiti haitian | hungary hungarian | iceland icelandic | india indian
    indonesia indonesian | iran iranian | iraq iraqi | ireland irish | israel israeli | italy italian
    jamaica jamaican | japan japanese | jordan jordanian | kazakhstan kazakh | kenya kenyan | korea korean
    kosovo kosovan | kuwait kuwaiti | latvia latvian | lebanon lebanese | libya libyan | lithuania lithuanian
    malaysia malaysian | mexico mexican | moldova moldovan | mongolia mongolian | morocco moroccan
    myanmar burmese | nepal nepalese | netherlands dutch | nigeria nigerian | norway norwegian
    pakistan pakistani | palestine palestinian | panama panamanian | peru peruvian
    philippines filipino philippine | poland polish | portugal portuguese | qatar qatari | romania romanian
    russia russian | rwanda rwandan | saudi | scotland scottish | senegal senegalese | serbia serbian
    singapore singaporean | slovakia slovak | slovenia slovenian | somalia somali | spain spanish
    sudan sudanese | sweden swedish | switzerland swiss | syria syrian | taiwan taiwanese | tanzania tanzanian
    thailand thai | tibet tibetan | tunisia tunisian | turkey turkish | uganda ugandan | ukraine ukrainian
    us usa american america | uruguay uruguayan | uzbekistan uzbek | venezuela venezuelan | vietnam vietnamese
    wales welsh | yemen yemeni | zambia zambian | zimbabwe zimbabwean
"""


def expanded(query: Query, statistics: Statistics) -> Query:
    """Add to a query the relatives of its words that the collection has and the question does not."""
    asked = {item.term for item in query.terms}
    phrased = {term for phrase in query.phrases for term in phrase}
    added: dict[str, QueryTerm] = {}
    for item in query.terms:
        if item.origin != "question" or item.term in phrased:
            continue
        for word, term in _relatives().get(item.term, ()):
            if term not in asked and term not in added and statistics.document_frequency(term):
                added[term] = QueryTerm(term, item.word, DEMONYM_WEIGHT, "thesaurus", word)
    return replace(query, terms=(*query.terms, *added.values())) if added else query


@lru_cache(maxsize=1)
def _relatives() -> Mapping[str, tuple[tuple[str, str], ...]]:
    """For each term its relatives, as word and term."""
    found: dict[str, list[tuple[str, str]]] = {}
    for line in _DEMONYMS.split("\n"):
        for words in line.split("|"):
            group = {term: word for word in words.split() for term in stems(word)}
            for term in group:
                found.setdefault(term, []).extend((word, other) for other, word in group.items() if other != term)
    return {term: tuple(relatives) for term, relatives in found.items()}
