"""Stacktape's names: logical ids, physical names and the words that both are made of.

They are contract: a stack that Stacktape deployed is taken over by `cdk deploy` only if what holds
data keeps its logical id and its physical name.
"""

from __future__ import annotations

import re

import attrs

#: Stacktape's own prefix for what belongs to the stack and to no single resource.
SHARED_SCOPE_ID = "Stp"

_WORD_BORDERS = (
    re.compile(r"([a-z\d])([A-Z])"),
    re.compile(r"([A-Z])([A-Z][a-z])"),
)


def words(name: str) -> list[str]:
    """Splits a name at case changes and at everything that is no letter or digit.

    Digits stay with the letters before them.

    >>> words("myS3Bucket")
    ['my', 'S3', 'Bucket']
    >>> words("/scrape-links/{url}")
    ['scrape', 'links', 'url']
    """
    for border in _WORD_BORDERS:
        name = border.sub(r"\1 \2", name)
    return re.findall(r"[A-Za-z0-9]+", name)


def pascal_case(*names: str) -> str:
    """The words of all names, each with a capital.

    >>> pascal_case("stp", "myHTTPApi", "GET", "/a/{id}")
    'StpMyHttpApiGetAId'
    """
    return "".join(word.capitalize() for name in names for word in words(name))


def upper_snake_case(name: str) -> str:
    """The words of a name in upper case, joined by underscores.

    >>> upper_snake_case("readReplica0Port")
    'READ_REPLICA0_PORT'
    """
    return "_".join(word.upper() for word in words(name))


def logical_id(resource_name: str, *specifiers: str, cloudformation_type: str) -> str:
    """The logical id of a CloudFormation resource that belongs to a Stacktape resource.

    >>> logical_id("myEventBus", cloudformation_type="AWS::Events::EventBus")
    'MyEventBusEventBus'
    >>> logical_id("job", "Event0", cloudformation_type="AWS::Events::Rule")
    'JobEvent0Rule'
    >>> logical_id("bus", "Archive", cloudformation_type="AWS::Events::Archive")
    'BusArchive'
    """
    kind = cloudformation_type.rpartition("::")[2]
    specifier = pascal_case(*specifiers)
    # A specifier that is the type already, perhaps numbered, is not said twice: StpPublicSubnet0.
    if specifier.rstrip("0123456789").lower().endswith(kind.lower()):
        return pascal_case(resource_name) + specifier
    return pascal_case(resource_name) + specifier + kind


def project_name_of(folder: str) -> str:
    """A project name made of a folder's name.

    >>> project_name_of("My shop (new)")
    'my-shop-new'
    """
    name = re.sub(r"[^a-z0-9]+", "-", folder.lower()).strip("-")
    return name if name[:1].isalpha() else f"project-{name}".rstrip("-")


@attrs.frozen
class StackNames:
    """The physical names of one stack, which is one stage of one project.

    Attributes:
        project: the project's name, such as `shop`.
        stage: the stage's name, such as `dev`.
    """

    project: str
    stage: str

    @property
    def stack(self) -> str:
        """The stack's own name: `<project>-<stage>`."""
        return f"{self.project}-{self.stage}"

    def physical(self, *parts: str, limit: int) -> str:
        """`<stack>-<parts>`, shortened to what the service allows.

        >>> StackNames("shop", "dev").physical("orders", limit=64)
        'shop-dev-orders'
        """
        return shorten("-".join([self.stack, *parts]), limit=limit)


def shorten(name: str, *, limit: int) -> str:
    """Cuts a name that is too long and keeps it unique by six digits of its hash.

    >>> shorten("a-name-that-is-too-long", limit=16)
    'a-name-th-c8400d'
    """
    if len(name) <= limit:
        return name
    # Slow to load, and few names are shortened.
    import hashlib

    digest = hashlib.sha256(name.encode()).hexdigest()[:6]
    return f"{name[: limit - 7]}-{digest}"
