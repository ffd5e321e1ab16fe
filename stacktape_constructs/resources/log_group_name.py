"""Names of log groups.

https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html
"""

from __future__ import annotations

import re

from stacktape_constructs.cdk.tokens import is_unresolved

_NAME = re.compile(r"[A-Za-z0-9_./#-]{1,512}")


def log_group_name_problem(name: str | None) -> str | None:
    """What is wrong with the name of a log group, as the rest of a sentence about it.

    >>> log_group_name_problem("my logs")
    "must be 1 to 512 letters, digits or '_', '-', '/', '.', '#', got 'my logs'"
    """
    if name is None or _NAME.fullmatch(name) or is_unresolved(name):
        return None
    return f"must be 1 to 512 letters, digits or '_', '-', '/', '.', '#', got '{name}'"
