"""The key of a route: what a method and a path mean to API Gateway, and the ids they give."""

from __future__ import annotations

import re
from collections.abc import Iterator

import attrs

from stacktape_constructs.cdk.tokens import is_unresolved
from stacktape_constructs.errors import did_you_mean
from stacktape_constructs.naming import pascal_case

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")

#: Every method that no other route of the path has.
ANY_METHOD = "*"

#: Every path that no other route has: API Gateway's `$default` route.
DEFAULT_PATH = "*"

_VARIABLE = re.compile(r"\{[^{}/]+\}")
# A variable, and the rest of the path, as many routers write them. To API Gateway they are text, which no request has.
_OF_OTHER_ROUTERS = re.compile(r"(?<=/):(?P<variable>[A-Za-z_]\w*)(?=/|$)|(?<=/)\*$")


@attrs.frozen
class RouteKey:
    """A method and a path.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
    """

    method: str
    path: str

    def __str__(self) -> str:
        """The key in API Gateway's words, such as `GET /orders/{id}`."""
        if self.path == DEFAULT_PATH:
            return "$default"
        return f"{'ANY' if self.method == ANY_METHOD else self.method} {self.path}"

    @property
    def construct_id(self) -> str:
        """The id of the route in its API.

        >>> RouteKey("GET", "/orders/{id}").construct_id
        'GetOrdersId'
        >>> RouteKey("*", "*").construct_id
        'AnyDefault'
        """
        method = "any" if self.method == ANY_METHOD else self.method
        return pascal_case(method, "default" if self.path == DEFAULT_PATH else self.path)

    def faults(self) -> Iterator[tuple[str, str]]:
        """What is wrong, as pairs of an argument's name and the rest of a sentence about it."""
        if self.method not in (*METHODS, ANY_METHOD):
            # CDK's own methods are members of an enumeration.
            method = str(getattr(self.method, "name", self.method)).upper()
            hint = "; write '*'" if method == "ANY" else did_you_mean(method, METHODS)
            yield "method", f"must be of {', '.join(METHODS)} or '*' for any, got '{self.method}'{hint}"
        path = self.path
        if path == DEFAULT_PATH:
            if self.method != ANY_METHOD:
                yield (
                    "method",
                    f"must be '*' with path '*', which takes what no other route has, got '{self.method}'",
                )
        elif not is_unresolved(path):
            yield from (("path", problem) for problem in _path_faults(path))


def _path_faults(path: str) -> Iterator[str]:
    if not path.startswith("/"):
        yield f"must start with '/' or be '*', got '{path}'"
    if path != "/" and path.endswith("/"):
        yield f"must not end with '/', got '{path}'; write '{path.rstrip('/') or '/'}'"
    if "?" in path or "#" in path:
        yield f"must not have a query or a fragment, got '{path}'; a target gets the query anyway"
    meant = _OF_OTHER_ROUTERS.sub(lambda found: f"{{{found['variable'] or 'proxy+'}}}", path)
    if meant != path:
        yield f"must have variables in the form '{{name}}' or '{{name+}}', got '{path}'; write '{meant}'"
    rest = _VARIABLE.sub("", path)
    if "{" in rest or "}" in rest:
        yield f"must have variables in the form '{{name}}', got '{path}'"
    if "+}" in path.removesuffix("+}"):
        yield f"must have a variable for the rest of the path, such as '{{proxy+}}', at its end, got '{path}'"
