"""A private chat: any text is a question, and everything else gets a fitting reply."""

from __future__ import annotations

from typing import Any

from tests.bot.conftest import Bots, Rig
from tests.bot.offline import Fault
from tests.bot.updates import ADA, ADMIN, from_bot, message, person, press, private, say, update

FERRY = "When does the ferry to Tarn Island sail again?"


async def test_a_question_is_answered_by_one_message_that_replies_to_it(rig: Rig) -> None:
    asked = say(FERRY)
    (reply,) = await rig.deliver(asked)
    assert reply.text.startswith('1 · <a href="https://courier.invalid/ferry">The Alder Courier</a> · 12 May 2021')
    assert "<blockquote>The <b>ferry</b> between" in reply.text
    assert reply.given["reply_parameters"]["message_id"] == asked["message"]["message_id"]
    assert reply.given["link_preview_options"] == {"is_disabled": True}
    assert await rig.outcome(asked) == ("done", "answered")


async def test_a_question_about_what_no_article_has_gets_one_honest_sentence(rig: Rig) -> None:
    (reply,) = await rig.deliver(say("What did the giraffe eat?"))
    assert reply.text.startswith("I found no passage on this.")
    assert '"giraffe" and "eat" occur in none of the 3 articles.' in reply.text
    assert "reply_markup" not in reply.given


async def test_the_same_update_twice_is_answered_once(rig: Rig) -> None:
    asked = say(FERRY)
    assert len(await rig.deliver(asked, asked)) == 1
    assert await rig.deliver(asked) == []


async def test_a_question_longer_than_the_limit_is_refused_with_both_figures(rig: Rig) -> None:
    (reply,) = await rig.deliver(say("why " * 2500))
    assert "9,999 characters" in reply.text
    assert "1,000" in reply.text


async def test_a_greeting_and_thanks_get_a_short_reply_and_no_search(rig: Rig) -> None:
    hello, thanks = await rig.deliver(say("Hello!"), say("thank you"))
    assert hello.text.startswith("Hello!")
    assert thanks.text.startswith("You are welcome.")


async def test_a_lone_question_mark_is_told_to_become_a_question(rig: Rig) -> None:
    (reply,) = await rig.deliver(say("?"))
    assert reply.text.startswith("Ask me a question")


async def test_stickers_voice_and_photos_get_a_fitting_reply(rig: Rig) -> None:
    file = {"file_id": "f", "file_unique_id": "u"}
    sticker = {**file, "type": "regular", "width": 1, "height": 1, "is_animated": False, "is_video": False}
    replies = await rig.deliver(
        say(sticker=sticker),
        say(voice={**file, "duration": 3}),
        say(photo=[{**file, "width": 1, "height": 1}]),
        say(location={"longitude": 1.0, "latitude": 2.0}),
    )
    assert [reply.text.split(".")[0] for reply in replies] == [
        "A fine sticker",
        "I cannot listen, I am afraid",
        "I cannot look at pictures",
        "I can only look up words",
    ]


async def test_the_caption_of_a_photo_is_a_question(rig: Rig) -> None:
    photo = [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]
    (reply,) = await rig.deliver(say(photo=photo, caption=FERRY))
    assert "12 May 2021" in reply.text


async def test_a_forwarded_message_is_looked_up_however_long_it_is(rig: Rig) -> None:
    origin = {"type": "hidden_user", "date": 1_900_000_000, "sender_user_name": "Somebody"}
    (reply,) = await rig.deliver(say("The lighthouse keeper Jonna Brandt retires. " * 40, forward_origin=origin))
    assert "3 September 2023" in reply.text


async def test_an_edited_question_edits_its_answer(rig: Rig) -> None:
    asked = say("What did the giraffe eat?")
    await rig.deliver(asked)
    changed = {**asked["message"], "text": FERRY, "edit_date": 1_900_000_100}
    assert await rig.deliver(update(edited_message=changed)) == []
    (edit,) = rig.telegram.edits()
    assert edit.given["message_id"] == 1001
    assert "12 May 2021" in edit.text
    assert edit.button("1")


async def test_an_edited_message_that_was_never_answered_is_left_alone(rig: Rig) -> None:
    edited = update(edited_message={**message(FERRY), "edit_date": 1_900_000_100})
    assert await rig.deliver(edited) == []
    assert rig.telegram.edits() == []
    assert await rig.outcome(edited) == ("done", "edited: no question, or the same")


async def test_our_own_inline_result_sent_to_us_is_no_question(rig: Rig) -> None:
    me = {"id": 700700, "is_bot": True, "first_name": "Cuttings", "username": "cuttings_bot"}
    assert await rig.deliver(say(FERRY, via_bot=me)) == []


async def test_another_program_is_not_answered(rig: Rig) -> None:
    robot = {"id": 12, "is_bot": True, "first_name": "Robot"}
    assert await rig.deliver(say(FERRY, **{"from": robot})) == []


async def test_channel_posts_business_and_guest_messages_fall_into_no_handler(rig: Rig) -> None:
    channel = {"id": -1009, "type": "channel", "title": "News"}
    posted = {"message_id": 1, "date": 1_900_000_000, "chat": channel, "text": "/ask who?"}
    for kind in ("channel_post", "edited_channel_post", "business_message", "guest_message"):
        assert await rig.deliver(update(**{kind: posted if "channel" in kind else message(FERRY)})) == []


async def test_start_says_what_it_does_and_suggests_questions_that_are_answered(rig: Rig) -> None:
    (reply,) = await rig.deliver(say("/start"))
    assert "I have 3 articles, 12 May 2021 to 3 September 2023." in reply.text
    suggested = [line.removeprefix("• ") for line in reply.text.splitlines() if line.startswith("• ")]
    assert suggested
    for question in suggested:
        (answer,) = await rig.deliver(say(question))
        assert answer.text.startswith("1 · "), question


async def test_help_tells_an_admin_more_than_others(rig: Rig) -> None:
    others, admins = await rig.deliver(say("/help"), say("/help", ADMIN))
    assert "/reindex" not in others.text
    assert "/reindex" in admins.text
    assert "@cuttings_bot" in others.text


async def test_sources_lists_outlet_date_and_title(rig: Rig) -> None:
    (reply,) = await rig.deliver(say("/sources"))
    assert reply.text.startswith("3 articles")
    assert "Radio Quayside · February 2022 (inferred)\n<i>Council approves footbridge" in reply.text


async def test_sources_of_one_outlet(rig: Rig) -> None:
    one, none = await rig.deliver(say("/sources courier"), say("/sources Gazette"))
    assert "Radio Quayside" not in one.text
    assert one.text.startswith("2 articles")
    assert none.text == 'I have no article from "Gazette".'


async def test_an_unknown_command_is_told_so(rig: Rig) -> None:
    (reply,) = await rig.deliver(say("/frobnicate"))
    assert "/help" in reply.text


async def test_a_language_other_than_english_is_spoken_to_who_reads_it(rig: Rig) -> None:
    (reply,) = await rig.deliver(say("What did the giraffe eat?", **{"from": person(ADA, "uk")}))
    assert reply.text.startswith("Я не знайшов уривка про це.")


async def test_dates_are_written_in_the_readers_language(rig: Rig) -> None:
    (reply,) = await rig.deliver(say(FERRY, **{"from": person(ADA, "uk-UA")}))
    assert "12 травня 2021" in reply.text


async def test_what_somebody_asked_is_erased_when_they_ask(rig: Rig) -> None:
    (reply,) = await rig.deliver(say(FERRY))
    assert await rig.store.answer_in(ADA, 1001)
    (about,) = await rig.deliver(say("/privacy"))
    assert "7 days" in about.text
    await rig.deliver(press(about.button("Delete what I asked"), 1002))
    assert await rig.store.answer_in(ADA, 1001) is None
    assert rig.telegram.of("answerCallbackQuery")[-1].given["text"].startswith("Deleted")
    await rig.deliver(press(reply.button("1"), 1001, chat=private(ADA)))
    assert "I keep it for 7 days" in rig.telegram.of("answerCallbackQuery")[-1].given["text"]


async def test_questions_too_many_are_told_once_when_to_try_again(bots: Bots) -> None:
    rig = await bots.start(limits={"per_user_per_minute": 6, "per_user_burst": 2})
    asked = [say(FERRY) for _ in range(5)]
    replies = await rig.deliver(*asked)
    assert ["1 · " in reply.text for reply in replies] == [True, True, False]
    assert "ask again in 10 seconds" in replies[2].text
    assert [await rig.outcome(one) for one in asked[2:]] == [("done", "refused: too many questions")] * 3
    (other,) = await rig.deliver(say(FERRY, user=502))
    assert "1 · " in other.text


async def test_who_waited_as_told_is_answered_and_who_is_refused_again_is_told_again(bots: Bots) -> None:
    rig = await bots.start(limits={"per_user_per_minute": 6, "per_user_burst": 1})
    limits, now = rig.application.bot_data.limits, [0.0]
    limits._clock = lambda: now[0]
    first, refused, silent = await rig.deliver(say(FERRY)), await rig.deliver(say(FERRY)), say(FERRY)
    assert "1 · " in first[0].text
    assert "ask again in 10 seconds" in refused[0].text
    assert await rig.deliver(silent) == []
    assert await rig.outcome(silent) == ("done", "refused: too many questions")
    now[0] = 11.0  # the wait is over, but the bucket still full: somebody else may have taken the place
    (again,) = await rig.deliver(say(FERRY))
    assert "ask again in 10 seconds" in again.text
    limits._people._buckets.clear()
    (answered,) = await rig.deliver(say(FERRY))
    assert "1 · " in answered.text


async def test_a_refused_question_that_is_edited_after_the_wait_is_answered(bots: Bots) -> None:
    rig = await bots.start(limits={"per_user_per_minute": 6, "per_user_burst": 1})
    asked = [say(FERRY) for _ in range(3)]
    await rig.deliver(*asked)
    rig.application.bot_data.limits._people._buckets.clear()
    (reply,) = await rig.deliver(edit_of(asked[2], f"{FERRY} Please"))
    assert "12 May 2021" in reply.text
    assert reply.given["reply_parameters"]["message_id"] == asked[2]["message"]["message_id"]


async def test_an_album_gets_one_reply(rig: Rig) -> None:
    photo = [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]
    silent = [say(photo=photo, media_group_id="a") for _ in range(3)]
    captioned = [say(photo=photo, media_group_id="b", caption=FERRY), say(photo=photo, media_group_id="b")]
    replies = await rig.deliver(*silent, *captioned)
    assert ["cannot look at pictures" in reply.text for reply in replies] == [True, False]


async def test_latest_alone_lists_the_newest_articles(rig: Rig) -> None:
    (reply,) = await rig.deliver(say("/latest"))
    assert (
        reply.text.index("3 September 2023") < reply.text.index("February 2022") < reply.text.index("12 May 2021")
    )


async def test_a_bare_timeline_asks_for_the_question_and_then_keeps_its_order(rig: Rig) -> None:
    (prompt,) = await rig.deliver(say("/timeline"))
    assert prompt.given["reply_markup"]["force_reply"] is True
    (reply,) = await rig.deliver(say("Tarn Island", reply_to_message=from_bot(1001, private(ADA))))
    assert reply.text.startswith('1 · <a href="https://courier.invalid/ferry">The Alder Courier</a> · 12 May 2021')
    kept = await rig.store.answer_in(ADA, 1002)
    assert kept is not None
    assert kept.content["mode"] == "timeline"


async def test_channel_posts_are_answered_where_the_operator_wants_it(bots: Bots) -> None:
    rig = await bots.start(telegram={"channel_posts": True})
    channel = {"id": -1009, "type": "channel", "title": "News"}
    post = {**message(f"/ask {FERRY}"), "chat": channel, "sender_chat": channel}
    del post["from"]
    (reply,) = await rig.deliver(update(channel_post=post))
    assert reply.given["chat_id"] == -1009
    assert await rig.deliver(update(channel_post={**post, "message_id": 9, "text": "News!", "entities": []})) == []


def edit_of(asked: dict[str, Any], text: str) -> dict[str, Any]:
    """The update that tells that a message was edited; a command in it keeps its entity."""
    fresh = message(text)
    entities = {"entities": fresh["entities"]} if "entities" in fresh else {}
    return update(edited_message={**asked["message"], "text": text, "edit_date": 1_900_000_100, **entities})


async def test_an_edited_question_whose_answer_was_deleted_is_answered_anew(rig: Rig) -> None:
    asked = say("What did the giraffe eat?")
    await rig.deliver(asked)
    rig.telegram.faults["editMessageText"] = [Fault(400, "Bad Request: message to edit not found")]
    edited = edit_of(asked, FERRY)
    (reply,) = await rig.deliver(edited)
    assert "12 May 2021" in reply.text
    assert reply.given["reply_parameters"]["message_id"] == asked["message"]["message_id"]
    assert await rig.outcome(edited) == ("done", "answered")
    await rig.deliver(press(reply.button("1"), 1002))
    assert rig.telegram.edits()[-1].text.startswith("1 · ")


async def test_an_edited_follow_up_keeps_the_subject_that_it_follows(rig: Rig) -> None:
    await rig.deliver(say("Tarn Island"))
    asked = say("and in 2021?", reply_to_message=from_bot(1001, private(ADA)))
    (reply,) = await rig.deliver(asked)
    assert "12 May 2021" in reply.text
    await rig.deliver(edit_of(asked, "and in 2023?"))
    assert "3 September 2023" in rig.telegram.edits()[-1].text


async def test_a_bare_ask_that_is_edited_into_a_question_is_answered(rig: Rig) -> None:
    asked = say("/ask")
    (prompt,) = await rig.deliver(asked)
    assert prompt.given["reply_markup"]["force_reply"]
    (reply,) = await rig.deliver(edit_of(asked, f"/ask {FERRY}"))
    assert "12 May 2021" in reply.text


async def test_an_edited_sources_command_shows_the_other_list(rig: Rig) -> None:
    asked = say("/sources courier")
    await rig.deliver(asked)
    assert await rig.deliver(edit_of(asked, "/sources quayside")) == []
    assert rig.telegram.edits()[-1].text.startswith("One article")
