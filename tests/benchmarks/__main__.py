"""`make bench`, or for example `python -m tests.benchmarks --paragraphs 100000 --only build`."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping

import click

from tests.benchmarks.answering import end_to_end
from tests.benchmarks.building import building
from tests.benchmarks.changing import loop_lag, one_change
from tests.benchmarks.contenders import CONTENDERS
from tests.benchmarks.paired import side_by_side
from tests.benchmarks.speed import compare, growth

PARTS: Mapping[str, Callable[[int], Iterator[str]]] = {
    "build": building,
    "latency": side_by_side,
    "change": one_change,
    "lag": loop_lag,
    "bot": end_to_end,
}
WHOLE = ("lag", "bot")  # these read articles in from files, so they take minutes where the others take seconds
MOST = 100_000  # paragraphs up to which these run unless they are asked for by name


@click.command()
@click.option("--paragraphs", "sizes", default="25000,100000,888000", help="Sizes, with commas between them.")
@click.option(
    "--only", multiple=True, type=click.Choice(["engines", *PARTS]), help="A part; may be repeated. Default: all."
)
@click.option(
    "--engine", "engines", multiple=True, type=click.Choice([kind.name for kind in CONTENDERS]), help="Of engines."
)
@click.option("-k", default=10, help="How many paragraphs a question asks for, in the table of engines.")
@click.option("--questions", default=500, help="Questions at most, in the table of engines.")
def main(sizes: str, only: tuple[str, ...], engines: tuple[str, ...], k: int, questions: int) -> None:
    """Compare the speed of engines on made-up news of several sizes, as ratios within one run."""
    began = time.monotonic()
    numbers = [int(size) for size in sizes.split(",")]
    if not only or "engines" in only:
        found = {}
        for paragraphs in numbers:
            found[paragraphs] = compare(paragraphs, engines, k, questions)
            _show(found[paragraphs].lines())
        _show(growth(found))
    for name, measure in PARTS.items():
        for paragraphs in numbers if not only or name in only else ():
            if only or name not in WHOLE or paragraphs <= MOST:
                _show(measure(paragraphs))
    click.echo(f"\n{time.monotonic() - began:.0f} s in all")


def _show(lines: Iterator[str]) -> None:
    for line in lines:
        click.echo(line)


if __name__ == "__main__":
    main()
