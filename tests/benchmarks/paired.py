"""Latency side by side with tantivy, for a machine that does other things meanwhile."""

from __future__ import annotations

import gc
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.contenders import Contender, Cuttings, CuttingsFields, Tantivy
from tests.benchmarks.made_up import News, questions
from tests.benchmarks.measure import in_turn

_KINDS: tuple[type[Contender], ...] = (Cuttings, CuttingsFields, Tantivy)
_RESULTS = (10, 50)


def side_by_side(paragraphs: int) -> Iterator[str]:
    """Build ours and tantivy's, then ask both every question in turn."""
    articles = list(News(paragraphs))
    asked = questions(paragraphs, 500)
    with tempfile.TemporaryDirectory() as folder:
        opened: list[Contender] = []
        for kind in _KINDS:
            contender = kind()
            contender.prepare(articles)
            gc.collect()
            gc.freeze()
            place = Path(folder) / str(len(opened))
            place.mkdir()
            contender.build(place)
            contender.open(place)
            opened.append(contender)
        for k in _RESULTS:
            in_turn(opened, asked[:100], k)
            found = in_turn(opened, asked, k)
            for name, figures in found.items():
                ratios = {key: value / found[Tantivy.name][key] for key, value in figures.items()}
                cells = ", ".join(f"{key} {figures[key] * 1e3:.2f} ms ({ratios[key]:.2f})" for key in figures)
                yield f"{paragraphs:,} paragraphs, the {k} best, {name}: {cells}"
