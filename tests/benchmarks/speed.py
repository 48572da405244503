"""The comparison: every contender at every size, each in processes of its own, as one table of ratios."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence

from tests.benchmarks.contenders import CONTENDERS, Contender

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


def table(found: Mapping[str, Figures], baseline: str = "tantivy") -> Iterator[str]:
    """Format the figures of one size, each with its ratio to the baseline's."""
    yield f"{'':22}" + "".join(f"{title:>20}" for title in COLUMNS)
    for name, figures in found.items():
        cells = []
        for key, scale, form in COLUMNS.values():
            value, beside = figures[key], found.get(baseline, {}).get(key, 0)
            ratio = f"{value / beside:.2f}" if beside and value else "-"
            cells.append(f"{form.format(value * scale):>12} ({ratio:>5})")
        yield f"{name:22}" + "".join(cells)


def compare(sizes: Sequence[int], names: Sequence[str], k: int, count: int) -> Iterator[str]:
    """Run the comparison, one line at a time."""
    for paragraphs in sizes:
        found: dict[str, Figures] = {}
        for kind in CONTENDERS:
            if kind.name in names or not names:
                found[kind.name] = run(kind, paragraphs, k, count)
        yield f"\n{paragraphs:,} paragraphs, the {k} best, {count} questions; in brackets the ratio to tantivy"
        yield from table(found)
