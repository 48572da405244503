"""The buttons below an answer edit it in place, and work after a restart and a reindex."""

from __future__ import annotations

from pathlib import Path

from retrieval.collection import Collection
from tests.bot.conftest import Bots, Rig
from tests.bot.offline import Call
from tests.bot.updates import ADA, BEN, from_bot, group, person, press, private, say

TARN = "Tarn Island"


async def shown(rig: Rig, data: str, **more: object) -> Call:
    """Press a button below the first message; return what the message says then."""
    await rig.deliver(press(data, 1001, **more))  # type: ignore[arg-type]
    return rig.telegram.edits()[-1]


def alert(rig: Rig) -> str:
    return str(rig.telegram.of("answerCallbackQuery")[-1].given.get("text", ""))


async def test_every_press_is_answered(rig: Rig) -> None:
    (reply,) = await rig.deliver(say(TARN))
    for data in [button["callback_data"] for button in reply.buttons] + ["", "nonsense", "open:zzz:1", "set:x:y"]:
        await rig.deliver(press(data or "x", 1001))
    asked = len(reply.buttons) + 4
    assert len(rig.telegram.of("answerCallbackQuery")) == asked


async def test_a_number_opens_its_excerpt_with_its_own_row_and_back_returns(rig: Rig) -> None:
    (reply,) = await rig.deliver(say(TARN))
    opened = await shown(rig, reply.button("2"))
    assert [button["text"] for button in opened.buttons] == ["Context", "Source", "Why", "Cite", "Back"]
    assert opened.text.startswith("2 · ")
    back = await shown(rig, opened.button("Back"))
    assert back.text == reply.text
    assert back.buttons == reply.buttons


async def test_context_shows_the_paragraphs_before_and_after(rig: Rig) -> None:
    (reply,) = await rig.deliver(say("cracked rudder of the Gannet"))
    opened = await shown(rig, reply.button("1"))
    context = await shown(rig, opened.button("Context"))
    assert context.text.count("<blockquote") == 3
    assert (
        context.text.index("will sail again")
        < context.text.index("cracked rudder")
        < context.text.index("Repairs cost")
    )
    assert "around paragraph 2" in context.text


async def test_source_shows_what_the_facts_rest_on(rig: Rig) -> None:
    (reply,) = await rig.deliver(say("footbridge over the Linde"))
    source = await shown(rig, (await shown(rig, reply.button("1"))).button("Source"))
    assert "Outlet: Radio Quayside" in source.text
    assert "Date: February 2022 (inferred)" in source.text
    assert "Title: Council approves footbridge over the Linde" in source.text
    assert "Paragraphs: 4" in source.text
    assert "File: bridge.md" in source.text


async def test_why_names_the_words_that_matched_and_those_that_did_not(rig: Rig) -> None:
    (reply,) = await rig.deliver(say("lighthouse keeper retirement party"))
    why = await shown(rig, (await shown(rig, reply.button("1"))).button("Why"))
    assert '"keeper"' in why.text
    assert 'Does not have: "party"' in why.text


async def test_cite_gives_a_citation_to_copy_and_a_link_that_opens_the_paragraph(rig: Rig) -> None:
    (reply,) = await rig.deliver(say("cracked rudder of the Gannet"))
    cite = await shown(rig, (await shown(rig, reply.button("1"))).button("Cite"))
    copies = {button["text"]: button["copy_text"]["text"] for button in cite.buttons if "copy_text" in button}
    assert copies["Copy citation"] == (
        'Ines Okafor, "Ferry to Tarn Island returns after storm damage", The Alder Courier, 12 May 2021, '
        "https://courier.invalid/ferry"
    )
    link = copies["Copy link"]
    assert link.startswith("https://t.me/cuttings_bot?start=p_")
    (linked,) = await rig.deliver(say(f"/start {link.rsplit('=')[-1]}", BEN))
    assert "cracked rudder" in linked.text
    assert "The Alder Courier</a> · 12 May 2021" in linked.text


async def test_a_link_to_a_paragraph_that_is_not_there_says_so(rig: Rig) -> None:
    (reply,) = await rig.deliver(say("/start p_neverwas"))
    assert reply.text == "That paragraph is not in my collection, or no longer."


async def test_a_link_survives_a_reindex_and_tells_when_its_paragraph_changed(
    rig: Rig, collection: Collection, newsroom: Path
) -> None:
    (reply,) = await rig.deliver(say("cracked rudder of the Gannet"))
    cite = await shown(rig, (await shown(rig, reply.button("1"))).button("Cite"))
    link = next(b["copy_text"]["text"] for b in cite.buttons if b["text"] == "Copy link").rsplit("=")[-1]
    ferry = newsroom / "ferry.md"
    ferry.write_text(ferry.read_text().replace("Tarn Island has 612", "Tarn Island has 613"))
    await collection.reindex()
    (same,) = await rig.deliver(say(f"/start {link}"))
    assert "cracked rudder" in same.text
    ferry.write_text(ferry.read_text().replace("Divers found the cracked rudder", "Nobody found the wheel"))
    await collection.reindex()
    (changed,) = await rig.deliver(say(f"/start {link}"))
    assert "has changed since" in changed.text
    ferry.unlink()
    await collection.reindex()
    (gone,) = await rig.deliver(say(f"/start {link}"))
    assert "not in my collection" in gone.text
    await rig.deliver(press(cite.button("Context"), 1001))
    assert "not in my collection" in alert(rig)


async def test_more_turns_the_page_and_earlier_turns_it_back(rig: Rig) -> None:
    (reply,) = await rig.deliver(say(TARN))
    second = await shown(rig, reply.button("More"))
    assert second.text.startswith("4 · ")
    first = await shown(rig, second.button("Earlier"))
    assert first.text == reply.text


async def test_buttons_work_after_a_restart(bots: Bots) -> None:
    before = await bots.start()
    (reply,) = await before.deliver(say(TARN))
    after = await bots.start(before.telegram)
    opened = await shown(after, reply.button("1"))
    assert opened.button("Back")


async def test_a_button_older_than_what_is_kept_says_kindly_why_not(bots: Bots) -> None:
    bots.now = lambda: 1_900_000_000.0
    rig = await bots.start()
    (reply,) = await rig.deliver(say(TARN))
    rig.store._now = lambda: 1_900_000_000.0 + 8 * 86_400
    await rig.store.sweep(7)
    await rig.deliver(press(reply.button("1"), 1001))
    assert "I keep it for 7 days" in alert(rig)
    assert rig.telegram.edits() == []


async def test_a_button_sent_from_another_chat_opens_nothing(rig: Rig) -> None:
    (reply,) = await rig.deliver(say(TARN))
    await rig.deliver(press(reply.button("1"), 1001, BEN, private(BEN)))
    assert rig.telegram.edits() == []


async def test_a_limited_question_says_so_and_can_be_asked_without(rig: Rig) -> None:
    (reply,) = await rig.deliver(say("Tarn Island in September 2023"))
    assert reply.text.startswith("Limited to: September 2023\n\n1 · ")
    assert "12 May 2021" not in reply.text
    wider = await shown(rig, reply.button("Ask without the limit"))
    assert "Limited to" not in wider.text
    assert "12 May 2021" in wider.text


async def test_a_range_without_articles_says_what_there_is_and_offers_to_ask_without(rig: Rig) -> None:
    (reply,) = await rig.deliver(say("ferry in 2019"))
    assert "within the limit of your question (2019)" in reply.text
    assert "The Alder Courier (2 articles, 12 May 2021 to 3 September 2023)" in reply.text
    wider = await shown(rig, reply.button("Ask without the limit"))
    assert "1 · " in wider.text


async def test_where_nothing_is_found_within_a_limit_the_limit_is_told(rig: Rig) -> None:
    (reply,) = await rig.deliver(say("giraffe in September 2023"))
    assert reply.text.startswith("Limited to: September 2023\n\nI found no passage on this.")
    assert reply.button("Ask without the limit")


async def test_a_misspelt_word_offers_the_corrected_question(rig: Rig) -> None:
    (reply,) = await rig.deliver(say("ligthhouse keeper"))
    label = next(button["text"] for button in reply.buttons if button["text"].startswith("Ask: "))
    assert "lighthouse" in label
    corrected = await shown(rig, reply.button(label))
    assert "1 · " in corrected.text


async def test_newer_here_opens_the_later_article(rig: Rig) -> None:
    (reply,) = await rig.deliver(say("Tarn Island in 2021"))
    assert "Newer here: The Alder Courier, 3 September 2023" in reply.text
    newer = await shown(rig, reply.button("Newer here"))
    assert "3 September 2023" in newer.text
    assert newer.button("Back")


async def test_a_reply_to_an_answer_asks_within_it(rig: Rig) -> None:
    (reply,) = await rig.deliver(say("Tarn Island in 2021"))
    assert "12 May 2021" in reply.text
    (further,) = await rig.deliver(say("and in 2023?", reply_to_message=from_bot(1001, private(ADA))))
    assert further.text.startswith("Limited to: 2023")
    assert "3 September 2023" in further.text


async def test_a_reply_that_is_a_whole_question_is_asked_by_itself(rig: Rig) -> None:
    await rig.deliver(say("Tarn Island in 2021"))
    question = "Which mayor spoke of schoolchildren and a bridge?"
    (further,) = await rig.deliver(say(question, reply_to_message=from_bot(1001, private(ADA))))
    assert "Radio Quayside" in further.text


async def test_a_list_of_articles_turns_its_pages(rig: Rig, collection: Collection, newsroom: Path) -> None:
    for number in range(9):
        facts = f'outlet = "Gazette"\ndate = "2020-01-0{number + 1}"\ntitle = "Piece {number}"'
        (newsroom / f"piece{number}.md").write_text(f"+++\n{facts}\n+++\nWords {number}.\n")
    await collection.reindex()
    (first,) = await rig.deliver(say("/sources"))
    assert first.text.startswith("12 articles (page 1 of 2)")
    second = await shown(rig, first.button("More"))
    assert second.text.startswith("12 articles (page 2 of 2)")
    assert "Lighthouse keeper" in second.text
    assert "Lighthouse keeper" not in first.text
    assert (await shown(rig, second.button("Earlier"))).text == first.text


async def test_the_pages_of_a_list_in_a_group_are_its_askers(rig: Rig) -> None:
    rig.telegram.answers["getChatMember"] = lambda given: {"status": "member", "user": person(BEN)}
    (reply,) = await rig.deliver(say("/sources", chat=group()))
    await rig.deliver(press(reply.button("1"), 1001, BEN, group()))
    assert "Only the one who asked" in alert(rig)
    assert rig.telegram.edits() == []
    await rig.deliver(press(reply.button("1"), 1001, ADA, group()))
    assert "Title:" in rig.telegram.edits()[-1].text


async def test_plain_mode_has_labels_and_no_decoration(rig: Rig) -> None:
    (shown_settings,) = await rig.deliver(say("/settings"))
    await rig.deliver(press(shown_settings.button("Plain mode"), 1001))
    (reply,) = await rig.deliver(say("cracked rudder"))
    assert "Title: Ferry to Tarn Island returns after storm damage\nText: Divers found" in reply.text
    assert "<b>" not in reply.text
    assert "<blockquote" not in reply.text


async def test_the_language_and_the_number_of_excerpts_can_be_chosen(rig: Rig) -> None:
    (settings,) = await rig.deliver(say("/settings"))
    await rig.deliver(press(settings.button("Українська"), 1001), press(settings.button("1"), 1001))
    (reply,) = await rig.deliver(say(TARN))
    assert reply.text.count("<blockquote") == 1
    assert reply.button("Ще")


async def test_a_reply_that_only_names_an_outlet_asks_the_same_of_it(rig: Rig) -> None:
    (reply,) = await rig.deliver(say("Port Alder"))
    assert "Alder Courier" in reply.text
    (further,) = await rig.deliver(say("and Radio Quayside?", reply_to_message=from_bot(1001, private(ADA))))
    assert further.text.startswith("Limited to: Radio Quayside")
    assert "Alder Courier" not in further.text


async def test_a_claim_among_other_sentences_is_found(rig: Rig) -> None:
    origin = {"type": "hidden_user", "date": 1_900_000_000, "sender_user_name": "Somebody"}
    claim = (
        "You will not believe this unbelievable scandal! The lighthouse keeper retires. Share widely everybody!"
    )
    (reply,) = await rig.deliver(say(claim, forward_origin=origin))
    assert "3 September 2023" in reply.text


async def test_an_outlet_that_is_not_there_is_told_with_what_is_and_can_be_left_off(rig: Rig) -> None:
    (reply,) = await rig.deliver(say("outlet:Gazette ferry"))
    assert 'There is no article from "Gazette" here.' in reply.text
    assert "The Alder Courier (2 articles" in reply.text
    wider = await shown(rig, reply.button("Ask without the limit"))
    assert "1 · " in wider.text


async def test_the_longest_clause_of_a_claim_is_found_where_the_whole_is_not(rig: Rig) -> None:
    origin = {"type": "hidden_user", "date": 1_900_000_000, "sender_user_name": "Somebody"}
    claim = "URGENT: the council of Port Alder voted nine to four for a footbridge, unbelievable scandalmongers!"
    (reply,) = await rig.deliver(say(claim, forward_origin=origin))
    assert "Radio Quayside" in reply.text


async def test_a_claim_that_no_article_speaks_of_is_told_so(rig: Rig) -> None:
    origin = {"type": "hidden_user", "date": 1_900_000_000, "sender_user_name": "Somebody"}
    (reply,) = await rig.deliver(
        say("Giraffes fly southwards. Penguins, too, love umbrellas.", forward_origin=origin)
    )
    assert reply.text.startswith("I found no passage on this.")


async def test_a_ukrainian_follow_up_opens_as_ukrainian_does(rig: Rig) -> None:
    await rig.deliver(say("Port Alder"))
    (further,) = await rig.deliver(say("а як щодо Radio Quayside?", reply_to_message=from_bot(1001, private(ADA))))
    assert further.text.startswith("Limited to: Radio Quayside")
