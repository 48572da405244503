"""In a group the bot speaks only when spoken to, to whoever asked, in the topic where they asked."""

from __future__ import annotations

import pytest

from tests.bot.conftest import Bots, Rig
from tests.bot.offline import Fault
from tests.bot.updates import ADA, BEN, TOWN, from_bot, group, message, person, press, say, standing, update

FERRY = "When does the ferry sail?"
FORUM = group(is_forum=True)


def in_topic(topic: int) -> dict[str, object]:
    """What a message in a forum topic carries; Telegram names the topic's first message as replied to."""
    opening = {
        "message_id": topic,
        "date": 1,
        "chat": FORUM,
        "from": person(ADA),
        "forum_topic_created": {"name": "Sources", "icon_color": 1},
        "message_thread_id": topic,
        "is_topic_message": True,
    }
    return {"chat": FORUM, "message_thread_id": topic, "is_topic_message": True, "reply_to_message": opening}


@pytest.mark.parametrize("text", [f"/ask {FERRY}", f"/ask@cuttings_bot {FERRY}", f"@cuttings_bot {FERRY}"])
async def test_ask_and_a_mention_are_answered_with_one_excerpt(rig: Rig, text: str) -> None:
    asked = say(text, chat=group())
    (reply,) = await rig.deliver(asked)
    assert reply.text.count("<blockquote") == 1
    assert [button["text"] for button in reply.buttons] == ["1", "More"]
    assert reply.given["reply_parameters"]["message_id"] == asked["message"]["message_id"]
    assert "message_thread_id" not in reply.given


@pytest.mark.parametrize("text", [FERRY, "/ask@other_bot when?", "/frobnicate", "@other_bot ferry?", "hello"])
async def test_what_is_not_for_the_bot_gets_no_reply(rig: Rig, text: str) -> None:
    quiet = say(text, chat=group())
    assert await rig.deliver(quiet) == []
    assert len(rig.telegram.calls) == 1  # getMe
    assert await rig.outcome(quiet) == ("done", "nothing owed")


async def test_a_reply_to_the_bot_is_a_question(rig: Rig) -> None:
    (reply,) = await rig.deliver(say(FERRY, chat=group(), reply_to_message=from_bot(5, group())))
    assert "12 May 2021" in reply.text


async def test_the_reply_is_in_the_topic_of_the_question(rig: Rig) -> None:
    asked = say(f"/ask {FERRY}", **in_topic(77))
    (reply,) = await rig.deliver(asked)
    assert reply.given["message_thread_id"] == 77
    assert reply.given["reply_parameters"]["message_id"] == asked["message"]["message_id"]


async def test_a_message_in_a_topic_that_the_bot_opened_is_no_reply_to_the_bot(rig: Rig) -> None:
    here = in_topic(78)
    opening = {**here["reply_to_message"], "from": from_bot(1, FORUM)["from"]}  # type: ignore[dict-item]
    assert await rig.deliver(say("just chatting", **{**here, "reply_to_message": opening})) == []


async def test_a_bare_ask_asks_for_the_question_of_whoever_sent_it_in_its_topic(rig: Rig) -> None:
    asked = say("/ask", **in_topic(79))
    (prompt,) = await rig.deliver(asked)
    assert prompt.given["reply_markup"]["force_reply"] is True
    assert prompt.given["reply_markup"]["selective"] is True
    assert prompt.given["message_thread_id"] == 79
    assert prompt.given["reply_parameters"]["message_id"] == asked["message"]["message_id"]
    here = {**in_topic(79), "reply_to_message": from_bot(1001, FORUM)}
    (reply,) = await rig.deliver(say(FERRY, **here))
    assert "12 May 2021" in reply.text
    assert reply.given["message_thread_id"] == 79


@pytest.mark.parametrize("text", ["/ask", "@cuttings_bot", "@cuttings_bot is this true?"])
async def test_ask_as_a_reply_to_somebodys_message_looks_its_claim_up(rig: Rig, text: str) -> None:
    claim = message("The footbridge costs 3.2 million crowns", BEN, group())
    asked = say(text, chat=group(), reply_to_message=claim)
    (reply,) = await rig.deliver(asked)
    assert "Radio Quayside" in reply.text
    assert reply.given["reply_parameters"]["message_id"] == asked["message"]["message_id"]


async def test_ask_as_a_reply_to_a_photo_without_words_says_so(rig: Rig) -> None:
    photo = message(None, BEN, group(), photo=[{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}])
    (reply,) = await rig.deliver(say("/ask", chat=group(), reply_to_message=photo))
    assert reply.text == "There are no words in that message that I could look up."


async def test_only_the_part_of_a_message_that_was_quoted_is_looked_up(rig: Rig) -> None:
    claim = message("The ferry sails on Monday. The lighthouse keeper retires.", BEN, group())
    quote = {"text": "The lighthouse keeper retires.", "position": 27}
    (reply,) = await rig.deliver(say("/ask", chat=group(), reply_to_message=claim, quote=quote))
    assert "3 September 2023" in reply.text


async def test_words_that_are_quoted_from_another_chat_are_looked_up(rig: Rig) -> None:
    elsewhere = {"origin": {"type": "hidden_user", "date": 1, "sender_user_name": "Somebody"}}
    quote = {"text": "The lighthouse keeper retires.", "position": 0}
    (reply,) = await rig.deliver(say("/ask", chat=group(), external_reply=elsewhere, quote=quote))
    assert "3 September 2023" in reply.text


async def test_an_anonymous_admin_and_a_channel_are_answered(rig: Rig) -> None:
    anonymous = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
    channel = {"id": 136817688, "is_bot": True, "first_name": "Channel", "username": "Channel_Bot"}
    as_group = say(f"/ask {FERRY}", chat=group(), sender_chat=group(), **{"from": anonymous})
    as_channel = say(
        f"/ask {FERRY}",
        chat=group(),
        sender_chat={"id": -1007, "type": "channel", "title": "News"},
        **{"from": channel},
    )
    assert len(await rig.deliver(as_group, as_channel)) == 2


async def test_a_post_that_telegram_forwards_from_the_linked_channel_is_not_answered(rig: Rig) -> None:
    posted = say(f"@cuttings_bot {FERRY}", chat=group(), is_automatic_forward=True)
    assert await rig.deliver(posted) == []


async def test_an_edited_ask_edits_its_answer(rig: Rig) -> None:
    asked = say("/ask giraffe", chat=group())
    (reply,) = await rig.deliver(asked)
    assert "no passage" in reply.text
    text = f"/ask {FERRY}"
    edited = {**message(text, ADA, group()), "message_id": asked["message"]["message_id"], "edit_date": 1}
    assert await rig.deliver(update(edited_message=edited)) == []
    assert "12 May 2021" in rig.telegram.edits()[-1].text


async def test_help_in_a_group_leads_with_ask_and_tells_of_privacy_mode(rig: Rig) -> None:
    (reply,) = await rig.deliver(say("/help", chat=group()))
    assert reply.text.startswith("/ask question")
    assert "privacy mode" in reply.text


async def test_being_added_says_hello_once_in_two_lines(rig: Rig) -> None:
    (hello,) = await rig.deliver(standing("left", "member"))
    assert len(hello.text.splitlines()) == 2
    assert await rig.deliver(standing("member", "administrator")) == []
    assert await rig.store.standing(TOWN) == "administrator"


async def test_being_removed_is_noted_and_not_answered(rig: Rig) -> None:
    assert await rig.deliver(standing("member", "kicked")) == []
    assert await rig.store.standing(TOWN) == "kicked"
    assert len(await rig.deliver(standing("kicked", "member"))) == 1


async def test_groups_that_the_operator_did_not_choose_are_left_after_one_word(bots: Bots) -> None:
    rig = await bots.start(telegram={"allowed_chats": (-1002,)})
    (goodbye,) = await rig.deliver(standing("left", "member"))
    assert "other groups only" in goodbye.text
    assert rig.telegram.of("leaveChat")[0].given["chat_id"] == TOWN
    assert await rig.deliver(say(f"/ask {FERRY}", chat=group())) == []
    (reply,) = await rig.deliver(say(f"/ask {FERRY}", chat=group(-1002)))
    assert "1 · " in reply.text
    (private,) = await rig.deliver(say(FERRY))
    assert "1 · " in private.text


async def test_a_group_that_became_a_supergroup_keeps_its_settings(bots: Bots) -> None:
    rig = await bots.start(telegram={"allowed_chats": (-55,)})
    old = {"id": -55, "type": "group", "title": "Town"}
    await rig.store.keep_settings(-55, {"quiet": True})
    await rig.deliver(say(chat=old, migrate_to_chat_id=TOWN), say(chat=group(), migrate_from_chat_id=-55))
    assert await rig.store.settings(TOWN) == {"quiet": True}
    assert await rig.deliver(say("/ask giraffe", chat=group())) == []
    assert len(await rig.deliver(say(f"/ask {FERRY}", chat=group()))) == 1


async def test_an_answer_to_a_group_that_just_became_a_supergroup_goes_there(rig: Rig) -> None:
    rig.telegram.faults["sendMessage"] = [
        Fault(400, "Bad Request: group chat was upgraded to a supergroup chat", {"migrate_to_chat_id": TOWN})
    ]
    asked = say(f"/ask {FERRY}", chat={"id": -55, "type": "group", "title": "Town"})
    (reply,) = await rig.deliver(asked)
    assert reply.given["chat_id"] == TOWN
    assert await rig.outcome(asked) == ("done", "answered")


async def test_a_group_is_told_once_that_it_asks_too_much(bots: Bots) -> None:
    rig = await bots.start(limits={"per_group_per_minute": 1})
    replies = await rig.deliver(*(say(f"/ask {FERRY}", chat=group()) for _ in range(3)))
    assert ["1 · " in reply.text for reply in replies] == [True, False]
    assert "ask again in 60 seconds" in replies[1].text


def _is(status: str):  # type: ignore[no-untyped-def]
    rights = (
        "can_be_edited is_anonymous can_manage_chat can_delete_messages can_manage_video_chats can_change_info "
        "can_restrict_members can_promote_members can_invite_users can_post_stories can_edit_stories "
        "can_delete_stories"
    )
    more = dict.fromkeys(rights.split(), False) if status == "administrator" else {}
    return lambda given: {"user": person(given["user_id"]), "status": status, **more}


async def test_only_the_asker_and_admins_page_through_an_answer(rig: Rig) -> None:
    (reply,) = await rig.deliver(say(f"/ask {FERRY}", chat=group()))
    more = reply.button("More")
    rig.telegram.answers["getChatMember"] = _is("member")
    await rig.deliver(press(more, 1001, BEN, group()))
    assert rig.telegram.edits() == []
    assert "Only the one who asked" in rig.telegram.of("answerCallbackQuery")[-1].given["text"]
    await rig.deliver(press(more, 1001, ADA, group()))
    assert len(rig.telegram.edits()) == 1
    rig.telegram.answers["getChatMember"] = _is("administrator")
    await rig.deliver(press(rig.telegram.edits()[-1].button("Earlier"), 1001, BEN, group()))
    assert len(rig.telegram.edits()) == 2


async def test_everyone_pages_where_the_groups_admins_chose_so(rig: Rig) -> None:
    await rig.store.keep_settings(TOWN, {"everyone_pages": True})
    (reply,) = await rig.deliver(say(f"/ask {FERRY}", chat=group()))
    await rig.deliver(press(reply.button("More"), 1001, BEN, group()))
    assert len(rig.telegram.edits()) == 1


async def test_a_quiet_group_hears_nothing_where_nothing_is_found(rig: Rig) -> None:
    await rig.store.keep_settings(TOWN, {"quiet": True})
    asked = say("/ask giraffe", chat=group())
    assert await rig.deliver(asked) == []
    assert await rig.outcome(asked) == ("done", "quiet: not_found")


async def test_a_quiet_group_hears_an_edited_question_only_where_something_is_found(rig: Rig) -> None:
    await rig.store.keep_settings(TOWN, {"quiet": True})
    asked = say("/ask giraffe", chat=group())
    await rig.deliver(asked)
    for text, replies in (("/ask zebra", 0), (f"/ask {FERRY}", 1)):
        edited = {**asked["message"], "text": text, "edit_date": 1_900_000_100}
        assert len(await rig.deliver(update(edited_message=edited))) == replies


async def test_only_chosen_topics_are_answered(rig: Rig) -> None:
    await rig.store.keep_settings(TOWN, {"topics": [77]})
    assert len(await rig.deliver(say(f"/ask {FERRY}", **in_topic(77)))) == 1
    assert await rig.deliver(say(f"/ask {FERRY}", **in_topic(78))) == []
    for command in ("/sources", "/help@cuttings_bot", "/latest", '/check "the cracked rudder"'):
        assert await rig.deliver(say(command, **in_topic(78))) == []
        assert len(await rig.deliver(say(command, **in_topic(77)))) == 1
    rig.telegram.answers["getChatMember"] = _is("administrator")
    (settings,) = await rig.deliver(say("/settings", **in_topic(78)))
    assert settings.button("Only in chosen topics: this one")


async def test_settings_are_for_the_groups_admins(rig: Rig) -> None:
    rig.telegram.answers["getChatMember"] = _is("member")
    (refused,) = await rig.deliver(say("/settings", chat=group()))
    assert "Only admins of this group" in refused.text
    rig.telegram.answers["getChatMember"] = _is("administrator")
    (shown,) = await rig.deliver(say("/settings", chat=group()))
    await rig.deliver(press(shown.button("Silent where nothing is found"), 1002, ADA, group()))
    assert await rig.store.settings(TOWN) == {"quiet": True}
    assert rig.telegram.edits()[-1].button("✓ Silent where nothing is found")
    rig.telegram.answers["getChatMember"] = _is("member")
    await rig.deliver(press(shown.button("Plain mode"), 1002, BEN, group()))
    assert await rig.store.settings(TOWN) == {"quiet": True}


async def test_an_anonymous_admin_may_choose_settings(rig: Rig) -> None:
    anonymous = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
    (shown,) = await rig.deliver(say("/settings", chat=FORUM, sender_chat=FORUM, **{"from": anonymous}))
    assert shown.button("Only in chosen topics: this one")
