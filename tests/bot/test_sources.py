"""/sources leads to each article's card, and there an operator sees what was kept and dropped."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.render import AuditLine, audit_groups, audit_page
from retrieval.collection import Collection
from tests.bot.conftest import Rig
from tests.bot.offline import Call
from tests.bot.test_buttons import alert
from tests.bot.updates import ADA, ADMIN, group, press, private, say

DUMP = """Home | News | Sport | Weather

Toll on the Marrow bridge to end in spring

The toll on the bridge over the Marrow will end in spring, the county's treasurer Ruth Adeyemi said on Monday.

Drivers have paid two crowns for each crossing since the bridge opened nineteen years ago.

Sign up for our morning newsletter and never miss a story.

"The last loan is repaid in March, and the booths will be taken away in the weeks after," Adeyemi told the council.

Read more: Ten walks for a rainy Sunday
"""


async def opened(rig: Rig, data: str, user: int = ADA) -> Call:
    await rig.deliver(press(data, 1001, user))
    return rig.telegram.edits()[-1]


def labels(call: Call) -> list[str]:
    return [button["text"] for button in call.buttons]


async def test_a_number_of_the_list_opens_the_articles_card_and_back_returns(rig: Rig) -> None:
    (listed,) = await rig.deliver(say("/sources"))
    assert listed.text.split("\n\n")[1].startswith("1 · The Alder Courier · 12 May 2021\n")
    assert labels(listed) == ["1", "2", "3"]
    card = await opened(rig, listed.button("2"))
    for line in (
        "Radio Quayside · February 2022 (inferred)",
        "Outlet: Radio Quayside, rests on: the front matter",
        "Date: February 2022 (inferred), rests on: the front matter",
        "Title: Council approves footbridge over the Linde",
        "Paragraphs: 4",
        "File: bridge.md",
    ):
        assert line in card.text.split("\n")
    assert labels(card) == ["Back"]
    back = await opened(rig, card.button("Back"))
    assert (back.text, back.buttons) == (listed.text, listed.buttons)


async def test_a_card_names_authors_and_link(rig: Rig) -> None:
    (listed,) = await rig.deliver(say("/sources"))
    card = await opened(rig, listed.button("1"))
    assert "By: Ines Okafor" in card.text
    assert "Link: https://courier.invalid/ferry" in card.text


async def test_back_from_a_card_leads_to_the_page_of_the_list_that_it_is_on(
    rig: Rig, collection: Collection, newsroom: Path
) -> None:
    for number in range(9):
        facts = f'outlet = "Gazette"\ndate = "2020-01-0{number + 1}"\ntitle = "Piece {number}"'
        (newsroom / f"piece{number}.md").write_text(f"+++\n{facts}\n+++\nWords {number}.\n")
    await collection.reindex()
    (first,) = await rig.deliver(say("/sources"))
    assert labels(first) == ["1", "2", "3", "4", "5", "6", "7", "8", "More"]
    second = await opened(rig, first.button("More"))
    assert labels(second) == ["9", "10", "11", "12", "Earlier"]
    card = await opened(rig, second.button("12"))
    assert "Lighthouse keeper" in card.text
    assert (await opened(rig, card.button("Back"))).text == second.text


async def test_a_number_opens_the_article_that_it_stood_for_also_after_a_reindex(
    rig: Rig, collection: Collection, newsroom: Path
) -> None:
    (listed,) = await rig.deliver(say("/sources"))
    (newsroom / "ferry.md").unlink()
    await collection.reindex()
    assert "Radio Quayside" in (await opened(rig, listed.button("2"))).text
    edits = len(rig.telegram.edits())
    await rig.deliver(press(listed.button("1"), 1001))
    assert alert(rig) == "That article is no longer in my collection."
    assert len(rig.telegram.edits()) == edits


async def test_an_admin_sees_in_private_what_was_kept_and_what_was_dropped_and_why(
    rig: Rig, collection: Collection, newsroom: Path
) -> None:
    (newsroom / "toll.txt").write_text(DUMP)
    (newsroom / "catalogue.toml").write_text('["toll.txt"]\noutlet = "Marrow Echo"\ndate = "2020-02-02"\n')
    await collection.reindex()
    (listed,) = await rig.deliver(say("/sources echo", ADMIN))
    card = await opened(rig, listed.button("1"), ADMIN)
    audit = await opened(rig, card.button("Kept and dropped"), ADMIN)
    assert audit.text.startswith("Marrow Echo · 2 February 2020 · kept: 3, dropped: ")
    assert "\n5 · kept: The toll on the bridge over the Marrow" in audit.text
    extraction = await collection.extraction((await collection.articles())[0].id)
    assert extraction is not None
    assert len(extraction.dropped) >= 2
    for piece in extraction.dropped:
        assert f"\n{piece.line} · dropped ({piece.reason}): <s>{piece.text}</s>" in audit.text
    assert (await opened(rig, audit.button("Back"), ADMIN)).text == card.text


async def test_the_audit_is_neither_offered_nor_opened_elsewhere(rig: Rig) -> None:
    (mine,) = await rig.deliver(say("/sources"))
    card = await opened(rig, mine.button("1"))
    assert labels(card) == ["Back"]
    before = len(rig.telegram.edits())
    await rig.deliver(press(mine.button("1").replace("card:", "audit:") + ":0", 1001))
    assert alert(rig) == "This is for those who run me."
    (shared,) = await rig.deliver(say("/sources", ADMIN, group()))
    await rig.deliver(press(shared.button("1"), 1002, ADMIN, group()))
    assert labels(rig.telegram.edits()[-1]) == ["Back"]
    assert len(rig.telegram.edits()) == before + 1


async def test_a_source_that_changed_since_it_was_indexed_is_told(rig: Rig, newsroom: Path) -> None:
    (listed,) = await rig.deliver(say("/sources", ADMIN))
    card = await opened(rig, listed.button("1"), ADMIN)
    (newsroom / "ferry.md").write_text("+++\n+++\nSomething else.\n")
    await rig.deliver(press(card.button("Kept and dropped"), 1001, ADMIN, private(ADMIN)))
    assert alert(rig).startswith("I cannot read this article's source as I did when I indexed it")


async def test_a_long_audit_turns_its_pages(rig: Rig, collection: Collection, newsroom: Path) -> None:
    body = "\n\n".join(
        f"The {number}th witness told the inquiry about the flood of that year." for number in range(60)
    )
    (newsroom / "flood.md").write_text(f'+++\noutlet = "Marrow Echo"\n+++\n{body}\n')
    await collection.reindex()
    (listed,) = await rig.deliver(say("/sources echo", ADMIN))
    card = await opened(rig, listed.button("1"), ADMIN)
    first = await opened(rig, card.button("Kept and dropped"), ADMIN)
    assert "(page 1 of 3)" in first.text
    second = await opened(rig, first.button("More"), ADMIN)
    assert "(page 2 of 3)" in second.text
    assert labels(second) == ["Earlier", "More", "Back"]
    assert (await opened(rig, second.button("Earlier"), ADMIN)).text == first.text


@pytest.mark.parametrize("text", ["short", "𝔘 " * 400, "<b>&</b> " * 60])
def test_every_page_of_an_audit_keeps_to_telegrams_limits(text: str) -> None:
    lines = [AuditLine(f"{number} · dropped ({'reason ' * 40})", text, dropped=True) for number in range(300)]
    groups = audit_groups(lines)
    assert sum(len(group) for group in groups) == 300
    for number, shown in enumerate(groups):
        page = audit_page("heading " * 60, ["The catalogue overrules it. " * 30] * 8, shown)
        plain = page.replace("<s>", "").replace("</s>", "").replace("&lt;", "<").replace("&gt;", ">")
        assert len(plain.replace("&amp;", "&").encode("utf-16-le")) // 2 <= 4096, number
        assert page.count("<s>") <= 100
