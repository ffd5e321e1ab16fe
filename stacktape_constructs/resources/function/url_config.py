"""The `url` block of a function, an HTTPS address without an API in front: its shape."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import attrs

from stacktape_constructs.config.schema import Block, prop
from stacktape_constructs.source import Position

_DEFAULT_HEADERS = (
    "Content-Type",
    "X-Amz-Date",
    "Authorization",
    "X-Api-Key",
    "X-Amz-Security-Token",
    "X-Amz-User-Agent",
)


@attrs.frozen(kw_only=True)
class UrlCorsConfig(Block):
    """Which web pages may call the URL."""

    enabled: bool = prop("Answer preflight requests and send CORS headers.", default=False)
    allowed_origins: tuple[str, ...] = prop("Origins that may call.", default=("*",))
    allowed_headers: tuple[str, ...] = prop("Headers that a call may have.", default=_DEFAULT_HEADERS)
    allowed_methods: tuple[Literal["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "*"], ...] = prop(
        "Methods that may be called.", default=("*",)
    )
    allow_credentials: bool = prop("Let calls carry cookies and authorization.", default=False)
    exposed_response_headers: tuple[str, ...] = prop("Headers that a page may read.", default=())
    max_age: int | None = prop(
        "Seconds a browser may keep the answer to a preflight.", default=None, minimum=0, maximum=86400
    )

    def faults(self) -> Iterable[tuple[Position, str]]:
        """Lambda answers preflight requests itself, so OPTIONS is no method that a page calls."""
        if "OPTIONS" in self.allowed_methods and len(self.allowed_methods) == 1:
            yield self.position_of("allowed_methods"), "'allowedMethods' needs a method besides OPTIONS"


@attrs.frozen(kw_only=True)
class FunctionUrlConfig(Block):
    """An HTTPS address of the function's own."""

    enabled: bool = prop("Whether there is one.")
    cors: UrlCorsConfig | None = prop("Which web pages may call it.", default=None)
    auth_mode: Literal["NONE", "AWS_IAM"] = prop("Who may call it: everybody, or who AWS IAM allows.", default="NONE")
    response_stream_enabled: bool = prop("Send the response while it is being made.", default=False)
