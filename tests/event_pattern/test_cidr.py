from __future__ import annotations

import pytest

from stacktape_constructs.event_pattern.cidr import check_cidr, matches_cidr


@pytest.mark.parametrize(
    "operand",
    [
        "10.0.0.0/24",
        "0.0.0.0/0",
        "54.240.196.171/31",
        "2001:db8::/32",
        "::1/127",
        "10.0.0.0/${Token[TOKEN.7]}",
        object(),
    ],
)
def test_a_block_of_either_version_is_in_order(operand: object) -> None:
    assert list(check_cidr(operand)) == []


@pytest.mark.parametrize(
    ("operand", "sentence"),
    [
        (10, "must be a block of addresses such as '10.0.0.0/8', got 10"),
        (
            "10.0.0.1/32",
            "must be a block of several addresses, got '10.0.0.1/32'; match '10.0.0.1' without cidr",
        ),
        ("::1/128", "must be a block of several addresses, got '::1/128'; match '::1' without cidr"),
        ("192.168.0.1/33", "must have 0 to 31 bits after the '/', got '192.168.0.1/33'"),
        ("2400::/222", "must have 0 to 127 bits after the '/', got '2400::/222'"),
    ],
)
def test_a_fault_of_a_block_is_told(operand: object, sentence: str) -> None:
    assert [str(fault) for fault in check_cidr(operand)] == [sentence]


@pytest.mark.parametrize(
    "operand",
    [
        "10.0.0.1",
        "10.0.0.0/",
        "foo/bar/baz",
        "192.168.0.1/foo",
        "192.168.0.1/-3424",
        "10.0.0.0/255.0.0.0",
        "snorkle/3",
        "10.10.10.10.10/3",
        "2.1.0.-1/3",
        "300.0.0.0/8",
        "fe80::1%eth0/64",
        "::ffff:10.0.0.1/100",
        "2400:6500:3:3:3:3:FFFFFFFFFFF:3:3:3FF00::36FB:1F80/122",
    ],
)
def test_what_is_no_block_is_refused(operand: str) -> None:
    assert [str(fault) for fault in check_cidr(operand)] == [
        f"must be a block of addresses such as '10.0.0.0/8' or '2001:db8::/32', got {operand!r}"
    ]


@pytest.mark.parametrize(
    ("operand", "value", "expected"),
    [
        ("10.0.0.0/24", "10.0.0.0", True),
        ("10.0.0.0/24", "10.0.0.255", True),
        ("10.0.0.0/24", "10.0.1.0", False),
        ("54.240.196.171/24", "54.240.196.0", True),
        ("2001:db8::ff00:42:8329/24", "2001:0DFF::1", True),
        ("2001:db8::/32", "2001:db9::", False),
        ("0.0.0.0/0", "::1", False),
        ("0.0.0.0/0", "example.com", False),
        ("0.0.0.0/0", "1.2.3", False),
        ("0.0.0.0/0", 167772161, False),
        ("0.0.0.0/0", None, False),
    ],
)
def test_an_address_matches_the_block_that_it_is_in(operand: str, value: object, expected: bool) -> None:
    assert matches_cidr(operand, value) is expected
