"""The problems of one reading, up to the number that anybody would read."""

from __future__ import annotations

from stacktape_constructs.document.composer import MAX_PROBLEMS
from stacktape_constructs.errors import ConfigError, Problem


class Problems(list[Problem]):
    """What is wrong with a config, as far as it is known. Ends the reading when it is full."""

    def append(self, problem: Problem) -> None:
        """Adds a problem.

        Raises:
            ConfigError: with all of them, when there are `MAX_PROBLEMS`.
        """
        super().append(problem)
        if len(self) == MAX_PROBLEMS:
            end = Problem(problem.position, f"reading stops here, after {MAX_PROBLEMS} problems")
            raise ConfigError([*self, end])
