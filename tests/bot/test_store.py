"""The bot's own database: what it keeps, in which order it gives it out, and when it forgets."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable
from pathlib import Path

import pytest

from bot.commits import Job
from bot.kept import Kept, KeptExcerpt, filters_from_json, filters_to_json
from bot.limits import QuestionLimits
from bot.migrations import MIGRATIONS
from bot.preferences import Preferences
from bot.rows import Incoming, StoredAnswer
from bot.store import DAY, SUSPECT, Store, StoreDamaged, StoreUnavailable
from retrieval.model import Filters


class Clock:
    now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def store(tmp_path: Path, clock: Clock) -> AsyncIterator[Store]:
    async with Store.open(tmp_path / "bot.sqlite3", clock) as opened:
        yield opened


def incoming(update_id: int, lane: str = "chat 1", asker: int | None = 7) -> Incoming:
    return Incoming(update_id, lane, asker, '{"secret": "words"}')


def answer(name: str = "t", asker: int | None = 7, message: int | None = 11) -> StoredAnswer:
    return StoredAnswer(name, 1, message, 10, asker, {"question": "q"}, 0)


async def test_an_update_that_comes_twice_is_kept_once(store: Store) -> None:
    assert await store.take_in([incoming(1), incoming(2)]) == 2
    assert await store.take_in([incoming(2), incoming(3)]) == 1
    assert await store.counts() == {"waiting": 3}


async def test_rows_are_given_out_oldest_first_and_one_per_lane_at_a_time(store: Store) -> None:
    await store.take_in([incoming(3), incoming(1), incoming(2, "chat 2"), incoming(4, "chat 3")])
    assert [row.update_id for row in (await store.claim(2)).rows] == [1, 2]
    assert [row.update_id for row in (await store.claim(9)).rows] == [4]
    assert (await store.claim()).rows == []
    await store.settle(1, "done", "answered")
    assert [row.update_id for row in (await store.claim()).rows] == [3]


async def test_a_long_queue_in_one_lane_hides_no_other_lane(store: Store) -> None:
    await store.take_in([*(incoming(number) for number in range(1, 200)), incoming(200, "chat 2")])
    assert [row.update_id for row in (await store.claim(9)).rows] == [1]
    assert [row.update_id for row in (await store.claim(9)).rows] == [200]


async def test_work_set_apart_frees_its_lane(store: Store) -> None:
    await store.take_in([incoming(1), incoming(2)])
    await store.claim()
    await store.set_apart(1)
    assert [row.update_id for row in (await store.claim()).rows] == [2]


async def test_what_was_in_work_waits_again_after_a_crash(tmp_path: Path, clock: Clock) -> None:
    path = tmp_path / "bot.sqlite3"
    async with Store.open(path, clock) as store:
        await store.take_in([incoming(1), incoming(2, "chat 2"), incoming(3, "chat 3")])
        await store.claim(2)
        await store.begin_send(2, 0)
        await store.set_apart(2)
    async with Store.open(path, clock) as store:
        assert await store.recover() == 2
        rows = (await store.claim(3)).rows
        assert [(row.update_id, row.attempts, row.journalled) for row in rows] == [(1, 1, 0), (2, 1, 1), (3, 0, 0)]


async def test_a_row_handed_back_by_a_clean_stop_costs_no_attempt(store: Store) -> None:
    await store.take_in([incoming(1), incoming(2, "chat 2")])
    await store.claim(2)
    assert await store.hand_back(1) == 1
    assert await store.hand_back() == 1
    assert [row.attempts for row in (await store.claim(2)).rows] == [0, 0]


async def test_an_attempt_at_a_suspect_counts_only_once_it_is_begun(store: Store) -> None:
    await store.take_in([incoming(1)])
    for _ in range(SUSPECT + 2):
        (row,) = (await store.claim()).rows
        await store.recover()
    assert row.attempts == SUSPECT
    await store.begin(1)
    assert [row.attempts for row in (await store.claim()).rows] == [SUSPECT + 1]


async def test_a_row_that_was_settled_meanwhile_is_not_handed_back(store: Store) -> None:
    await store.take_in([incoming(1)])
    await store.claim()
    await store.settle(1, "done", "answered")
    assert await store.hand_back(1) == 0
    assert await store.outcome(1) == ("done", "answered")


async def test_sends_are_counted_and_gone_with_their_row(store: Store) -> None:
    await store.take_in([incoming(1)])
    await store.begin_send(1, 0)
    await store.begin_send(1, 0)
    await store.undo_send(1, 0)
    store.record_send(1, 0, {"message_id": 5})
    await store.keep_standing(1, "member")  # whatever is written later comes later
    found = await store.find_send(1, 0)
    assert (found.tries, found.result) == (1, {"message_id": 5})
    await store.settle(1, "done", "answered")
    assert (await store.find_send(1, 0)).tries == 0


async def test_answers_are_found_by_token_by_message_and_by_question(store: Store, clock: Clock) -> None:
    await store.keep_answer(answer())
    by_token, by_message, by_question = (
        await store.answer("t"),
        await store.answer_in(1, 11),
        await store.answer_to(1, 10),
    )
    assert by_token == by_message == by_question
    assert by_token is not None
    assert by_token.content == {"question": "q"}
    assert by_token.created == clock.now


async def test_answers_and_settled_rows_are_forgotten_in_time(store: Store, clock: Clock) -> None:
    await store.keep_answer(answer())
    await store.take_in([incoming(1), incoming(2, "chat 2"), incoming(3, "chat 3")])
    await store.settle(1, "done", "answered")
    await store.settle(2, "failed", "why")
    clock.now += 3 * DAY
    await store.sweep(7)
    assert await store.outcome(1) is None
    assert await store.outcome(2) == ("failed", "why")
    assert await store.answer("t")
    clock.now += 5 * DAY
    await store.sweep(7)
    assert await store.outcome(2) is None
    assert await store.answer("t") is None
    assert await store.counts() == {"waiting": 1}


async def test_erasing_deletes_what_one_person_asked_and_nobody_elses(store: Store) -> None:
    await store.keep_answer(answer("mine", 7))
    await store.keep_answer(answer("theirs", 8, 12))
    await store.take_in([incoming(1)])
    await store.settle(1, "failed", "why")
    assert await store.erase(7) == 1
    assert await store.answer("mine") is None
    assert await store.answer("theirs")
    assert [row["payload"] for row in await store._all("SELECT payload FROM inbox")] == [""]


async def test_another_bots_updates_are_not_taken_for_repetitions(store: Store) -> None:
    await store.belong_to(100)
    await store.take_in([incoming(1)])
    await store.belong_to(100)
    assert await store.counts() == {"waiting": 1}
    await store.belong_to(200)
    assert await store.take_in([incoming(1)]) == 1


async def test_a_message_and_the_answer_that_it_shows_are_noted_together(store: Store) -> None:
    await store.take_in([incoming(1)])
    await store.begin_send(1, 0, answer(message=None))
    assert await store.answer("t")
    store.record_send(1, 0, {"message_id": 5, "chat": {"id": -2}}, "t")
    await store.settle(1, "done", "answered")
    kept = await store.answer_in(-2, 5)
    assert kept is not None
    assert (kept.token, kept.asked_in) == ("t", 10)


async def test_chosen_settings_hold_at_once_and_move_along(store: Store) -> None:
    assert await store.settings(-1) == {}
    await store.keep_settings(-1, {"language": "uk"})
    assert await store.settings(-1) == {"language": "uk"}
    assert await store.settings(-2) == {}
    await store.move_chat(-1, -2)
    assert await store.settings(-2) == {"language": "uk"}
    assert await store.settings(-1) == {}


async def test_a_write_that_fails_leaves_nothing_behind_and_the_next_one_works(store: Store) -> None:
    with pytest.raises(StoreUnavailable):
        await store._write_all(("DELETE FROM chats", ()), ("INSERT INTO nowhere VALUES (1)", ()))
    assert await store.take_in([incoming(1)]) == 1


async def test_writes_at_the_same_time_share_a_commit_and_only_the_faulty_one_fails(store: Store) -> None:
    commits: list[int] = []
    real = store._commits._commit_together

    def commit(jobs: list[Job]) -> Awaitable[object]:
        commits.append(len(jobs))
        return real(jobs)

    store._commits._commit_together = commit
    many = [store.take_in([incoming(number)]) for number in range(1, 9)]
    assert await asyncio.gather(*many) == [1] * 8
    assert commits == [8]
    wrong = store._write_all(("UPDATE inbox SET lane = 'chat 2'", ()), ("INSERT INTO nowhere VALUES (1)", ()))
    first, failed, last = await asyncio.gather(
        store.take_in([incoming(9)]), wrong, store.take_in([incoming(10)]), return_exceptions=True
    )
    assert (first, type(failed), last) == (1, StoreUnavailable, 1)
    assert [len((await store.claim(20)).rows), await store.counts()] == [1, {"waiting": 9, "working": 1}]


async def test_a_power_cut_undoes_no_question_that_came_in_and_no_note_of_a_reply(
    store: Store,
) -> None:
    async def flushed() -> bool:
        """Whether the last commit waited for the disk."""
        rows = await store._all("PRAGMA synchronous")
        return bool(rows[0][0] == 2)  # FULL; NORMAL is 1

    await store.take_in([incoming(1)])
    assert await flushed()
    await store.claim()
    await store.begin_send(1, 0)
    assert not await flushed()  # without these steps, it would be answered all the same
    await store.record_send(1, 0, {"message_id": 7})
    assert await flushed()
    await store.settle(1, "done", "answered")
    assert not await flushed()
    await asyncio.gather(store.take_in([incoming(2)]), store.claim())
    assert await flushed()


async def test_what_was_given_to_write_is_on_the_disk_when_the_store_closes(tmp_path: Path) -> None:
    async with Store.open(tmp_path / "bot.sqlite3") as store:
        await store.take_in([incoming(1)])
        await store.begin_send(1, 0)
        store.record_send(1, 0, {"message_id": 5})
    async with Store.open(tmp_path / "bot.sqlite3") as store:
        assert (await store.find_send(1, 0)).result == {"message_id": 5}


async def test_an_arrival_that_cannot_be_noted_is_told_in_the_log(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    await store._db.execute("DROP TABLE answers")
    store.record_send(4, 0, {"message_id": 5})
    await store.keep_standing(1, "member")
    assert "update 4: could not note that its reply was sent" in caplog.text


async def test_a_write_that_is_cancelled_leaves_the_database_usable(store: Store) -> None:
    for _ in range(20):
        task = asyncio.create_task(store.take_in([incoming(1)]))
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    await store.take_in([incoming(2, "chat 2")])
    assert "waiting" in await store.counts()


async def test_a_file_that_is_no_database_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "bot.sqlite3"
    path.write_bytes(b"this is certainly no database" * 100)
    with pytest.raises(StoreDamaged, match="Move it away"):
        async with Store.open(path):
            pass


async def test_a_database_of_a_newer_version_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "bot.sqlite3"
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    connection.close()
    with pytest.raises(StoreDamaged, match="newer version"):
        async with Store.open(path):
            pass


async def test_the_steps_are_applied_once(tmp_path: Path) -> None:
    for _ in range(2):
        async with Store.open(tmp_path / "bot.sqlite3") as store:
            assert [row[0] for row in await store._all("PRAGMA user_version")] == [len(MIGRATIONS)]


def test_what_is_kept_behind_buttons_survives_json() -> None:
    filters = Filters(("LBC",), phrases=("a b",), exclude=("c",), order="newest")
    kept = Kept(
        "q", "s", "latest", filters, 2, 4, excerpts=(KeptExcerpt("p", 5, ("a",), (), ("b",), ("x",)),), page="<b>"
    )
    assert Kept.from_json(kept.to_json()) == kept
    assert filters_from_json(filters_to_json(None)) is None


def test_preferences_store_only_what_was_chosen_and_ignore_what_they_do_not_know() -> None:
    chosen = Preferences(excerpts=2, topics=(5,))
    assert chosen.to_store() == {"excerpts": 2, "topics": (5,)}
    assert Preferences.from_stored({"excerpts": 2, "topics": [5], "colour": "red"}) == chosen
    assert chosen.with_topic(5).topics == ()
    assert chosen.with_topic(6).topics == (5, 6)


async def test_a_person_is_limited_across_chats_and_a_group_across_people() -> None:
    limits = QuestionLimits(per_person=60, burst=2, per_group=3)
    assert [await limits.admit(1, -1) for _ in range(2)] == [None, None]
    refused = await limits.admit(1, None)
    assert refused is not None
    assert (refused.seconds, refused.said) == (1, False)
    again = await limits.admit(1, None)
    assert again is not None
    assert again.said
    assert await limits.admit(2, -1) is None
    full = await limits.admit(3, -1)
    assert full is not None
    assert full.seconds == 20
    assert await limits.admit(3, -2) is None


async def test_limits_of_nought_are_switched_off() -> None:
    limits = QuestionLimits(per_person=0, burst=0, per_group=0)
    assert [await limits.admit(1, -1) for _ in range(100)] == [None] * 100
