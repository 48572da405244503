"""Groups, topics, and who may do what there."""

from __future__ import annotations

from tests.botapi import BotApiServer, User
from tests.botapi.people import TELEGRAM
from tests.e2e.conftest import nothing_more
from tests.e2e.newsroom import ANSWER, OUTLET, QUESTION
from tests.e2e.process import BotProcess


async def test_it_speaks_only_when_spoken_to(server: BotApiServer, ada: User) -> None:
    server.privacy_mode = False
    chat = server.supergroup("Town", ada)
    other = chat.say(ada, "a word between us")
    for text in (QUESTION, "@somebody_else " + QUESTION, "/ask@other_bot x", "/frobnicate"):
        chat.say(ada, text)
    chat.say(ada, "I agree", reply_to=other)
    chat.say(ada, "", media="sticker")
    await nothing_more(server, chat, ada)


async def test_ask_a_mention_and_a_reply_are_answered_to_the_asker(server: BotApiServer, ada: User) -> None:
    chat = server.supergroup("Town", ada)
    asked = chat.say(ada, f"/ask {QUESTION}")
    first = await server.next_message(chat)
    assert ANSWER in first.text
    assert first.reply_to == asked.id
    asked = chat.say(ada, f"@{server.me.username} {QUESTION}")
    assert (await server.next_message(chat)).reply_to == asked.id
    asked = chat.say(ada, "Who voted for the footbridge over the Linde?", reply_to=first)
    reply = await server.next_message(chat)
    assert reply.reply_to == asked.id
    assert "Radio Quayside" in reply.text
    await nothing_more(server, chat, ada)


async def test_a_basic_group_is_served_like_a_supergroup(server: BotApiServer, ada: User) -> None:
    chat = server.group("Family", ada)
    asked = chat.say(ada, f"/ask@{server.me.username} {QUESTION}")
    reply = await server.next_message(chat)
    assert (reply.reply_to, OUTLET in reply.text) == (asked.id, True)


async def test_the_answer_stays_in_the_askers_topic(server: BotApiServer, ada: User) -> None:
    chat = server.supergroup("Forum", ada, forum=True)
    topic = chat.topic("Sources", ada)
    asked = chat.say(ada, f"/ask {QUESTION}", topic=topic)
    reply = await server.next_message(chat)
    assert (reply.thread, reply.reply_to) == (topic.id, asked.id)
    chat.say(ada, f"/ask {QUESTION}")
    assert (await server.next_message(chat)).thread is None


async def test_a_bare_ask_asks_back_and_the_reply_is_the_question(server: BotApiServer, ada: User) -> None:
    chat = server.supergroup("Town", ada)
    asked = chat.say(ada, f"/ask@{server.me.username}")
    back = await server.next_message(chat)
    assert back.markup
    assert back.markup["force_reply"]
    assert back.markup["selective"]
    assert back.reply_to == asked.id
    answered = chat.say(ada, QUESTION, reply_to=back)
    reply = await server.next_message(chat)
    assert ANSWER in reply.text
    assert reply.reply_to == answered.id


async def test_a_bare_ask_in_a_topic_asks_back_there(server: BotApiServer, ada: User) -> None:
    chat = server.supergroup("Forum", ada, forum=True)
    topic = chat.topic("Sources", ada)
    chat.say(ada, "/ask", topic=topic)
    back = await server.next_message(chat)
    assert back.thread == topic.id
    assert back.markup
    assert back.markup["force_reply"]
    chat.say(ada, QUESTION, reply_to=back)
    reply = await server.next_message(chat)
    assert (reply.thread, ANSWER in reply.text) == (topic.id, True)


async def test_ask_in_reply_to_a_message_looks_that_claim_up(server: BotApiServer, ada: User, eve: User) -> None:
    chat = server.supergroup("Town", ada, eve)
    claim = chat.say(eve, "I read that the tram drivers turned down a bonus of 90 crowns")
    chat.say(ada, f"/ask@{server.me.username}", reply_to=claim)
    reply = await server.next_message(chat)
    assert "Tram drivers" in reply.text or "90 crowns" in reply.text
    assert not (reply.markup or {}).get("force_reply")


async def test_anonymous_admins_and_channels_as_senders_are_answered(server: BotApiServer, ada: User) -> None:
    chat, channel = server.supergroup("Town", creator=ada), server.channel("Gazette", bot_status="left")
    for sender in ({"anonymous": True}, {"as_channel": channel}):
        asked = chat.say(ada, f"/ask {QUESTION}", **sender)
        reply = await server.next_message(chat)
        assert (reply.reply_to, ANSWER in reply.text) == (asked.id, True)


async def test_only_the_asker_and_admins_page_through_an_answer(
    server: BotApiServer, ada: User, eve: User
) -> None:
    mayor = server.user("Mayor")
    chat = server.supergroup("Town", ada, eve, creator=mayor)
    chat.say(ada, "/ask ferry")
    reply = await server.next_message(chat)
    refused = await server.press(eve, reply, "1").answered()
    assert refused["text"]
    assert reply.edits == 0
    await server.press(mayor, reply, "1").answered()
    await server.next_edit(reply)
    await server.press(ada, reply, "Source").answered()
    await server.next_edit(reply)


async def test_an_edited_question_in_a_group_edits_its_answer(server: BotApiServer, ada: User) -> None:
    chat = server.supergroup("Town", ada)
    asked = chat.say(ada, "/ask Xylophonia Zebedee")
    reply = await server.next_message(chat)
    chat.edit(asked, f"/ask {QUESTION}")
    await server.next_edit(reply)
    assert ANSWER in reply.text
    await nothing_more(server, chat, ada)


async def test_it_greets_once_when_added_and_bears_being_removed(server: BotApiServer, ada: User) -> None:
    chat = server.supergroup("Town", creator=ada, bot_status="left")
    chat.set_bot("member", ada)
    hello = await server.next_message(chat)
    assert len(hello.text.splitlines()) <= 3
    chat.set_bot("administrator", ada)
    await nothing_more(server, chat, ada)
    chat.set_bot("kicked", ada)
    await server.handled()


async def test_a_group_that_grows_into_a_supergroup_keeps_its_answers(server: BotApiServer, ada: User) -> None:
    group = server.group("Town", creator=ada)
    group.say(ada, f"/ask {QUESTION}")
    await server.next_message(group)
    grown = group.migrate()
    grown.say(ada, f"/ask {QUESTION}")
    assert ANSWER in (await server.next_message(grown)).text


async def test_a_message_that_is_gone_or_a_user_who_blocks_stops_nothing(
    server: BotApiServer, ada: User, eve: User
) -> None:
    chat = server.supergroup("Town", ada)
    chat.delete(chat.say(ada, f"/ask {QUESTION}"))
    private = server.private_chat(eve)
    private.say(eve, QUESTION)
    private.block()
    await server.handled()
    asked = chat.say(ada, f"/ask {QUESTION}")
    await server.until(lambda: any(m.reply_to == asked.id for m in chat.unread), 5, "an answer after all that")


async def test_channel_posts_are_ignored(server: BotApiServer) -> None:
    channel = server.channel("Gazette")
    channel.post(f"/ask {QUESTION}")
    await server.handled()
    await server.silence(channel, 0.2)


async def test_each_menu_shows_what_works_there(server: BotApiServer, ada: User, eve: User) -> None:
    group, private = server.supergroup("Town", eve, creator=ada), server.private_chat(eve)
    await server.until(lambda: "settings" in server.menu(group, ada), 5, "the last menu, told in the background")
    assert {"help", "sources", "privacy", "settings"} <= set(server.menu(private, eve))
    assert "ask" in server.menu(group, eve)
    assert "reindex" not in server.menu(private, eve) + server.menu(group, eve)


async def test_what_a_groups_admin_chose_holds_also_after_it_grew(
    server: BotApiServer, ada: User, eve: User
) -> None:
    group = server.group("Town", eve, creator=ada)
    group.say(eve, "/settings")
    assert not (await server.next_message(group)).buttons
    group.say(ada, "/settings")
    settings = await server.next_message(group)
    refused = await server.press(eve, settings, "Українська").answered()
    assert refused["text"]
    for choice in ("Українська", "2"):
        await server.press(ada, settings, choice).answered()
        await server.next_edit(settings)
    grown = group.migrate()
    grown.say(eve, "/ask ferry")
    reply = await server.next_message(grown)
    assert "2 · " in reply.text
    assert "червня 2014" in reply.text


async def test_a_quiet_group_hears_nothing_where_nothing_is_found(server: BotApiServer, ada: User) -> None:
    chat = server.supergroup("Library", creator=ada)
    chat.say(ada, "/settings")
    settings = await server.next_message(chat)
    await server.press(ada, settings, "Silent").answered()
    chat.say(ada, "/ask Xylophonia Zebedee")
    await nothing_more(server, chat, ada)
    chat.say(ada, f"/ask {QUESTION}")
    assert ANSWER in (await server.next_message(chat)).text


async def test_an_allow_list_of_topics_is_kept_to(server: BotApiServer, ada: User) -> None:
    chat = server.supergroup("Forum", creator=ada, forum=True)
    chosen, other = chat.topic("Sources", ada), chat.topic("Chatter", ada)
    chat.say(ada, "/settings", topic=chosen)
    settings = await server.next_message(chat)
    await server.press(ada, settings, "topic").answered()
    await server.next_edit(settings)
    chat.say(ada, f"/ask {QUESTION}", topic=other)
    await server.handled()
    asked = chat.say(ada, f"/ask {QUESTION}", topic=chosen)
    assert (await server.next_message(chat)).reply_to == asked.id
    await nothing_more(server, chat, ada, chosen)


async def test_a_message_that_telegram_forwards_from_the_linked_channel_is_left_alone(
    server: BotApiServer, ada: User
) -> None:
    server.privacy_mode = False
    chat, channel = server.supergroup("Comments", ada), server.channel("Gazette", bot_status="left")
    extra = {"is_automatic_forward": True, "sender_chat": channel.as_json()}
    chat.say(TELEGRAM, f"The {QUESTION}", extra=extra)
    await nothing_more(server, chat, ada)


async def test_a_closed_topic_is_taken_note_of_in_one_line_and_not_fought(
    server: BotApiServer, bot: BotProcess, ada: User
) -> None:
    chat = server.supergroup("Forum", creator=ada, forum=True)
    closed, open_ = chat.topic("Archive", ada), chat.topic("Sources", ada)
    closed.closed = True
    sent, logged = len(server.calls("sendMessage")), len(bot.log)
    chat.say(ada, f"/ask {QUESTION}", topic=closed)
    await server.handled()
    chat.say(ada, f"/ask {QUESTION}", topic=open_)
    assert (await server.next_message(chat)).thread == open_.id
    assert len(server.calls("sendMessage")) == sent + 2
    assert "Traceback" not in bot.log[logged:]
    assert bot.log[logged:].count("not wanted in chat") == 1
