"""What the embedded engine finds, against the plain one."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.engine import Candidates, Engine
from retrieval.index import ArticleTokens, EmbeddedEngine, FieldParameters, write_generation, writing
from retrieval.model import Filters
from retrieval.query import Query, QueryTerm
from tests.index import making
from tests.index.making import PARAMETERS, article, ask, parts_of
from tests.index.plain import PlainEngine


def agree(found: Candidates, plain: PlainEngine, query: Query, limits: Filters, k: int, rel: float) -> None:
    """Assert that the parts are right, the order falls, and nothing better was left out."""
    everything = plain.scored(query, limits)
    expected = dict(everything)
    assert len(found) == min(k, len(everything))
    for place, identity in enumerate(found.ids):
        assert parts_of(found, place) == pytest.approx(expected[identity], rel=rel)
    scores = [sum(parts_of(found, place).values()) for place in range(len(found))]
    assert scores == sorted(scores, reverse=True)
    assert scores == pytest.approx([sum(parts.values()) for _, parts in everything[:k]], rel=rel)


@settings(deadline=None)
@given(making.collections(), making.queries(), making.filters(), st.integers(1, 12))
def test_a_fresh_index_finds_the_k_best_with_the_right_parts(held, query, limits, k):
    with TemporaryDirectory() as folder:
        write_generation(Path(folder), 1, held, (), None, parameters=PARAMETERS)
        engine = EmbeddedEngine.open(Path(folder), 1, PARAMETERS)
        agree(engine.search(query, limits, k), PlainEngine(held, PARAMETERS), query, limits, k, 1e-6)


@st.composite
def histories(draw: st.DrawFn) -> list[tuple[list[ArticleTokens], set[int]]]:
    """Several reindexes: what each adds and removes."""
    steps, held, version = [], set(), 0
    for _ in range(draw(st.integers(1, 5))):
        added = [draw(making.articles(version + place + 1)) for place in range(draw(st.integers(0, 4)))]
        removed = set(draw(st.lists(st.sampled_from(sorted(held)), max_size=3))) if held else set()
        version += len(added)
        held = (held - removed) | {one.version for one in added}
        steps.append((added, removed))
    return steps


@pytest.mark.parametrize(
    ("growth", "small", "most_dead"), [(3, 2000, 0.25), (3, 0, 0.25), (0, 0, 1.0), (1, 2, 0.5)]
)
@settings(deadline=None, max_examples=40)
@given(history=histories(), query=making.queries(), limits=making.filters())
def test_after_any_history_scores_and_statistics_are_those_of_a_fresh_index(
    growth, small, most_dead, history, query, limits
):
    held: dict[int, ArticleTokens] = {}
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(writing, "_GROWTH", growth)
        patch.setattr(writing, "_SMALL", small)
        patch.setattr(writing, "_MOST_DEAD", most_dead)
        for number, (added, removed) in enumerate(history, 1):
            base = number - 1 if number > 1 else None
            write_generation(Path(folder), number, added, removed, base, parameters=PARAMETERS)
            held = {v: one for v, one in held.items() if v not in removed} | {one.version: one for one in added}
        engine = EmbeddedEngine.open(Path(folder), len(history), PARAMETERS)
        plain = PlainEngine(list(held.values()), PARAMETERS)
        agree(engine.search(query, limits, 5), plain, query, limits, 5, 1.1 * writing.AVERAGE_DRIFT)
        assert engine.statistics.passages == len(plain.passages)
        assert dict(engine.statistics.words()) == plain.words()
        for term in [*making.TERMS, "nowhere"]:
            assert engine.statistics.document_frequency(term) == plain.fields["paragraph"].frequency(term)
            assert engine.statistics.idf(term) == pytest.approx(plain.fields["paragraph"].idf(term))


@settings(deadline=None, max_examples=30)
@given(making.collections(most=12), making.queries(), st.sampled_from([1, 400, 4000]))
def test_building_in_little_memory_gives_the_same_index(held, query, memory):
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(writing, "_BATCH", 2)
        write_generation(Path(folder), 1, held, (), None, parameters=PARAMETERS, memory=memory)
        write_generation(Path(folder), 2, held, (), None, parameters=PARAMETERS)
        found = [
            EmbeddedEngine.open(Path(folder), number, PARAMETERS).search(query, Filters(), 9) for number in (1, 2)
        ]
        assert list(found[0].ids) == list(found[1].ids)
        for place in range(len(found[0])):
            parts = [parts_of(one, place) for one in found]
            assert parts[0] == pytest.approx(parts[1], rel=1.1 * writing.AVERAGE_DRIFT)


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    held = [
        article(1, "ferry sails", "harbour storm ferry", outlet="The Alder Courier", title="ferry"),
        article(2, "bridge vote", "ferry sails", outlet="Radio Quayside"),
        article(3, "mayor bridge", "storm"),
    ]
    write_generation(tmp_path, 1, held, (), None)
    return EmbeddedEngine.open(tmp_path, 1)


def test_ties_stand_in_the_order_of_version_and_position(tmp_path):
    write_generation(tmp_path, 1, [article(v, "ferry storm", "ferry storm") for v in (3, 1, 2)], (), None)
    engine = EmbeddedEngine.open(tmp_path, 1)
    found = engine.search(ask("ferry"), Filters(), 5)
    assert list(found.ids) == ["p1.0", "p1.1", "p2.0", "p2.1", "p3.0"]
    engine.close()


def test_passages_without_a_term_of_an_excluded_word_remain(engine):
    found = engine.search(ask("ferry", "bridge", exclude=("storm", "vote")), Filters(), 9)
    assert set(found.ids) == {"p1.0", "p2.1", "p3.0"}


def test_a_phrase_demands_all_its_terms_and_counts_them(engine):
    found = engine.search(ask(phrases=(("ferry", "sails"),)), Filters(), 9)
    assert list(found.ids) == ["p1.0", "p2.1"]
    assert (found.parts["paragraph"] > 0).all()


def test_a_passage_is_found_by_its_articles_words_alone(engine):
    found = engine.search(ask("mayor"), Filters(), 9)
    assert list(found.ids) == ["p3.0", "p3.1"]
    assert set(parts_of(found, 1)) == {"article"}


def test_an_outlet_filters_whatever_its_case_and_an_unknown_one_leaves_nothing(engine):
    found = engine.search(ask("ferry"), Filters(outlets=("RADIO quayside",)), 9)
    assert {identity.split(".")[0] for identity in found.ids} == {"p2"}
    assert not engine.search(ask("ferry"), Filters(outlets=("Nobody",)), 9)


def test_nothing_is_found_for_no_words_unknown_words_and_no_places(engine):
    assert not engine.search(ask(), Filters(), 9)
    assert not engine.search(ask("submarine"), Filters(), 9)
    assert not engine.search(ask("ferry"), Filters(), 0)


def test_a_variant_never_counts_for_more_than_the_word_itself(tmp_path):
    common = [article(v, "zelensky spoke") for v in range(1, 9)]
    write_generation(tmp_path, 1, [*common, article(20, "zelenskyy spoke")], (), None)
    engine = EmbeddedEngine.open(tmp_path, 1)
    both = (QueryTerm("zelensky", "Zelensky"), QueryTerm("zelenskyy", "Zelensky", 0.8, "spelling"))
    found = engine.search(Query("Zelensky", both), Filters(), 9)
    assert found.ids[-1] == "p20.0"
    assert found.parts["paragraph"][-1] == pytest.approx(0.8 * found.parts["paragraph"][0], rel=1e-6)
    engine.close()


def test_a_weight_of_nought_leaves_a_field_out(tmp_path):
    alone = {name: FieldParameters(0.6, 0.4, 1.0 if name == "paragraph" else 0.0) for name in PARAMETERS}
    write_generation(tmp_path, 1, [article(1, "ferry", "storm", title="ferry")], (), None, parameters=alone)
    engine = EmbeddedEngine.open(tmp_path, 1, alone)
    found = engine.search(ask("ferry"), Filters(), 9)
    assert (list(found.ids), parts_of(found, 0).keys()) == (["p1.0"], {"paragraph"})
    engine.close()


def test_an_empty_generation_answers_nothing(tmp_path):
    write_generation(tmp_path, 1, [], (), None)
    engine = EmbeddedEngine.open(tmp_path, 1)
    assert not engine.search(ask("ferry"), Filters(), 9)
    assert engine.statistics.passages == 0
    assert list(engine.statistics.words()) == []
    engine.close()


def test_a_closed_engine_has_let_go_and_finds_nothing(engine):
    engine.close()
    assert engine.statistics.passages == 0
