"""/reindex and /status are for admins; a reindex shows its progress in one message and holds up no question."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from pathlib import Path

import pytest

from bot.handlers.admin import summary
from bot.menus import FOR_ADMINS, menus
from bot.texts import Texts
from retrieval.model import Failure, Progress, ReindexReport
from tests.bot.conftest import Bots, Rig
from tests.bot.updates import ADA, ADMIN, TOWN, group, say

FERRY = "When does the ferry sail?"


@pytest.mark.parametrize("command", ["/reindex", "/status"])
async def test_others_are_refused_politely_and_nothing_happens(rig: Rig, command: str) -> None:
    before = (await rig.application.bot_data.collection.overview()).generation
    (reply,) = await rig.deliver(say(command))
    assert f"Your numeric id is {ADA}" in reply.text
    assert f"admins = [{ADA}]" in reply.text
    (in_group,) = await rig.deliver(say(command, chat=group()))
    assert in_group.text == "This is for those who run me."
    assert (await rig.application.bot_data.collection.overview()).generation == before
    assert rig.telegram.edits() == []


async def test_an_anonymous_admin_of_a_group_is_no_operator(rig: Rig) -> None:
    anonymous = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
    (reply,) = await rig.deliver(say("/reindex", chat=group(), sender_chat=group(), **{"from": anonymous}))
    assert "those who run me" in reply.text


async def test_a_reindex_without_changes_says_so(rig: Rig) -> None:
    (reply,) = await rig.deliver(say("/reindex", ADMIN))
    assert reply.text.startswith("Bringing the index up to date")
    last = rig.telegram.edits()[-1]
    assert last.given["message_id"] == 1001
    assert last.text.startswith("Nothing changed (3 articles, ")


async def test_a_reindex_ends_in_a_summary_with_what_failed_and_why(rig: Rig, newsroom: Path) -> None:
    (newsroom / "new.md").write_text('+++\noutlet = "Gazette"\ntitle = "A"\n+++\nSome new words here.\n')
    (newsroom / "bridge.md").unlink()
    (newsroom / "broken.md").write_text("+++\noutlet = \n+++\nWords.\n")
    await rig.deliver(say("/reindex", ADMIN))
    last = rig.telegram.edits()[-1].text
    assert "1 added, 0 changed, 1 removed" in last
    assert "One source could not be read:\n• broken.md: " in last
    (reply,) = await rig.deliver(say("/status", ADMIN))
    assert "3 articles" in reply.text
    assert "• broken.md: " in reply.text


async def test_questions_are_answered_and_a_second_reindex_refused_while_one_runs(rig: Rig) -> None:
    going_on = asyncio.Event()
    real = rig.application.bot_data.collection.reindex

    async def slow(**more: object) -> object:
        await going_on.wait()
        return await real(**more)  # type: ignore[arg-type]

    rig.application.bot_data.collection.reindex = slow  # type: ignore[method-assign]
    first = say("/reindex", ADMIN)
    await rig.take_in(first, say(FERRY, ADMIN), say("/reindex", ADMIN), say(FERRY, ADA))
    async with asyncio.timeout(5):
        while len(rig.telegram.sent()) < 4:  # noqa: ASYNC110 (Telegram rings no bell)
            await asyncio.sleep(0.002)
    texts = [call.text for call in rig.telegram.sent(ADMIN)]
    assert "1 · " in texts[1]
    assert texts[2] == "A reindex is running already."
    assert await rig.outcome(first) == ("apart", None)
    going_on.set()
    await rig.settle()
    assert await rig.outcome(first) == ("done", "reindex")
    assert rig.telegram.edits()[-1].text.startswith("Nothing changed")


async def test_progress_is_shown_by_editing_one_message_no_oftener_than_the_chat_allows(rig: Rig) -> None:
    rig.application.bot_data.pauses = (0.02, 30.0)
    real = rig.application.bot_data.collection.reindex

    async def counting(progress, **more: object) -> object:  # type: ignore[no-untyped-def]
        for done in range(100):
            progress(Progress("reading", done, 100))
            await asyncio.sleep(0.001)
        return await real(**more)  # type: ignore[arg-type]

    rig.application.bot_data.collection.reindex = counting  # type: ignore[method-assign]
    began = time.monotonic()
    assert len(await rig.deliver(say("/reindex", ADMIN))) == 1
    in_private = rig.telegram.edits()
    assert 2 <= len(in_private) <= 2 + (time.monotonic() - began) / 0.02
    assert in_private[0].text.startswith("Reading: ")
    assert len(await rig.deliver(say("/reindex", ADMIN, group()))) == 1
    in_group = [edit for edit in rig.telegram.edits() if edit.given["chat_id"] == TOWN]
    assert len(in_group) <= 2


async def test_a_reindex_that_fails_says_that_the_index_before_it_goes_on(rig: Rig, newsroom: Path) -> None:
    newsroom.rename(newsroom.with_name("elsewhere"))
    await rig.deliver(say("/reindex", ADMIN))
    last = rig.telegram.edits()[-1].text
    assert last.startswith("The reindex failed; the index before it goes on answering. Reason: ")
    (reply,) = await rig.deliver(say(FERRY))
    assert "1 · " in reply.text


async def test_a_reindex_that_a_restart_cut_short_is_done_and_told_in_the_same_message(bots: Bots) -> None:
    before = await bots.start()
    never, begun = asyncio.Event(), asyncio.Event()

    async def hang(**_: object) -> object:
        begun.set()
        await never.wait()
        raise AssertionError

    asked = say("/reindex", ADMIN)
    real = before.application.bot_data.collection.reindex
    before.application.bot_data.collection.reindex = hang  # type: ignore[method-assign]
    await before.take_in(asked)
    await begun.wait()
    before.application.bot_data.collection.reindex = real  # type: ignore[method-assign]
    after = await bots.start(before.telegram)
    await after.settle()
    assert len(after.telegram.sent(ADMIN)) == 1
    assert after.telegram.edits()[-1].text.startswith("Nothing changed")
    assert await after.outcome(asked) == ("done", "reindex")


def test_the_summary_counts_what_it_does_not_list() -> None:
    report = ReindexReport(1, 2, 3, 4, (Failure("a.txt", "no text"),), 30, 10, 100, 5, 1.25)
    said = summary(report, Texts.for_language("en"))
    assert said.startswith("Done in 1.2 s: 1 added, 2 changed, 3 removed. 10 articles now.")
    assert "30 sources could not be read:\n• a.txt: no text" in said
    nothing = replace(report, added=0, changed=0, removed=0, failed=(), failed_count=0)
    assert summary(nothing, Texts.for_language("en")).startswith("Nothing changed")


def test_each_kind_of_chat_has_the_commands_that_work_there() -> None:
    by_scope = {scope.type: names for scope, names in menus()}
    assert "reindex" not in by_scope["all_private_chats"]
    assert by_scope["all_group_chats"][0] == "ask"
    assert "settings" not in by_scope["all_group_chats"]
    assert "settings" in by_scope["all_chat_administrators"]
    assert {"reindex", "status"} <= set(FOR_ADMINS)


async def test_an_admin_who_had_not_written_before_gets_the_menu_with_the_first_message(rig: Rig) -> None:
    rig.application.bot_data.without_menu.add(ADMIN)
    await rig.deliver(say("/start", ADMIN), say("/start", ADMIN), say("/start", ADA))
    scopes = [call.given["scope"] for call in rig.telegram.of("setMyCommands")]
    assert scopes == [{"type": "chat", "chat_id": ADMIN}] * 2  # one for each language
