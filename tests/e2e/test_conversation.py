"""A private conversation, over HTTP with the bot as its own process."""

from __future__ import annotations

import pytest

from tests.botapi import BotApiServer, Message, User
from tests.e2e.conftest import nothing_more
from tests.e2e.newsroom import ANSWER, DATE, OUTLET, QUESTION
from tests.e2e.process import BotProcess


async def answer_to(server: BotApiServer, user: User, text: str, **more: object) -> Message:
    """What the bot replies in private."""
    chat = server.private_chat(user)
    chat.say(user, text, **more)  # type: ignore[arg-type]
    return await server.next_message(chat)


async def press(server: BotApiServer, user: User, message: Message, button: str) -> str:
    """Press a button and wait until the message has changed; returns what it shows then."""
    pressed = server.press(user, message, button)
    await server.next_edit(message)
    await pressed.answered()
    return message.text


async def test_any_text_is_a_question_and_gets_one_sourced_answer(server: BotApiServer, ada: User) -> None:
    chat = server.private_chat(ada)
    reply = await answer_to(server, ada, QUESTION)
    assert ANSWER in reply.text
    assert OUTLET in reply.text
    assert DATE in reply.text
    assert reply.text.index(OUTLET) < reply.text.index(ANSWER)
    assert any(word.lower() in {"ferry", "sail", "announced", "again"} for word in reply.spans("bold"))
    assert reply.data["link_preview_options"]["is_disabled"]
    assert "https://courier.invalid/ferry" in reply.links()
    await nothing_more(server, chat, ada)


async def test_what_is_not_in_the_articles_is_told_in_one_sentence(server: BotApiServer, ada: User) -> None:
    reply = await answer_to(server, ada, "What did Xylophonia Zebedee say?")
    assert "I found no passage on this" in reply.text
    assert "Zebedee" in reply.text


@pytest.mark.parametrize(
    ("command", "told"),
    [("/start", "excerpts"), ("/help", "/sources"), ("/sources", DATE), ("/privacy", "day")],
)
async def test_the_commands_answer(server: BotApiServer, ada: User, command: str, told: str) -> None:
    assert told in (await answer_to(server, ada, command)).text


async def test_sources_lists_every_article_with_outlet_date_and_title(server: BotApiServer, ada: User) -> None:
    text = (await answer_to(server, ada, "/sources")).text
    assert "Tram drivers strike over night shifts" in text
    assert "February 2012 (inferred)" in text
    assert "Radio Quayside" in text


@pytest.mark.parametrize("media", ["sticker", "voice", "photo", "location"])
async def test_a_message_without_words_gets_a_short_reply(server: BotApiServer, ada: User, media: str) -> None:
    reply = await answer_to(server, ada, "", media=media)
    assert 0 < len(reply.text) < 300
    assert not reply.buttons


async def test_the_caption_of_a_photo_is_a_question(server: BotApiServer, ada: User) -> None:
    assert ANSWER in (await answer_to(server, ada, QUESTION, media="photo")).text


async def test_a_question_that_is_too_long_is_told_the_limit(server: BotApiServer, ada: User) -> None:
    reply = await answer_to(server, ada, "why " * 1000 + "?")
    assert "1,000" in reply.text
    assert OUTLET not in reply.text


async def test_an_edited_question_edits_its_answer(server: BotApiServer, ada: User) -> None:
    chat = server.private_chat(ada)
    asked = chat.say(ada, "What did Xylophonia Zebedee say?")
    reply = await server.next_message(chat)
    chat.edit(asked, QUESTION)
    await server.next_edit(reply)
    assert ANSWER in reply.text
    await nothing_more(server, chat, ada)


async def test_an_excerpts_own_row_shows_context_source_why_and_cite(server: BotApiServer, ada: User) -> None:
    reply = await answer_to(server, ada, QUESTION)
    shown = reply.text
    await press(server, ada, reply, "1")
    assert "Divers found" in await press(server, ada, reply, "Context")
    assert "Ferry to Tarn Island returns" in await press(server, ada, reply, "Source")
    assert "ferry" in (await press(server, ada, reply, "Why")).lower()
    assert "Ines Okafor" in await press(server, ada, reply, "Cite")
    assert any(button.action == "copy_text" for button in reply.buttons)
    assert await press(server, ada, reply, "Back") is not None
    while reply.text != shown:
        await press(server, ada, reply, "Back")


async def test_the_deep_link_of_a_citation_opens_that_paragraph(server: BotApiServer, ada: User) -> None:
    reply = await answer_to(server, ada, QUESTION)
    await press(server, ada, reply, "1")
    await press(server, ada, reply, "Cite")
    copied = " ".join(button.value["text"] for button in reply.buttons if button.action == "copy_text")
    links = [word for word in f"{reply.text} {copied} {' '.join(reply.links())}".split() if "?start=" in word]
    start = links[0].split("?start=")[1]
    assert ANSWER in (await answer_to(server, server.user("Mila"), f"/start {start}")).text


async def test_a_button_of_long_ago_or_of_nobody_is_answered_kindly(server: BotApiServer, ada: User) -> None:
    reply = await answer_to(server, ada, QUESTION)
    for data in ("open:nosuchtoken:1", "gibberish", "open::", "page:x:" + "9" * 40):
        told = await server.callback(ada, reply, data).answered()
        assert told["text"]


async def test_pressing_twice_in_a_hurry_answers_both(server: BotApiServer, ada: User) -> None:
    reply = await answer_to(server, ada, QUESTION)
    first, second = server.press(ada, reply, "1"), server.press(ada, reply, "1")
    await first.answered()
    await second.answered()


async def test_a_reply_to_an_answer_keeps_its_subject(server: BotApiServer, ada: User) -> None:
    reply = await answer_to(server, ada, "What became of the rudder of the Gannet?")
    follow = await answer_to(server, ada, "and in 2014?", reply_to=reply)
    assert "June 2014" in follow.text
    assert "May 2011" not in follow.text


async def test_a_limit_that_was_read_from_the_question_can_be_lifted(server: BotApiServer, ada: User) -> None:
    reply = await answer_to(server, ada, "ferry in 2014")
    assert "2014" in reply.text
    assert "May 2011" not in reply.text
    lift = next(button for button in reply.buttons if button.row > 0 and button.action == "callback_data")
    await press(server, ada, reply, lift.text)
    assert "May 2011" in reply.text


async def test_greetings_and_thanks_start_no_search(server: BotApiServer, ada: User) -> None:
    for text in ("hello", "thanks!", "?"):
        reply = await answer_to(server, ada, text)
        assert "no passage" not in reply.text
        assert not reply.buttons


async def test_a_forwarded_message_is_looked_up_as_a_claim(server: BotApiServer, ada: User) -> None:
    chat = server.private_chat(ada)
    chat.forward(ada, "They say the tram drivers turned down a bonus of 90 crowns", "A stranger")
    assert "Brask" in (reply := await server.next_message(chat)).text or "90 crowns" in reply.text


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("drivers had worked eleven nights in a row", "2 November 2012"),
        ("drivers had worked seven nights in a row", "eleven"),
        ("the moon is made of cheese and crackers", "not"),
    ],
)
async def test_check_tells_whether_a_quotation_is_verbatim(
    server: BotApiServer, ada: User, words: str, told: str
) -> None:
    assert told in (await answer_to(server, ada, f'/check "{words}"')).text


async def test_newer_passages_are_offered_and_opened(server: BotApiServer, ada: User) -> None:
    group = server.supergroup("Town", ada)  # where one excerpt is shown
    group.say(ada, "/ask Who found the cracked rudder of the Gannet?")
    reply = await server.next_message(group)
    assert "12 May 2011" in reply.text
    assert "Newer here: Radio Quayside, 21 June 2014" in reply.text
    assert "Pia Lindqvist" in await press(server, ada, reply, "Newer here")


async def test_timeline_and_latest_keep_the_order_of_dates(server: BotApiServer, ada: User) -> None:
    timeline = (await answer_to(server, ada, "/timeline ferry")).text
    assert timeline.index("2011") < timeline.index("2014")
    newest = (await answer_to(server, ada, "/latest")).text
    assert "Ferry museum planned" in newest
    latest = (await answer_to(server, ada, "/latest ferry")).text
    assert "2014" in latest
    assert latest.find("2011") == -1 or latest.index("2014") < latest.index("2011")


async def test_the_interface_speaks_ukrainian_to_who_reads_it(server: BotApiServer) -> None:
    olha = server.user("Ольга", language_code="uk")
    assert "червня 2014" in (await answer_to(server, olha, "/sources")).text
    assert any("а" <= letter <= "я" for letter in (await answer_to(server, olha, "/help")).text)


async def test_settings_change_the_language_and_plain_mode(server: BotApiServer, ada: User) -> None:
    settings = await answer_to(server, ada, "/settings")
    assert settings.buttons
    labels = [button.text for button in settings.buttons]
    ukrainian = next((label for label in labels if "Укр" in label or "Ukr" in label), None)
    if ukrainian is None:  # behind a page of its own
        await press(server, ada, settings, next(label for label in labels if "anguage" in label))
        ukrainian = next(b.text for b in settings.buttons if "Укр" in b.text or "Ukr" in b.text)
    await press(server, ada, settings, ukrainian)
    assert "травня 2011" in (await answer_to(server, ada, QUESTION)).text


async def test_inline_offers_excerpts_that_are_complete_when_chosen(server: BotApiServer, ada: User) -> None:
    query = server.inline(ada, "ferry sail again")
    await query.answered()
    assert query.results
    assert query.answer
    assert query.answer["button"]["start_parameter"]
    assert OUTLET in str(query.results[0]["title"]) + str(query.results[0].get("description"))
    chat = server.supergroup("Elsewhere", ada, bot_status="left")
    chosen = server.choose(query, query.results[0], chat)
    assert OUTLET in chosen.text
    empty = server.inline(ada, "")
    await empty.answered()
    assert "2014" in str(empty.results[0])


async def test_nothing_of_html_comes_through_from_a_question(server: BotApiServer, ada: User) -> None:
    reply = await answer_to(server, ada, '<b>Zebedee</b> & <script>alert(1)</script> "x" <i>?')
    assert reply.text


async def test_what_telegram_does_wrong_is_borne(server: BotApiServer, ada: User) -> None:
    """An update that no library can parse, and update types that nobody asked for, change nothing."""
    server.updates.add("message", {"message_id": "no number", "chat": {"id": ada.id}, "date": []})
    server.updates.add("message", {"message_id": 5})
    server.updates.add("guest_message", {"message_id": 6, "date": 1, "chat": {"id": ada.id, "type": "private"}})
    assert ANSWER in (await answer_to(server, ada, QUESTION)).text


async def test_no_line_of_the_log_holds_the_token(server: BotApiServer, bot: BotProcess, ada: User) -> None:
    await answer_to(server, ada, QUESTION)
    assert bot.log
    assert bot.token not in bot.log
    assert bot.token.split(":")[1] not in bot.log


async def test_a_button_of_a_deleted_message_says_so_and_an_edited_question_is_answered_anew(
    server: BotApiServer, ada: User
) -> None:
    chat = server.private_chat(ada)
    asked = chat.say(ada, "ferry")
    reply = await server.next_message(chat)
    button = reply.button("1")
    chat.delete(reply)
    assert "is gone" in (await server.press(ada, reply, button).answered())["text"]
    chat.edit(asked, QUESTION)
    anew = await server.next_message(chat)
    assert (anew.reply_to, ANSWER in anew.text) == (asked.id, True)
    await server.press(ada, anew, "1").answered()
    assert anew.edits == 1
