"""Who speaks: the earlier sentence that names the speaker, or nothing where the paragraph says so itself."""

import os
from pathlib import Path

import pytest

from retrieval.speaker import names_who_speaks, quotes, speakers

TOLD = "On Tuesday Mayor Ada Okafor told KQR the port was shut."
NAMED = "The mayor said: “The harbour is open."


@pytest.mark.parametrize(
    ("paragraphs", "expected"),
    [
        (["Trams run again.", "The harbour is open."], [None, None]),
        ([NAMED, "“Ferries sail at noon.", "“All are welcome.”", "Trams run."], [None, NAMED, NAMED, None]),
        (  # the one who is quoted stands at the end of the first paragraph
            ["“The harbour is open,” a spokesman for Northport said.", "“Ferries sail at noon.”"],
            [None, "“The harbour is open,” a spokesman for Northport said."],
        ),
        (  # he, she: the sentence before that has a person for its subject
            ["Ada Okafor opened the harbour. It rained.", "She added: “We are open.”", "“Come and see.”"],
            [None, "Ada Okafor opened the harbour.", "Ada Okafor opened the harbour."],
        ),
        (  # "It said" of a body
            ["The Harbour Office said the ferry was late.", "It said fares would rise."],
            [None, "The Harbour Office said the ferry was late."],
        ),
        (  # straight quotation marks, attributed to a pronoun
            [TOLD, '"We are worried," she told listeners.', '"We wait."'],
            [None, TOLD, TOLD],
        ),
        (  # a caption within a quotation that runs on
            [NAMED, "A ferry in the harbour (KQR)", "“He also thanked the crews.”"],
            [None, None, NAMED],
        ),
        (  # a short quotation within the long one does not end it
            [NAMED, "“The mayor “welcomed” the ferries.", "“He looked forward to more.”"],
            [None, NAMED, NAMED],
        ),
        (  # a title in quotation marks is no speech
            ["The mayor said little.", "“Freedom Day” came to Northport with crowds on every quay."],
            [None, None],
        ),
        (  # nobody is named anywhere near: better none than a wrong one
            ["Crowds came to the harbour.", "“It was cold.”"],
            [None, None],
        ),
        (["He sailed at noon."], [None]),
        (["“Nobody knows.”"], [None]),
        ([], []),
        (["", "“", "\"", "He"], [None, None, None, None]),
    ],
)  # fmt: skip
def test_the_speaker_is_the_earlier_sentence_that_names_one(paragraphs, expected):
    assert speakers(paragraphs) == expected


def test_a_speaker_is_always_verbatim_from_an_earlier_paragraph():
    paragraphs = [NAMED, "“Ferries sail.", "Trams run, said Ada Okafor.", "She left.", "“Well.”"]
    for position, speaker in enumerate(speakers(paragraphs)):
        assert speaker is None or any(speaker in earlier for earlier in paragraphs[:position])


ORIGINALS = os.environ.get("CUTTINGS_ORIGINALS")


@pytest.mark.skipif(not ORIGINALS, reason="CUTTINGS_ORIGINALS names no folder with the original articles")
@pytest.mark.parametrize(
    ("name", "line", "named_at"),
    [
        ("000", 114, 113), ("000", 115, 113), ("000", 116, 113), ("000", 118, 117), ("000", 119, 117),
        ("001", 13, 12), ("001", 14, 12), ("001", 18, 17), ("001", 19, 17), ("001", 20, 17), ("001", 21, 17),
        ("003", 26, 24), ("003", 28, 24), ("003", 30, 24), ("003", 34, 24), ("003", 36, 24),
        ("004", 26, 24), ("004", 28, 24), ("004", 58, 56), ("004", 60, 56), ("004", 86, 84),
        ("000", 113, None), ("001", 24, None), ("003", 24, None), ("003", 38, None),
        ("004", 24, None), ("004", 84, None),
    ],
)  # fmt: skip
def test_the_speakers_of_the_first_collection_are_found(name, line, named_at):
    path = next(Path(ORIGINALS or "").glob(f"{name}_*.txt"))
    lines = path.read_text(encoding="utf-8").split("\n")
    kept = [number for number, text in enumerate(lines, 1) if text.strip()]
    found = dict(zip(kept, speakers([lines[number - 1] for number in kept]), strict=True))[line]
    assert (found is None) if named_at is None else (found is not None and found in lines[named_at - 1])


@pytest.mark.parametrize(
    "text",
    [
        "Ada Okafor said the harbour “is open to all”.",
        "“The harbour is open,” said Ada Okafor.",
        "“The harbour is open,” Ms Okafor also said on Monday.",
        "“The harbour is open,” said Okafor.",
        "The harbour “is open”, said the newly elected mayor Ada Okafor.",
        "Ada Okafor, who had come by ferry, insisted the harbour “is open”.",
        "Ada Okafor, the mayor, told the council it was “open to all”.",
        "Ada Okafor said the harbour was open.",
    ],
)
def test_a_paragraph_names_who_speaks(text):
    assert names_who_speaks(text)


@pytest.mark.parametrize(
    "text",
    [
        "“The harbour is open,” a spokesman for the mayor said.",
        "The mayor said in Port Alder that the harbour “is open”.",
        "“The harbour is open,” she said.",
        "“Ada Okafor said the harbour was open.”",
        "The “harbour” is a pond.",
        "Ada Okafor opened the harbour.",
    ],
)
def test_a_spokesman_a_pronoun_and_whoever_is_named_within_a_quotation_are_no_names(text):
    assert not names_who_speaks(text)
    assert quotes(text) == ("“" in text)
