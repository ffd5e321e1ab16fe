"""Whether a value is only known at deploy, told without a call into JavaScript for each.

The CDK stands for such a value by a text with a marker in it, or by a number that nobody writes.
https://docs.aws.amazon.com/cdk/v2/guide/tokens.html
"""

from __future__ import annotations

import re
import struct

# A list that is a token has one text, whose marker begins with another character.
_IN_TEXT = re.compile(r"[$#]\{Token\[[A-Za-z0-9:._-]+\]\}")
# The first two bytes of the numbers that are tokens, about -1.9e289.
_OF_A_NUMBER = b"\xfb\xff"


def is_unresolved(value: str | float | None) -> bool:
    """Whether a text has a token in it, or a number is one; of a list that is one, its only text is."""
    if isinstance(value, str):
        return _IN_TEXT.search(value) is not None
    return value is not None and struct.pack(">d", value).startswith(_OF_A_NUMBER)
