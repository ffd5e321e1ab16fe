"""A deployed stack whose grants are taken away in turn."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import Protocol

from tests.e2e.cloud import Denial
from tests.e2e.deployment import CommandFailedError, Stack
from tests.e2e.grants import Template, grants_in, without


class Scenario(Protocol):
    """Tries what a stack is for."""

    def broken_steps(self) -> set[str]:
        """What of it does not work."""


@dataclass
class Trial:
    """What a stack does with one template or another.

    Attributes:
        stack: the stack.
        template: its template with all grants.
        scenario: what is tried.
    """

    stack: Stack
    template: Template
    scenario: Scenario
    _updates: int = 0

    def outcome(self) -> tuple[set[str], set[Denial]]:
        """Which steps are broken with all grants, and what IAM refuses."""
        return self._outcome_of(self.template)

    def steps_broken_without(self, *names: str) -> set[str]:
        """Which steps are broken without some grants.

        Raises:
            AssertionError: IAM has not refused what each of the grants allows, or something else.
        """
        grants = [grants_in(self.template)[name] for name in names]
        template = self.template
        for grant in grants:
            template = without(template, grant)
        broken, denials = self._outcome_of(template)
        assert {denial.action for denial in denials} == {grant.action for grant in grants}, denials
        return broken

    def _outcome_of(self, template: Template) -> tuple[set[str], set[Denial]]:
        self._updates += 1
        self.stack.cloud.forget_denials()
        try:
            self.stack.update(self._changed(template))
        except CommandFailedError:
            return {"deploy"}, self.stack.cloud.denials()
        return self.scenario.broken_steps(), self.stack.cloud.denials()

    def _changed(self, template: Template) -> Template:
        """The same, so that there is something to update, and each state machine is: AWS checks its role then."""
        template = copy.deepcopy(template)
        template.setdefault("Outputs", {})["Update"] = {"Value": str(self._updates)}
        for resource in template["Resources"].values():
            if resource["Type"] == "AWS::StepFunctions::StateMachine":
                resource["Properties"]["DefinitionSubstitutions"]["Update"] = str(self._updates)
        return template
