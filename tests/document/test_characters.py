from __future__ import annotations

import codecs

import pytest

from stacktape_constructs.document.characters import MAX_REPORTED, checked_source, decode, position_at
from stacktape_constructs.errors import ConfigError
from stacktape_constructs.source import Source


@pytest.mark.parametrize(
    "data",
    [
        "größe: 1 😀\n".encode(),
        codecs.BOM_UTF8 + "größe: 1 😀\n".encode(),
        codecs.BOM_UTF16_LE + "größe: 1 😀\n".encode("utf-16-le"),
        codecs.BOM_UTF16_BE + "größe: 1 😀\n".encode("utf-16-be"),
    ],
    ids=["UTF-8", "UTF-8 with a mark", "little UTF-16", "big UTF-16"],
)
def test_a_file_may_be_in_utf_8_or_marked_utf_16(data: bytes) -> None:
    assert decode(data, name="stacktape.yml") == "größe: 1 😀\n"


@pytest.mark.parametrize(
    ("data", "rendered"),
    [
        (
            "ä: 1\ngröße: 2\n".encode().replace("ß".encode(), b"\xdf"),
            "stacktape.yml:2:4: byte 0xdf is not valid UTF-8; save the file as UTF-8\n    grö�e: 2\n       ^",
        ),
        (
            codecs.BOM_UTF16_LE + "a: 1\nb".encode("utf-16-le") + b"x",
            "stacktape.yml:2:2: byte 0x78 is not valid UTF-16-LE; save the file as UTF-8\n    b�\n     ^",
        ),
        (
            codecs.BOM_UTF16_BE + "a:".encode("utf-16-be") + b"\xd8\x3d\x00a",
            "stacktape.yml:1:3: byte 0xd8 is not valid UTF-16-BE; save the file as UTF-8\n    a:�a\n      ^",
        ),
    ],
    ids=["Latin-1", "half a unit", "half a character"],
)
def test_a_byte_of_no_character_is_a_problem_at_its_place(data: bytes, rendered: str) -> None:
    with pytest.raises(ConfigError) as raised:
        decode(data, name="stacktape.yml")
    assert "\n".join(map(str, raised.value.problems)) == rendered


def test_a_source_is_the_text_without_its_byte_order_mark() -> None:
    assert checked_source("\ufeffa: 1\n", name="stacktape.yml").text == "a: 1\n"


@pytest.mark.parametrize("character", ["\t", "\r", "\x85", "\xa0", "\u2028", "\ue000", "\ufffd", "😀", "\U0010ffff"])
def test_what_yaml_calls_printable_is_accepted(character: str) -> None:
    assert checked_source(f"a: {character}b", name="stacktape.yml").text == f"a: {character}b"


@pytest.mark.parametrize(
    ("character", "message"),
    [
        ("\0", "U+0000 does not occur in text; save the file as text in UTF-8"),
        ("\x1b", "control character U+001B is not allowed in YAML; remove it"),
        ("\x7f", "control character U+007F is not allowed in YAML; remove it"),
        ("\x9f", "control character U+009F is not allowed in YAML; remove it"),
        ("\ud83d", "lone surrogate U+D83D is half a character; remove it"),
        ("\ufeff", "byte order mark U+FEFF may stand at the start of a file only; remove it"),
    ],
)
def test_a_forbidden_character_is_a_problem_at_its_place(character: str, message: str) -> None:
    with pytest.raises(ConfigError) as raised:
        checked_source(f"a: 1\nb: x{character}\n", name="stacktape.yml")
    assert [str(problem) for problem in raised.value.problems] == [
        f"stacktape.yml:2:5: {message}\n    b: x\ufffd\n        ^"
    ]


def test_a_form_feed_does_not_start_a_line() -> None:
    with pytest.raises(ConfigError) as raised:
        checked_source("a: 1\x0c\nb: 2\x0c\n", name="stacktape.yml")
    assert [str(problem.position) for problem in raised.value.problems] == [
        "stacktape.yml:1:5",
        "stacktape.yml:2:5",
    ]


def test_a_file_that_is_no_text_does_not_flood_the_user() -> None:
    with pytest.raises(ConfigError) as raised:
        checked_source("\0" * 1000, name="stacktape.yml")
    assert len(raised.value.problems) == MAX_REPORTED


@pytest.mark.parametrize(
    ("text", "index", "place"),
    [
        ("ab", 0, "x:1:1"),
        ("ab", 2, "x:1:3"),
        ("a\nb", 2, "x:2:1"),
        ("a\n", 2, "x:2:1"),
        ("a\r\nb", 3, "x:2:1"),
        ("a\u2028b", 2, "x:2:1"),
        ("", 0, "x:1:1"),
    ],
)
def test_lines_and_columns_count_from_one(text: str, index: int, place: str) -> None:
    assert str(position_at(Source("x", text), index)) == place
