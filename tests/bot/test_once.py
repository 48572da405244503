"""Answered or told why not, once: under 429s, 5xx, lost responses, crashes and stops."""

from __future__ import annotations

import asyncio
from itertools import pairwise

import aiohttp
import pytest
from telegram.error import NetworkError, TimedOut
from telegram.request import RequestData

from bot.delivery import Patience
from bot.pace import GroupPace
from bot.rows import Claim
from bot.store import SUSPECT, Store, StoreUnavailable
from bot.work import begin_work
from bot.workers import MOST_ATTEMPTS
from tests.bot.conftest import Bots, Rig
from tests.bot.offline import Call, Fault, Telegram, caused_by
from tests.bot.updates import ADA, BEN, from_bot, press, private, say, update

FERRY = "When does the ferry sail?"


def lost_response() -> Fault:
    return Fault(arrived=True, raises=caused_by(TimedOut(), aiohttp.SocketTimeoutError()))


def unreachable() -> Fault:
    return Fault(raises=caused_by(NetworkError("refused"), aiohttp.ConnectionTimeoutError()))


@pytest.mark.parametrize(
    "fault",
    [
        Fault(429, "Too Many Requests", {"retry_after": 0.01}),
        Fault(500),
        Fault(502, "Bad Gateway"),
        unreachable(),
    ],
)
async def test_a_call_that_never_arrived_is_made_again(rig: Rig, fault: Fault) -> None:
    rig.telegram.faults["sendMessage"] = [fault, fault]
    asked = say(FERRY)
    assert len(await rig.deliver(asked)) == 1
    assert await rig.outcome(asked) == ("done", "answered")


async def test_a_message_whose_response_was_lost_is_sent_once_more_at_most(rig: Rig) -> None:
    rig.telegram.faults["sendMessage"] = [lost_response()]
    first = say(FERRY)
    assert len(await rig.deliver(first)) == 2
    assert await rig.outcome(first) == ("done", "answered")
    rig.telegram.faults["sendMessage"] = [lost_response(), lost_response(), lost_response()]
    second = say(FERRY)
    once, again, told = await rig.deliver(second)
    assert once.text == again.text
    assert told.text == "My answer may not have reached you. If it has not, please ask again."
    state, why = await rig.outcome(second) or ("", "")
    assert state == "failed"
    assert "ResponseLost" in str(why)


async def test_patience_ends_and_the_row_fails_with_its_reason(
    bots: Bots, caplog: pytest.LogCaptureFixture
) -> None:
    rig = await bots.start(patience=Patience(first=0.001, longest=0.005, overall=0.1))
    rig.telegram.faults["sendMessage"] = [Fault(500) for _ in range(10_000)]
    asked = say(FERRY)
    assert await rig.deliver(asked) == []
    state, why = await rig.outcome(asked) or ("", "")
    assert (state, "Internal Server Error" in str(why)) == ("failed", True)
    assert f"update {asked['update_id']} was not answered" in caplog.text


async def test_a_fault_in_one_chat_holds_up_no_other(rig: Rig) -> None:
    released = asyncio.Event()
    real = rig.application.bot_data.collection.ask

    async def ask(question: str, **more: object) -> object:
        if "slow" in question:
            await released.wait()
        return await real(question, **more)  # type: ignore[arg-type]

    rig.application.bot_data.collection.ask = ask  # type: ignore[method-assign]
    await rig.take_in(say("slow ferry", ADA), say("ferry", ADA), say("ferry", BEN))
    await rig.arrives(BEN)
    assert rig.telegram.sent(ADA) == []
    released.set()
    await rig.settle()
    asked = [call.given["reply_parameters"]["message_id"] for call in rig.telegram.sent(ADA)]
    assert asked == sorted(asked)
    assert len(asked) == 2


async def test_an_error_in_a_handler_is_logged_and_told_once(rig: Rig, caplog: pytest.LogCaptureFixture) -> None:
    async def ask(*_: object, **__: object) -> object:
        raise ZeroDivisionError("made up")

    rig.application.bot_data.collection.ask = ask  # type: ignore[method-assign]
    asked = say(FERRY)
    (reply,) = await rig.deliver(asked)
    assert reply.text.startswith("Something went wrong on my side")
    assert "ZeroDivisionError: made up" in caplog.text
    assert (await rig.outcome(asked) or ("",))[0] == "failed"


async def test_an_update_that_cannot_be_read_is_put_aside_with_its_reason(rig: Rig) -> None:
    broken = update(message={"message_id": "one", "chat": 7})
    (reply,) = await rig.deliver(broken, say(FERRY))
    assert "1 · " in reply.text
    state, why = await rig.outcome(broken) or ("", "")
    assert state == "aside"
    assert why


async def test_a_person_who_blocked_the_bot_is_not_fought(rig: Rig) -> None:
    rig.telegram.faults["sendMessage"] = [Fault(403, "Forbidden: bot was blocked by the user")]
    asked = say(FERRY)
    assert await rig.deliver(asked) == []
    assert await rig.outcome(asked) == ("done", "not wanted there")
    assert await rig.store.standing(ADA) == "kicked"
    assert len(rig.telegram.calls) == 2  # getMe and the one try


class _Killed(BaseException):
    """The process ends here; nothing below catches it."""


async def _killed_at(
    bots: Bots, method: str, *, after: bool, asked: dict[str, object], over: Telegram | None = None
) -> Telegram:
    """Run a bot that dies at a call, before or after Telegram did it, as if killed: nothing is cleaned up."""
    rig = await bots.start(over)
    hang = asyncio.Event()

    def die(call: Call) -> None:
        if call.method == method and not hang.is_set():
            if after:
                rig.telegram.arrived.append(call)
            hang.set()
            raise _Killed

    rig.telegram.before = die
    await rig.take_in(asked)
    async with asyncio.timeout(5):
        await hang.wait()
    await asyncio.sleep(0.01)
    rig.telegram.before = None
    return rig.telegram


@pytest.mark.parametrize("after", [False, True])
async def test_a_question_in_work_when_the_process_dies_is_answered_at_the_next_start(
    bots: Bots, after: bool
) -> None:
    asked = say(FERRY)
    telegram = await _killed_at(bots, "sendMessage", after=after, asked=asked)
    again = await bots.start(telegram)
    await again.settle()
    assert await again.outcome(asked) == ("done", "answered")
    # Killed between send and mark, nobody can know whether it arrived: once more, and that once only.
    assert len(telegram.sent(ADA)) == (2 if after else 1)


async def test_a_question_whose_answer_was_lost_twice_is_told_once_that_it_may_be(
    rig: Rig, caplog: pytest.LogCaptureFixture
) -> None:
    rig.telegram.faults["sendMessage"] = [lost_response(), lost_response()]
    asked = say(FERRY)
    *_, told = await rig.deliver(asked)
    assert told.text == "My answer may not have reached you. If it has not, please ask again."
    assert told.given["reply_parameters"]["message_id"] == asked["message"]["message_id"]
    assert await rig.outcome(asked) == ("done", "told: the answer may be lost")
    assert "Traceback" not in caplog.text
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


async def test_two_deaths_while_a_message_was_on_its_way_are_told(bots: Bots) -> None:
    asked = say(FERRY)
    telegram = await _killed_at(bots, "sendMessage", after=False, asked=asked)
    await _killed_at(bots, "sendMessage", after=False, asked=asked, over=telegram)
    last = await bots.start(telegram)
    await last.settle()
    (told,) = telegram.sent(ADA)
    assert told.text.startswith("My answer may not have reached you")
    assert await last.outcome(asked) == ("done", "told: the answer may be lost")


@pytest.mark.parametrize("copy", [1001, 1002])
async def test_both_copies_of_an_answer_that_came_twice_have_buttons_that_work(bots: Bots, copy: int) -> None:
    asked = say("Tarn Island")
    telegram = await _killed_at(bots, "sendMessage", after=True, asked=asked)
    telegram.next_message += 1
    rig = await bots.start(telegram)
    await rig.settle()
    first, second = telegram.sent(ADA)
    assert first.buttons == second.buttons
    pressed = press(first.button("1"), copy)
    pressed["callback_query"]["message"]["reply_markup"] = first.given["reply_markup"]
    await rig.deliver(pressed)
    (edit,) = telegram.edits()
    assert (edit.given["message_id"], edit.text[:4]) == (copy, "1 · ")


async def test_a_reply_to_the_first_copy_of_an_answer_follows_it_up(bots: Bots) -> None:
    telegram = await _killed_at(bots, "sendMessage", after=True, asked=say("Tarn Island in 2021"))
    telegram.next_message += 1
    rig = await bots.start(telegram)
    await rig.settle()
    markup = telegram.sent(ADA)[0].given["reply_markup"]
    first = {**from_bot(1001, private(ADA)), "reply_markup": markup}
    (further,) = await rig.deliver(say("and in 2023?", reply_to_message=first))
    assert "3 September 2023" in further.text


async def test_a_message_that_is_known_to_have_arrived_is_not_sent_again(rig: Rig) -> None:
    """The process died after the journal had Telegram's answer, and before the row was settled."""
    asked = say(FERRY)
    await rig.store.take_in([])
    await rig.deliver(asked)
    sent = len(rig.telegram.sent(ADA))
    other = say(FERRY)
    await rig.take_in()
    await rig.store.take_in([])
    row = await _in_work(rig.store, other)
    begin_work(row)
    answer = {"message_id": 4711, "date": 1, "chat": {"id": ADA, "type": "private"}, "text": "as it was"}
    await rig.store.begin_send(row.update_id, 0)
    rig.store.record_send(row.update_id, 0, answer)
    await rig.store.recover()
    rig.workers.ring()
    await rig.settle()
    assert len(rig.telegram.sent(ADA)) == sent
    assert await rig.outcome(other) == ("done", "answered")
    kept = await rig.store.answer_in(ADA, 4711)
    assert kept is not None


async def _in_work(store: Store, data: dict[str, object]):  # type: ignore[no-untyped-def]
    from bot.ingress import read_updates  # noqa: PLC0415

    await store.take_in(read_updates([data]))
    (row,) = (await store.claim()).rows
    return row


async def test_an_update_that_kills_the_process_again_and_again_is_given_up_and_told(bots: Bots) -> None:
    rig = await bots.start()
    asked = say(FERRY)
    row = await _in_work(rig.store, asked)
    for _ in range(MOST_ATTEMPTS):
        await rig.store.begin(row.update_id)
    await rig.store.recover()
    rig.workers.ring()
    await rig.settle()
    (reply,) = rig.telegram.sent(ADA)
    assert reply.text.startswith("Something went wrong")
    assert (await rig.store.outcome(row.update_id) or ("",))[0] == "failed"


async def test_the_inbox_forgets_what_was_asked_once_it_is_answered(rig: Rig) -> None:
    asked = say(FERRY)
    await rig.deliver(asked)
    rows = await rig.store._all("SELECT payload FROM inbox WHERE update_id = ?", asked["update_id"])
    assert [row["payload"] for row in rows] == [""]
    assert await rig.store._all("SELECT * FROM sends") == []


async def test_a_question_that_met_a_revoked_token_waits_for_the_next_start(bots: Bots) -> None:
    before = await bots.start()
    before.telegram.faults["sendMessage"] = [Fault(401, "Unauthorized")]
    asked = say(FERRY)
    await before.take_in(asked)
    async with asyncio.timeout(5):
        while len(before.telegram.calls) < 2:  # noqa: ASYNC110 (Telegram rings no bell)
            await asyncio.sleep(0.002)
    await asyncio.sleep(0.02)
    assert await before.outcome(asked) == ("working", None)
    after = await bots.start(before.telegram)
    await after.settle()
    assert len(after.telegram.sent(ADA)) == 1
    assert await after.outcome(asked) == ("done", "answered")


async def test_a_full_disk_holds_work_up_and_loses_none(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.workers._DATABASE_PAUSE", 0.01)
    real, failures = rig.store.settle, [1, 2]

    async def settle(*given: object) -> None:
        if failures:
            failures.pop()
            raise StoreUnavailable("disk full")
        await real(*given)  # type: ignore[arg-type]

    rig.store.settle = settle  # type: ignore[assignment, method-assign]
    asked = say(FERRY)
    assert len(await rig.deliver(asked)) == 1
    assert await rig.outcome(asked) == ("done", "answered")


@pytest.mark.parametrize("step", ["claim", "begin_send"])
async def test_a_full_disk_while_a_question_is_answered_only_delays_its_answer(
    rig: Rig, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    monkeypatch.setattr("bot.workers._DATABASE_PAUSE", 0.01)
    real, failures = getattr(rig.store, step), [1, 2]

    async def fails_twice(*given: object) -> object:
        if failures:
            failures.pop()
            raise StoreUnavailable("disk full")
        return await real(*given)

    setattr(rig.store, step, fails_twice)
    asked = say(FERRY)
    (reply,) = await rig.deliver(asked)
    assert "1 · " in reply.text
    assert await rig.outcome(asked) == ("done", "answered")


async def test_what_was_in_work_at_several_crashes_is_handled_one_at_a_time(bots: Bots) -> None:
    """One of them may be what kills the process; the others then wait without being blamed."""
    rig = await bots.start()
    asked = [say(FERRY, user) for user in (ADA, BEN)]
    rows = [await _in_work(rig.store, one) for one in asked]
    for row in rows:
        for _ in range(SUSPECT):
            await rig.store.begin(row.update_id)
    most = now = 0
    real = rig.application.bot_data.collection.ask

    async def ask(question: str, **more: object) -> object:
        nonlocal most, now
        now += 1
        most = max(most, now)
        await asyncio.sleep(0.01)
        now -= 1
        return await real(question, **more)  # type: ignore[arg-type]

    rig.application.bot_data.collection.ask = ask  # type: ignore[method-assign]
    await rig.store.recover()
    rig.workers.ring()
    await rig.settle()
    assert len(rig.telegram.sent()) == 2
    assert most == 1


async def test_a_message_that_hangs_holds_up_others_for_a_moment_only(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.delivery._HOLDS_PLACE", 0.1)
    released = asyncio.Event()
    request = rig.application.bot.request
    real = request.do_request

    async def hang(url: str, method: str, request_data: RequestData, **more: object) -> tuple[int, bytes]:
        if url.endswith("sendMessage") and int(request_data.json_parameters["chat_id"]) < BEN:
            await released.wait()
        return await real(url, method, request_data, **more)  # type: ignore[arg-type]

    request.do_request = hang  # type: ignore[method-assign]
    await rig.take_in(*(say(FERRY, 400 + number) for number in range(9)), say(FERRY, BEN))
    await rig.arrives(BEN)
    released.set()
    await rig.settle()
    assert len(rig.telegram.sent()) == 10


async def test_a_group_is_written_to_no_faster_than_telegram_takes_it() -> None:
    second = 0.004
    pace, loop = GroupPace(second=second), asyncio.get_running_loop()
    times = []
    for _ in range(25):
        await pace.take(-1)
        times.append(loop.time())
    for first, later in pairwise(times[::20]):
        assert later - first >= 60 * second
    assert times[3] - times[0] < 0.01
    assert times[19] - times[0] >= 15 * second
    before = loop.time()
    await pace.take(-2)
    assert loop.time() - before < 0.01


async def test_a_row_is_taken_up_in_the_commit_that_takes_it_in_and_none_is_looked_for_where_none_waits(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    claims: list[list[int]] = []
    claim = rig.store.claim

    async def noted(most: int = 1) -> Claim:
        found = await claim(most)
        claims.append([row.update_id for row in found.rows])
        return found

    monkeypatch.setattr(rig.store, "claim", noted)
    first, second, elsewhere = say("slow ferry", ADA), say("ferry", ADA), say("ferry", BEN)
    await rig.deliver(first, second, elsewhere)
    assert claims[0] == [first["update_id"], elsewhere["update_id"]]
    assert [second["update_id"]] in claims  # once the first was answered
    claims.clear()
    await rig.deliver(third := say("ferry", ADA))
    await asyncio.sleep(0.05)
    assert claims == [[third["update_id"]]]
