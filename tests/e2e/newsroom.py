"""Made-up articles of outlets that do not exist, in our own words."""

from __future__ import annotations

import random
from pathlib import Path

from tests.conftest import BRIDGE, HARBOUR, LIGHTHOUSE

MUSEUM = """+++
outlet = "Radio Quayside"
date = "2014-06-21"
title = "Ferry museum planned in the old customs house"
+++
The old customs house of Port Alder is to become a museum of the island ferries.

Curator Pia Lindqvist said that the cracked rudder of the Gannet would hang in the entrance hall.

Entry will be free on Sundays, the museum's board decided.
"""

STRIKE = """+++
outlet = "The Alder Courier"
date = "2012-11-02"
title = "Tram drivers strike over night shifts"
+++
Tram drivers in Port Alder walked out on Tuesday in a dispute over night shifts.

Union secretary Olle Brask said that drivers had worked eleven nights in a row.

The transport company offered a bonus of 90 crowns per night, which the union turned down.
"""

ARTICLES = {
    "ferry.md": HARBOUR.replace("2031-", "2011-"),  # years of the past: nobody limits a question to the future
    "bridge.md": BRIDGE.replace("2032-", "2012-"),
    "lighthouse.md": LIGHTHOUSE.replace("2033-", "2013-"),
    "museum.md": MUSEUM,
    "strike.md": STRIKE,
}
QUESTION, ANSWER, OUTLET, DATE = (
    "Who announced that the ferry will sail again?",
    "Edda Holm",
    "Courier",
    "12 May 2011",
)


def write_newsroom(folder: Path) -> Path:
    """Write the five articles into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in ARTICLES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


_NOUNS = """
well orchard press fair road mill council school choir baker fence garden market pond tower bell barn shed cart
horse lamp bench wall gate path field hedge stone roof stove kettle ladder bucket basket blanket candle drum
fiddle kite ribbon wagon plough rake saddle whistle lantern bridge ditch meadow stable attic cellar chimney
"""
_VERBS = "mended painted sold carried counted borrowed opened closed moved washed praised measured found lost"


def write_parish_papers(folder: Path, count: int) -> Path:
    """Write many small articles, no two alike; each is about a village of its own, `Vill00042ham`."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        village = f"Vill{number:05d}ham"
        day = f"20{10 + number % 9}-{1 + number % 12:02d}-{1 + number % 28:02d}"
        head = f'+++\noutlet = "Parish Paper {number % 12}"\ndate = "{day}"\ntitle = "News from {village}"\n+++\n'
        text = head + "\n\n".join(_parish_news(village, number)) + "\n"
        (folder / f"{village}.md").write_text(text, encoding="utf-8")
    return folder


def _parish_news(village: str, number: int) -> list[str]:
    nouns, verbs = _NOUNS.split(), _VERBS.split()
    dice = random.Random(number)  # noqa: S311 - the same papers in every run

    def sentence() -> str:
        first, second, third = dice.sample(nouns, 3)
        return f"A {first} was {dice.choice(verbs)} beside the {second}, and the {third} {dice.choice(verbs)} too."

    return [
        f"The brass band of {village} played until midnight while {number} people listened.",
        f"Alderman {number % 97} promised to mend the road to the mill of {village} before winter comes.",
        *(" ".join(sentence() for _ in range(4)) for _ in range(8)),
    ]
