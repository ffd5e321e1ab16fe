from __future__ import annotations

import math

import pytest

from stacktape_constructs.document.scalars import CORE_PREFIX, ScalarValue, plain_value, tagged_value


@pytest.mark.parametrize("text", ["", "~", "null", "Null", "NULL"])
def test_the_words_for_nothing_mean_none(text: str) -> None:
    assert plain_value(text) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [("true", True), ("True", True), ("TRUE", True), ("false", False), ("False", False), ("FALSE", False)],
)
def test_booleans_have_three_casings(text: str, value: bool) -> None:
    assert plain_value(text) is value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0),
        ("512", 512),
        ("-7", -7),
        ("+7", 7),
        ("-0", 0),
        ("0o17", 15),
        ("0xfF", 255),
        ("9" * 400, 10**400 - 1),
    ],
)
def test_integers_are_decimal_octal_or_hexadecimal(text: str, value: int) -> None:
    number = plain_value(text)
    assert number == value
    assert type(number) is int


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3.10", 3.1),
        (".5", 0.5),
        ("1.", 1.0),
        ("0.5", 0.5),
        ("1e3", 1000.0),
        ("-1.5E-2", -0.015),
        ("0e0", 0.0),
    ],
)
def test_numbers_with_a_point_or_an_exponent_are_floats(text: str, value: float) -> None:
    number = plain_value(text)
    assert number == value
    assert type(number) is float


@pytest.mark.parametrize(
    ("text", "value"), [(".inf", math.inf), ("+.Inf", math.inf), (".INF", math.inf), ("-.inf", -math.inf)]
)
def test_infinity_has_a_sign_and_three_casings(text: str, value: float) -> None:
    assert plain_value(text) == value


@pytest.mark.parametrize("text", [".nan", ".NaN", ".NAN"])
def test_what_is_not_a_number_is_a_float(text: str) -> None:
    number = plain_value(text)
    assert isinstance(number, float)
    assert math.isnan(number)


@pytest.mark.parametrize(
    "text",
    [
        *("NO", "no", "yes", "on", "off", "y", "nULL", "tRUE"),
        *(
            "22:22",
            "1_000",
            "0b1",
            "2024-01-01",
            "1.2.3",
            "1e",
            "e3",
            ".",
            "-",
            "+",
            "--1",
            "0x",
            "0o8",
            "-0x1",
        ),
        *("+.nan", "inf", ".inF", "$Stage()", "orders"),
    ],
)
def test_what_only_looks_like_a_value_of_yaml_1_1_is_text(text: str) -> None:
    assert plain_value(text) == text


@pytest.mark.parametrize("text", ["012345678901", "00", "-012", "+01", "01.02", "012e34567", "00.5"])
def test_a_number_with_a_superfluous_leading_zero_is_text(text: str) -> None:
    assert plain_value(text) == text


@pytest.mark.parametrize("text", ["12e34567", "-1e999", "9" * 5000])
def test_a_number_that_no_reader_of_json_could_hold_is_text(text: str) -> None:
    assert plain_value(text) == text


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("str", "512", "512"),
        ("str", "", ""),
        ("int", "0512", 512),
        ("int", "0x10", 16),
        ("float", "3", 3.0),
        ("float", "-.inf", -math.inf),
        ("bool", "FALSE", False),
        ("null", "~", None),
        ("null", "", None),
    ],
)
def test_a_tag_decides_what_a_text_means(kind: str, text: str, value: ScalarValue) -> None:
    tagged = tagged_value(text, CORE_PREFIX + kind)
    assert tagged == value
    assert type(tagged) is type(value)


@pytest.mark.parametrize(
    ("kind", "text", "sentence"),
    [
        ("int", "1.5", "'1.5' is not a value of tag !!int; allowed: digits, 0o17 and 0xff"),
        ("int", "9" * 5000, f"'{'9' * 39}…' is not a value of tag !!int; allowed: digits, 0o17 and 0xff"),
        (
            "float",
            "1e999",
            "'1e999' is not a value of tag !!float; allowed: numbers such as 1.5 and 1e3, .inf and .nan",
        ),
        ("bool", "yes", "'yes' is not a value of tag !!bool; allowed: true and false"),
        ("null", "none", "'none' is not a value of tag !!null; allowed: null, ~ and nothing"),
    ],
)
def test_a_text_that_does_not_fit_its_tag_is_refused(kind: str, text: str, sentence: str) -> None:
    with pytest.raises(ValueError) as raised:  # noqa: PT011
        tagged_value(text, CORE_PREFIX + kind)
    assert str(raised.value) == sentence
