"""Excerpts in order of date across outlets, and one wire story told once."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from retrieval.collection import Collection
from tests.bot.conftest import Rig
from tests.bot.offline import Call
from tests.bot.updates import press, say

DAYS = {  # the harbour's dredging, in an order that is neither that of the dates nor that of the files
    "2020-03-14": ("Marrow Echo", "Dredging of the Ostrand harbour begins, with two barges and a crew of twelve."),
    "2018-07-02": (
        "Gull Gazette",
        "Councillors argue about dredging the Ostrand harbour, which silts up every winter.",
    ),
    "2023-11-30": (
        "Radio Quayside",
        "Dredging of the Ostrand harbour ends; ships with a draught of nine metres may call.",
    ),
    "2021-01-09": (
        "The Alder Courier",
        "Dredging the Ostrand harbour costs twice what the engineers had promised.",
    ),
    "2019-05-21": (
        "Marrow Echo",
        "A court allows the dredging of the Ostrand harbour after a complaint by fishermen.",
    ),
}
WIRE = (
    "A seal that lost its way was carried back to the sea from the market square of Brindle on Tuesday.\n\n"
    "Fishmonger Agathe Rowntree fed it four herrings and rang the coastguard, whose van took an hour to come.\n\n"
    "Nobody was bitten, the coastguard's spokesman Piet Halloran said, though a bicycle did not survive the visit."
)


async def add(newsroom: Path, collection: Collection, **articles: tuple[str, str, str]) -> None:
    """Add articles to the collection: outlet, date, text."""
    for name, (outlet, day, text) in articles.items():
        head = f'+++\noutlet = "{outlet}"\ndate = "{day}"\ntitle = "Notes of {outlet}, {day}"\n+++\n'
        (newsroom / f"{name}.md").write_text(f"{head}{text}\n")
    await collection.reindex()


def years(*calls: Call) -> list[int]:
    """The years in the headings of the excerpts, as they follow one another."""
    return [int(year) for call in calls for year in re.findall(r"^\d+ · .* (\d{4})$", call.text, re.MULTILINE)]


@pytest.mark.parametrize(
    ("command", "order"),
    [("timeline", [2018, 2019, 2020, 2021, 2023]), ("latest", [2023, 2021, 2020, 2019, 2018])],
)
async def test_timeline_and_latest_show_every_date_in_order_across_pages(
    rig: Rig, collection: Collection, newsroom: Path, command: str, order: list[int]
) -> None:
    await add(
        newsroom,
        collection,
        **{f"harbour{number}": (outlet, day, text) for number, (day, (outlet, text)) in enumerate(DAYS.items())},
    )
    (first,) = await rig.deliver(say(f"/{command} dredging of the Ostrand harbour"))
    assert years(first) == order[:3]
    await rig.deliver(press(first.button("More"), 1001))
    assert years(first, rig.telegram.edits()[-1]) == order


@pytest.mark.parametrize("command", ["", "/timeline ", "/latest "])
async def test_copies_of_a_wire_story_are_told_once_with_where_else_they_are(
    rig: Rig, collection: Collection, newsroom: Path, command: str
) -> None:
    await add(
        newsroom,
        collection,
        echo=("Marrow Echo", "2020-03-14", WIRE),
        gull=("Gull Gazette", "2020-03-15", WIRE),
        quay=("Radio Quayside", "2020-03-16", WIRE),
    )
    (reply,) = await rig.deliver(say(f"{command}Who fed the seal in Brindle four herrings?"))
    assert reply.text.count("Fishmonger Agathe Rowntree") + reply.text.count("Agathe</b> <b>Rowntree") == 1
    heading = re.search(r"^1 · (.*)$", reply.text, re.MULTILINE)
    also = re.search(r"^Also in: (.*)$", reply.text, re.MULTILINE)
    assert heading
    assert also
    places = {heading[1], *also[1].split("; ")}
    assert places == {
        "Marrow Echo · 14 March 2020",
        "Gull Gazette · 15 March 2020",
        "Radio Quayside · 16 March 2020",
    }
    await rig.deliver(press(reply.button("1"), 1001))
    opened = rig.telegram.edits()[-1]
    await rig.deliver(press(opened.button("Source"), 1001))
    card = rig.telegram.edits()[-1].text
    copies = re.search(r"^Also in: (.*)$", card, re.MULTILINE)
    assert copies
    assert {heading[1], *copies[1].split("; ")} == places
