"""Patterns with events which they match about as often as not."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

TEXTS = ("", "a", "ab", "Ab", "abc", "b*", "b\\c", "10.0.0.1", "10.1.0.1", "2001:db8::1")
NUMBERS = (-1.5, 2, 2.0, 300, 300.0)
#: Of these, Python (and so moto) takes two for numbers: they are no neighbours of numbers here.
FLAGS = (True, False, None, "a")

#: The fields inside of `detail`, and the values that they have.
_POOLS: dict[tuple[str, ...], tuple[Any, ...]] = {
    ("name",): (*TEXTS, None),
    ("size",): (*NUMBERS, "2"),
    ("flag",): FLAGS,
    ("place", "ip"): (*TEXTS, *NUMBERS),
    ("place", "kind"): (*TEXTS, None),
}

_texts = st.sampled_from(TEXTS)
_some_texts = st.sampled_from([text for text in TEXTS if text])
_numbers = st.sampled_from(NUMBERS)
_wildcards = st.sampled_from(["*", "a*", "*b", "a*c", r"b\*", r"b\\*", "10.*.0.1", "ab"])


def _one_or_more(entries: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return entries | st.lists(entries, min_size=1, max_size=2)


_text_operators = st.one_of(
    st.fixed_dictionaries({"prefix": _texts | st.fixed_dictionaries({"equals-ignore-case": _texts})}),
    st.fixed_dictionaries({"suffix": _texts | st.fixed_dictionaries({"equals-ignore-case": _texts})}),
    st.fixed_dictionaries({"equals-ignore-case": _texts}),
    st.fixed_dictionaries({"wildcard": _wildcards}),
    st.fixed_dictionaries({"cidr": st.sampled_from(["10.0.0.0/24", "10.0.0.0/8", "2001:db8::/32"])}),
    st.fixed_dictionaries({"exists": st.booleans()}),
    st.fixed_dictionaries(
        {
            "anything-but": st.one_of(
                _one_or_more(_texts),
                st.fixed_dictionaries({"prefix": _one_or_more(_some_texts)}),
                st.fixed_dictionaries({"suffix": _one_or_more(_some_texts)}),
                st.fixed_dictionaries({"equals-ignore-case": _one_or_more(_texts)}),
                st.fixed_dictionaries({"wildcard": _one_or_more(_wildcards)}),
            )
        }
    ),
)
_number_operators = st.one_of(
    st.fixed_dictionaries({"numeric": st.tuples(st.sampled_from(["=", "<", "<=", ">", ">="]), _numbers).map(list)}),
    st.fixed_dictionaries(
        {
            "numeric": st.tuples(
                st.sampled_from([">", ">="]),
                st.sampled_from([-1.5, 1]),
                st.sampled_from(["<", "<="]),
                st.sampled_from([2, 300.0]),
            ).map(list)
        }
    ),
    st.fixed_dictionaries({"anything-but": _one_or_more(_numbers)}),
)


def _listed_values(field: tuple[str, ...], present: list[Any]) -> st.SearchStrategy[list[Any]]:
    operators = _text_operators if field == ("flag",) else _text_operators | _number_operators
    values = st.sampled_from([*_POOLS[field], *present * 4])
    return st.lists(values | operators, min_size=1, max_size=3)


def _put(fields: dict[str, Any], field: tuple[str, ...], value: Any) -> None:
    for name in field[:-1]:
        fields = fields.setdefault(name, {})
    fields[field[-1]] = value


@st.composite
def patterns_with_events(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, Any]]:
    """A pattern in order, and an event with most of the fields that it asks for."""
    detail: dict[str, Any] = {}
    present = {
        field: draw(st.lists(st.sampled_from(pool), min_size=draw(st.integers(0, 1)), max_size=2))
        for field, pool in _POOLS.items()
    }
    for field, entries in present.items():
        if entries:
            _put(detail, field, entries[0] if len(entries) == 1 and draw(st.booleans()) else entries)
    asked = draw(st.lists(st.sampled_from(sorted(_POOLS)), min_size=1, max_size=3, unique=True))
    # One alternative is none: a last field by itself stands with the others.
    together = draw(st.sampled_from([len(asked), *range(len(asked) - 1)]))
    pattern: dict[str, Any] = {}
    for field in asked[:together]:
        _put(pattern, field, draw(_listed_values(field, present[field])))
    for field in asked[together:]:
        alternative: dict[str, Any] = {}
        _put(alternative, field, draw(_listed_values(field, present[field])))
        pattern.setdefault("$or", []).append(alternative)
    source = draw(st.sampled_from(["shop", "stock"]))
    event = {"version": "0", "source": source, "resources": ["arn:a", "arn:b"], "detail": detail}
    envelope: dict[str, Any] = draw(st.sampled_from([{}, {"resources": [{"suffix": ":b"}]}, {"source": ["shop"]}]))
    return {**envelope, "detail": pattern}, event
