"""Whom "the Foreign Secretary" means: found by a question with the name, and never shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from retrieval.collection import Collection
from retrieval.offices import meant

HOLM = "Edda Holm has landed on Tarn Island for the first time since she took up the post."
TALKS = "The Foreign Secretary met the islands' president to speak of herring."


def test_an_office_that_nobody_is_named_for_is_held_by_whom_the_article_is_about() -> None:
    assert meant([HOLM, "The sea was calm.", TALKS])[2] == "Edda Holm"


@pytest.mark.parametrize("named", ["Prime Minister Ann Lee spoke first.", "Ann Lee, the prime minister, spoke."])
def test_an_office_is_held_by_who_is_named_beside_it(named: str) -> None:
    assert meant([HOLM, named, "Later the prime minister left."]) == ["", "", "Ann Lee"]


def test_a_name_that_the_paragraph_has_itself_is_not_added() -> None:
    assert meant(["President Ann Lee spoke.", "Lee smiled, for the president had won."]) == ["", ""]


def test_where_two_hold_an_office_nobody_is_meant() -> None:
    told = ["President Ann Lee met President Tomas Reyl.", "The president left early."]
    assert meant(told) == ["", ""]


def test_a_former_holder_is_not_the_holder() -> None:
    told = ["President Ann Lee spoke.", "Former president Jo Sand listened.", "The president sat down."]
    assert meant(told)[2] == "Ann Lee"
    assert meant([*told[:2], "The former president sat down."])[2] == "Jo Sand"


def test_who_holds_one_office_does_not_hold_another_that_is_vacant() -> None:
    told = ["Prime Minister Ann Lee has landed.", "The foreign secretary stayed at home."]
    assert meant(told) == ["", ""]


def test_a_possessive_is_no_part_of_a_name() -> None:
    assert meant(["President Ann Lee's ship sank.", "The president swam."])[1] == "Ann Lee"


def test_the_president_of_something_else_is_not_the_one_who_was_named() -> None:
    assert meant(["President Ann Lee spoke.", "The president of the chess club clapped."]) == ["", ""]


async def test_a_question_with_the_name_finds_what_is_told_of_the_office(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    filler = "\n\n".join(f"Boat {number} of the herring fleet was painted again." for number in range(40))
    body = f"{HOLM}\n\nThe islands lie an hour by ferry from the mainland.\n\n{TALKS}\n"
    (folder / "visit.md").write_text(f'+++\noutlet = "Radio Quayside"\n+++\n{body}', "utf-8")
    (folder / "fleet.md").write_text(f'+++\noutlet = "Radio Quayside"\n+++\n{filler}\n', "utf-8")
    async with Collection.open([folder], tmp_path / "data") as collection:
        await collection.ensure_built()
        answer = await collection.ask("Whom did Edda Holm meet?")
        first = answer.excerpts[0]
    assert first.text == TALKS
    assert "Holm" not in first.text
    assert first.why.matched == ("meet",)
    assert first.why.missing == ("Edda", "Holm")
