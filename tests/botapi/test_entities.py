"""Formatted text: the documented tags, correct nesting, lengths in UTF-16 code units."""

from __future__ import annotations

import pytest

from tests.botapi.detect import detect
from tests.botapi.entities import read_text, utf16, utf16_slice
from tests.botapi.errors import ApiError


def parse(text: str) -> list[tuple[str, str]]:
    read = read_text(text, "HTML", None)
    return [(e["type"], utf16_slice(read.text, e["offset"], e["length"])) for e in read.entities]


def test_lengths_are_counted_in_utf16_code_units() -> None:
    assert utf16("a€😀") == 4


def test_every_documented_tag_becomes_its_entity() -> None:
    assert parse("<b>1</b><strong>2</strong><i>3</i><em>4</em><u>5</u><ins>6</ins>") == [
        ("bold", "1"), ("bold", "2"), ("italic", "3"), ("italic", "4"), ("underline", "5"), ("underline", "6"),
    ]  # fmt: skip
    assert parse('<s>1</s><del>2</del><span class="tg-spoiler">3</span><tg-spoiler>4</tg-spoiler>') == [
        ("strikethrough", "1"), ("strikethrough", "2"), ("spoiler", "3"), ("spoiler", "4"),
    ]  # fmt: skip
    assert parse("<blockquote>1</blockquote><blockquote expandable>2</blockquote><code>3</code><pre>4</pre>") == [
        ("blockquote", "1"), ("expandable_blockquote", "2"), ("code", "3"), ("pre", "4"),
    ]  # fmt: skip


def test_offsets_after_an_emoji_and_a_reference_are_right() -> None:
    assert parse("😀 &amp; &#x1F600; <b>Ґ</b>") == [("bold", "Ґ")]


def test_a_link_carries_its_address_and_one_to_nowhere_is_remarked() -> None:
    read = read_text('<a href="https://example.org/?a=1&amp;b=2">x</a> <a href="nowhere">y</a>', "HTML", None)
    assert [entity["url"] for entity in read.entities] == ["https://example.org/?a=1&b=2"]
    assert "nowhere" in read.remarks[0]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<h1>x</h1>", 'Unsupported start tag "h1" at byte offset 0'),
        ("é <q>", 'Unsupported start tag "q" at byte offset 3'),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("1 < 2", "Unclosed start tag at byte offset 2"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler"'),
        ("<b x>y</b>", "Expected equal sign"),
    ],
)
def test_broken_markup_is_refused_with_the_offending_tag(text: str, told: str) -> None:
    with pytest.raises(ApiError) as refused:
        read_text(text, "HTML", None)
    assert "can't parse entities" in refused.value.description
    assert told in refused.value.description


def test_white_space_around_goes_and_entities_move_along() -> None:
    read = read_text("\n <b> x </b> \n", "HTML", None)
    assert read.text == "x"
    assert read.entities == [{"type": "bold", "offset": 0, "length": 1}]


def test_a_quote_within_a_quote_and_more_than_a_hundred_entities_are_remarked() -> None:
    assert read_text("<blockquote>a<blockquote>b</blockquote></blockquote>", "HTML", None).remarks
    assert read_text("<b>x</b> " * 100, "HTML", None).remarks == []
    assert read_text("<b>x</b> " * 101, "HTML", None).remarks == ["101 entities, of which only 100 count"]


def test_entities_given_beside_the_text_must_lie_within_it() -> None:
    with pytest.raises(ApiError):
        read_text("abc", None, [{"type": "bold", "offset": 2, "length": 2}])


def test_commands_mentions_links_and_hashtags_of_people_are_found() -> None:
    text = "😀 /ask@some_bot who? @ada https://example.org/a. #news a/b"
    assert [(e["type"], utf16_slice(text, e["offset"], e["length"])) for e in detect(text)] == [
        ("bot_command", "/ask@some_bot"),
        ("mention", "@ada"),
        ("url", "https://example.org/a"),
        ("hashtag", "#news"),
    ]
