"""Bytes to text: the usual encodings are read right, and what is no text is refused with a sentence."""

from __future__ import annotations

import gzip
import random

import pytest

from retrieval.reading.encodings import NotText, decode

ENGLISH = "The ferry’s captain said: “We won’t sail – not today.” Repairs cost £3m… and the café stays shut.\n" * 3
GERMAN = "Die Fähre über den Großen Fluss müsse warten, sagte der Kapitän. Ähnlich äußerte sich die Werft. Grüße."
FRENCH = "Le bac était prêt à partir, a déclaré le capitaine. « Où êtes-vous ? » À l’École, un élève fêtait Noël."
POLISH = (
    "Kapitan powiedział, że prom będzie kursować tak długo, jak będzie to konieczne. Źródła mówią, że środki są."
)
UKRAINIAN = (
    "Капітан повідомив, що пором знову вирушить у понеділок. Ремонт тривав шість тижнів, додала вона у Києві."
)
RUSSIAN = "Капитан сообщил, что паром снова отправится в понедельник. По его словам, ремонт занял шесть недель."
GREEK = "Ο καπετάνιος είπε ότι το πλοίο θα φύγει τη Δευτέρα. Δεν υπάρχουν άλλα δρομολόγια αυτή την εβδομάδα."


@pytest.mark.parametrize(
    ("text", "name"),
    [
        *((text, name) for text in (ENGLISH, UKRAINIAN) for name in ("utf-8", "utf-8-sig", "utf-16", "utf-32")),
        *((text, name) for text in (ENGLISH, UKRAINIAN) for name in ("utf-16-le", "utf-16-be")),
        *(
            (text, "cp1252")
            for text in (ENGLISH, GERMAN, FRENCH, "“Yes,” she said.", "It cost £3.", "The café shut.")
        ),
        *((GERMAN, "latin-1"), (GERMAN, "cp850"), (ENGLISH, "mac_roman"), (FRENCH, "mac_roman")),
        *((POLISH, "cp1250"), (POLISH, "iso-8859-2"), (UKRAINIAN, "cp1251"), (UKRAINIAN, "koi8-u")),
        *((RUSSIAN, "cp1251"), (RUSSIAN, "koi8-r"), (GREEK, "cp1253"), (GREEK, "iso-8859-7")),
    ],
)
def test_texts_are_read_in_their_encoding(text: str, name: str) -> None:
    """With and without a byte order mark, in the encodings that old files have."""
    assert decode(text.encode(name)) == text


def test_a_broken_character_does_not_change_the_encoding_of_the_rest() -> None:
    """UTF-8 cut in the middle of a character, or damaged in one place, stays UTF-8."""
    data = ENGLISH.encode()

    assert decode(data[:-1].replace(b"\xc3\xa9", b"\xc3", 1)).count("\ufffd") == 1
    assert "£3m…" in decode(data + "“".encode()[:2])


def test_a_page_is_read_in_the_encoding_that_it_declares() -> None:
    """Too short to guess from, but the page says what it is."""
    page = '<html><head><meta charset="windows-1251"></head><p>Пором</p>'

    assert "Пором" in decode(page.encode("cp1251"), markup=True)
    assert "naïve £5" in decode('<meta charset="iso-8859-1"><p>naïve £5 – x</p>'.encode("cp1252"), markup=True)


@pytest.mark.parametrize("declared", ["windows-1251", "utf-16", "koi8-u", "no-such-encoding"])
@pytest.mark.parametrize("text", [UKRAINIAN, ENGLISH, "Plain words.", "Plain words, one more."])
def test_a_page_that_was_turned_into_utf_8_is_read_so_whatever_it_declares(declared: str, text: str) -> None:
    """Crawlers store UTF-8 and leave the old declaration; with an even and an odd number of bytes."""
    page = f'<html><head><meta charset="{declared}"></head><p>{text}</p>'

    assert decode(page.encode(), markup=True) == page


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b" \r\n\t ", "empty"),
        *((mark, "empty") for mark in (b"\xef\xbb\xbf \n", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")),
        (b"%PDF-1.7\n%...", "a PDF"),
        (b"PK\x03\x04rest of a document", "Word document"),
        (b"\x89PNG\r\n\x1a\n....", "a picture"),
        (gzip.compress(b"text", mtime=0), "gzip"),
        (bytes(1000), "no text"),
        (random.Random(1).randbytes(5000), "no text"),  # noqa: S311 - the same each time
        (b"some text\x00\x00\x00\x01\x02 and zeros", "no text"),
    ],
)
def test_what_is_no_text_is_refused_in_a_sentence(data: bytes, said: str) -> None:
    """The sentence says what the file is, so that the reader knows what to do."""
    with pytest.raises(NotText, match=said):
        decode(data)
