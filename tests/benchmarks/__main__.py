"""`make bench`, or for example `python -m tests.benchmarks --sizes 25000 --only cuttings --only tantivy`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import click

from tests.benchmarks.answering import end_to_end
from tests.benchmarks.changing import from_texts, loop_lag, one_change
from tests.benchmarks.contenders import CONTENDERS
from tests.benchmarks.paired import side_by_side
from tests.benchmarks.speed import compare

PARTS: Mapping[str, Callable[[int], Iterator[str]]] = {
    "paired": side_by_side,
    "texts": from_texts,
    "change": one_change,
    "lag": loop_lag,
    "bot": end_to_end,
}


@click.command()
@click.option("--sizes", default="25000,100000,888000", help="Numbers of paragraphs, with commas between them.")
@click.option("--only", multiple=True, type=click.Choice([kind.name for kind in CONTENDERS]))
@click.option("--part", "parts", multiple=True, type=click.Choice(["engines", *PARTS]), help="Default: all.")
@click.option("-k", default=10, help="How many paragraphs a question asks for.")
@click.option("--questions", default=500)
def main(sizes: str, only: tuple[str, ...], parts: tuple[str, ...], k: int, questions: int) -> None:
    """Compare the speed of engines on made-up news of several sizes."""
    numbers = [int(size) for size in sizes.split(",")]
    if not parts or "engines" in parts:
        for line in compare(numbers, only, k, questions):
            click.echo(line)
    for name, measure in PARTS.items():
        for paragraphs in numbers if not parts or name in parts else ():
            for line in measure(paragraphs):
                click.echo(line)


if __name__ == "__main__":
    main()
