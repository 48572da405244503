"""Where the bot may not write, and what is deleted under its hands: taken note of, and not fought."""

from __future__ import annotations

import logging

import pytest

from tests.bot.conftest import Rig
from tests.bot.offline import Fault
from tests.bot.updates import ADMIN, group, press, say

FERRY = "When does the ferry sail?"
GONE = Fault(400, "Bad Request: message to edit not found")


@pytest.mark.parametrize(
    "refusal",
    [
        "Bad Request: TOPIC_CLOSED",
        "Bad Request: message thread not found",
        "Bad Request: not enough rights to send text messages to the chat",
        "Bad Request: CHAT_WRITE_FORBIDDEN",
    ],
)
async def test_a_closed_topic_and_a_muted_bot_are_taken_note_of_in_one_line(
    rig: Rig, caplog: pytest.LogCaptureFixture, refusal: str
) -> None:
    caplog.set_level(logging.INFO, "bot")
    rig.telegram.faults["sendMessage"] = [Fault(400, refusal)]
    asked = say(f"/ask {FERRY}", chat=group())
    assert await rig.deliver(asked) == []
    assert await rig.outcome(asked) == ("done", "not wanted there")
    assert len([call for call in rig.telegram.calls if call.method == "sendMessage"]) == 1
    (line,) = [record for record in caplog.records if record.name.startswith("bot")]
    assert (line.levelname, line.exc_info) == ("INFO", None)
    assert len(await rig.deliver(say(f"/ask {FERRY}", chat=group()))) == 1


async def test_a_refusal_that_is_our_own_fault_is_an_error_and_told(
    rig: Rig, caplog: pytest.LogCaptureFixture
) -> None:
    rig.telegram.faults["sendMessage"] = [Fault(400, "Bad Request: can't parse entities: made up")]
    (reply,) = await rig.deliver(say(FERRY))
    assert reply.text.startswith("Something went wrong on my side")
    assert "can't parse entities" in caplog.text.lower()


@pytest.mark.parametrize("command", [FERRY, "/settings", "/sources"])
async def test_a_button_of_a_deleted_message_is_told_kindly(
    rig: Rig, caplog: pytest.LogCaptureFixture, command: str
) -> None:
    (reply,) = await rig.deliver(say(command))
    rig.telegram.faults["editMessageText"] = [GONE]
    pressed = press(reply.buttons[0]["callback_data"], 1001)
    await rig.deliver(pressed)
    (told,) = rig.telegram.of("answerCallbackQuery")
    assert told.given["text"].startswith("Too late: the message with this button is gone")
    assert told.given["show_alert"]
    assert (await rig.outcome(pressed) or ("",))[0] == "done"
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


async def test_a_reindex_whose_message_was_deleted_ends_in_a_new_one(rig: Rig) -> None:
    rig.telegram.faults["editMessageText"] = [GONE for _ in range(50)]
    replies = await rig.deliver(say("/reindex", ADMIN))
    assert [reply.text.split()[0] for reply in replies] == ["Bringing", "Nothing"]


async def test_a_reindex_that_ends_after_the_bot_was_removed_is_no_error(
    rig: Rig, caplog: pytest.LogCaptureFixture
) -> None:
    rig.telegram.faults["editMessageText"] = [
        Fault(403, "Forbidden: bot was kicked from the group chat") for _ in range(50)
    ]
    asked = say("/reindex", ADMIN, group())
    assert len(await rig.deliver(asked)) == 1
    assert await rig.outcome(asked) == ("done", "reindex")
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]
