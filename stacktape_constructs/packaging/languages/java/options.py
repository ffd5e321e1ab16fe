"""`JavaOptions`: how Java is built."""

from __future__ import annotations

import attrs


@attrs.frozen(kw_only=True)
class JavaOptions:
    """How the project of a Java file is built for an image.

    Attributes:
        use_maven: build with Maven where there is a Gradle build as well. Default: by Gradle, if it is there.

    Example:
        ```python
        from stacktape_constructs import JavaOptions

        assert JavaOptions(use_maven=True).use_maven
        ```
    """

    use_maven: bool = False
