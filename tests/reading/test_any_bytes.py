"""No bytes at all make the reader do anything but read, or refuse by name."""

from __future__ import annotations

import pickle
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from retrieval.errors import Unreadable
from retrieval.model import Failure
from retrieval.reading import RawItem, extract_file, read_item, scan_folder

MARKUP = st.lists(
    st.sampled_from(
        [
            *(
                "<html>",
                "<body>",
                "<article>",
                "<p>",
                "</p>",
                "<div",
                ">",
                "<!--",
                "-->",
                "&#0;",
                "&amp;",
                "<table><tr><td>",
            ),
            *(
                "<script type='application/ld+json'>",
                '{"@type":"Article"',
                ":",
                "}",
                "]]>",
                "<meta charset='utf-7'>",
            ),
            *(
                "<time datetime='2019-13-45'>",
                "A sentence of the article that is long enough to count. ",
                "\x0b",
                "ß",
            ),
        ]
    ),
    max_size=30,
).map(lambda pieces: "".join(pieces).encode())
RECORDS = st.lists(
    st.recursive(st.none() | st.booleans() | st.floats() | st.text(), st.lists, max_leaves=3).map(repr)
    | st.sampled_from(['{"body": "x"}', '{"body": "x", "date": NaN}', '{"body": "\\ud800"}', "{}", ""]),
    max_size=5,
).map(lambda lines: "\n".join(lines).encode("utf-8", "replace"))
HEADED = st.tuples(st.sampled_from(["", "a=1", 'date="2031"', "date=10:00:00", "[x]"]), st.text(max_size=200)).map(
    lambda parts: f"+++\n{parts[0]}\n+++\n{parts[1]}".encode("utf-8", "replace")
)
ANY = st.binary(max_size=400) | st.text(max_size=400).map(lambda text: text.encode("utf-8", "replace"))


@pytest.mark.parametrize("suffix", [".txt", ".html", ".md", ".jsonl"])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=ANY | MARKUP | RECORDS | HEADED)
@example(data=b"<?xml version='1.0' encoding='x'?><html>" + b"<div>" * 3000)
@example(data=b"+++\ndate = 0001-01-01\n+++\nx")
@example(data=b"\xff\xfe\x00\xd8")
def test_any_bytes_are_read_or_refused_by_name(tmp_path: Path, suffix: str, data: bytes) -> None:
    """Whatever comes back can be stored as UTF-8 and sent between processes."""
    path = tmp_path / f"a{suffix}"
    path.write_bytes(data)
    refused = []
    for item in scan_folder(tmp_path):
        if isinstance(item, Failure):
            continue
        assert pickle.loads(pickle.dumps(item)) == item  # noqa: S301 - our own bytes
        try:
            found = read_item(item)
        except Unreadable as error:
            refused.append(error.source)
            continue
        assert found.paragraphs
        for paragraph in found.paragraphs:
            assert paragraph.text.encode("utf-8").strip()
    with suppress(Unreadable):
        extract_file(path)
    assert all(name.startswith(f"a{suffix}") for name in refused)


def test_an_unknown_kind_of_file_is_refused_by_extract(tmp_path: Path) -> None:
    """It says what is read."""
    with pytest.raises(Unreadable, match=r"\.txt, \.html"):
        extract_file(tmp_path / "a.pdf")
    with pytest.raises(Unreadable, match="cannot be read"):
        extract_file(tmp_path / "nowhere.txt")


def test_the_catalogue_may_hold_any_bytes(tmp_path: Path) -> None:
    """A broken catalogue is a failure, never a crash."""
    (tmp_path / "a.txt").write_text("Text of an article that is long enough to be one, one would think.")

    @settings(max_examples=100, deadline=None)
    @given(ANY | st.text(max_size=50).map(lambda text: f'["a.txt"]\n{text}'.encode("utf-8", "replace")))
    def check(data: bytes) -> None:
        (tmp_path / "catalogue.toml").write_bytes(data)
        assert [item.source for item in scan_folder(tmp_path) if isinstance(item, RawItem)] == ["a.txt"]

    check()
