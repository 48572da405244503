"""The comparison: every contender at every size, each in processes of its own, as one table of ratios."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tests.benchmarks.contenders import CONTENDERS, Contender, Cuttings, CuttingsFields, RankBm25

Figures = Mapping[str, float]

COLUMNS: Mapping[str, tuple[str, float, str]] = {
    "build s": ("build_seconds", 1, "{:.2f}"),
    "disk MB": ("disk_bytes", 1e-6, "{:.0f}"),
    "memory MB": ("memory", 1e-6, "{:.0f}"),
    "cold ms": ("cold_seconds", 1e3, "{:.0f}"),
    "p50 ms": ("p50", 1e3, "{:.2f}"),
    "p99 ms": ("p99", 1e3, "{:.2f}"),
}


def run(kind: type[Contender], paragraphs: int, k: int, count: int) -> Figures:
    """Measure one contender: what lasts is built in one process and served in another, fresh one."""
    with tempfile.TemporaryDirectory() as folder:
        tasks = ("build", "serve") if kind.lasting else ("build serve",)
        figures: dict[str, float] = {}
        for task in tasks:
            figures |= _child(kind.name, str(paragraphs), folder, str(k), str(count), task)
    figures["memory"] = figures["serve_memory"] if kind.lasting else figures["build_memory"]
    return figures


def _child(*arguments: str) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.benchmarks.measure", *arguments]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603
    figures: dict[str, float] = json.loads(output.splitlines()[-1])
    return figures


@dataclass(frozen=True, slots=True)
class Comparison:
    """The figures of one size, by contender."""

    paragraphs: int
    k: int
    found: Mapping[str, Figures]

    def lines(self, baseline: str = "tantivy") -> Iterator[str]:
        """Format them as a table, each with its ratio to the baseline's, and the memory beside rank-bm25's."""
        yield f"\n{self.paragraphs:,} paragraphs, the {self.k} best; in brackets the ratio to {baseline}"
        yield f"{'':22}" + "".join(f"{title:>20}" for title in COLUMNS)
        for name, figures in self.found.items():
            cells = []
            for key, scale, form in COLUMNS.values():
                value, beside = figures[key], self.found.get(baseline, {}).get(key, 0)
                ratio = f"{value / beside:.2f}" if beside and value else "-"
                cells.append(f"{form.format(value * scale):>12} ({ratio:>5})")
            yield f"{name:22}" + "".join(cells)
        if whole := self.found.get(RankBm25.name):
            for name in (Cuttings.name, CuttingsFields.name):
                if name in self.found:
                    share = self.found[name]["memory"] / whole["memory"]
                    yield f"private memory of {name}: {share:.3f} of rank-bm25's"


def compare(paragraphs: int, names: Sequence[str], k: int, count: int) -> Comparison:
    """Measure the contenders of these names, or all, at one size."""
    chosen = [kind for kind in CONTENDERS if kind.name in names or not names]
    return Comparison(paragraphs, k, {kind.name: run(kind, paragraphs, k, count) for kind in chosen})


def growth(found: Mapping[int, Comparison]) -> Iterator[str]:
    """Tell how our figures grow from one size to the next, as factors."""
    for smaller, larger in pairwise(sorted(found)):
        for name in (Cuttings.name, CuttingsFields.name):
            before, after = found[smaller].found.get(name), found[larger].found.get(name)
            if before and after:
                factors = [
                    f"{title} {after[key] / before[key]:.1f}"
                    for title, (key, *_) in COLUMNS.items()
                    if before[key] > 0 < after[key]
                ]
                sizes = f"from {smaller:,} to {larger:,} paragraphs, {larger / smaller:.1f} times as many"
                yield f"{name}, {sizes}: times " + ", ".join(factors)
