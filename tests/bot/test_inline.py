"""`@bot words` in any chat: sourced excerpts to choose from."""

from __future__ import annotations

from tests.bot.conftest import Bots, Rig
from tests.bot.offline import Call
from tests.bot.updates import ADA, inline


async def offered(rig: Rig, words: str, offset: str = "") -> Call:
    await rig.deliver(inline(words, offset=offset))
    return rig.telegram.of("answerInlineQuery")[-1]


async def test_words_offer_excerpts_that_are_sent_with_outlet_and_date(rig: Rig) -> None:
    answer = await offered(rig, "cracked rudder of the Gannet")
    first = answer.given["results"][0]
    assert first["title"].startswith("The Alder Courier · 12 May 2021 · Ferry to Tarn Island")
    content = first["input_message_content"]
    assert "The Alder Courier</a> · 12 May 2021" in content["message_text"]
    assert "<blockquote>Divers found the <b>cracked rudder</b>" in content["message_text"]
    assert content["link_preview_options"] == {"is_disabled": True}
    assert len(first["id"]) <= 64
    assert answer.given["is_personal"] is True
    assert answer.given["button"]["start_parameter"] == "inline"


async def test_no_words_offer_the_latest_articles_first(rig: Rig) -> None:
    answer = await offered(rig, "")
    assert [result["description"].split()[0] for result in answer.given["results"]] == [
        "Lighthouse",
        "Council",
        "Ferry",
    ]


async def test_nothing_found_offers_nothing_but_the_way_to_the_private_chat(rig: Rig) -> None:
    answer = await offered(rig, "giraffe")
    assert answer.given["results"] == []
    assert answer.given["button"]["text"] == "Nothing found: ask in a private chat"


async def test_an_offset_goes_on_where_the_page_before_ended(rig: Rig) -> None:
    first = await offered(rig, "Tarn Island")
    shown = {result["id"] for result in first.given["results"]}
    assert first.given["next_offset"] == ""
    beyond = await offered(rig, "Tarn Island", "10")
    assert not shown & {result["id"] for result in beyond.given["results"]}


async def test_only_the_last_of_several_queries_is_looked_up(rig: Rig) -> None:
    await rig.deliver(inline("fer"), inline("ferr"), inline("ferry"))
    assert len(rig.telegram.of("answerInlineQuery")) == 1


async def test_a_query_from_before_a_restart_is_not_answered(bots: Bots) -> None:
    rig = await bots.start()
    now = rig.store._now
    rig.store._now = lambda: now() - 60
    old = inline("ferry", ADA)
    await rig.store.take_in([])
    from bot.ingress import read_updates  # noqa: PLC0415

    await rig.store.take_in(read_updates([old]))
    rig.store._now = now
    rig.workers.ring()
    await rig.settle()
    assert rig.telegram.of("answerInlineQuery") == []
    assert await rig.outcome(old) == ("done", "an inline query too old")


async def test_the_language_chosen_in_the_private_chat_holds_inline(rig: Rig) -> None:
    await rig.store.keep_settings(ADA, {"language": "uk"})
    answer = await offered(rig, "cracked rudder")
    assert "12 травня 2021" in answer.given["results"][0]["title"]
