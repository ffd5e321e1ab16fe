"""For the tests of an app: templates, snapshots that only change when something does, and what roles and rules do.

>>> from stacktape_constructs.testing import assert_grants, config_template
>>> template = config_template("examples/event-bus/stacktape.yml", cdk_json="cdk.json")
>>> assert_grants(template, "MyPublisherFunctionFunction", "events:PutEvents", "MyEventBusEventBus")

Everything here takes a template as a dict or as an `aws_cdk.assertions.Template`, whose own assertions go on to work.

The CDK's validation of templates costs seconds in a process and is no part of a template, so it is off here. It is
for a process as a whole, by the variable `CDK_VALIDATION`, which is read when the CDK is first imported: import this
module before `aws_cdk`, for instance in `conftest.py`, or set the variable yourself. `CDK_VALIDATION=true` keeps
it on.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from stacktape_constructs.lazy_names import lazy_names

if TYPE_CHECKING:
    from stacktape_constructs.testing.grants import assert_grants as assert_grants
    from stacktape_constructs.testing.rules import assert_rule_ignores as assert_rule_ignores
    from stacktape_constructs.testing.rules import assert_rule_matches as assert_rule_matches
    from stacktape_constructs.testing.synth import cdk_context as cdk_context
    from stacktape_constructs.testing.synth import config_template as config_template
    from stacktape_constructs.testing.synth import new_app as new_app
    from stacktape_constructs.testing.synth import stack_template as stack_template
    from stacktape_constructs.testing.template_snapshot import TemplateSnapshot as TemplateSnapshot
    from stacktape_constructs.testing.template_text import stable_text as stable_text
    from stacktape_constructs.testing.wildcards import AllowedWildcard as AllowedWildcard
    from stacktape_constructs.testing.wildcards import assert_no_wildcards as assert_no_wildcards

_MODULES = {
    "AllowedWildcard": "wildcards",
    "TemplateSnapshot": "template_snapshot",
    "assert_grants": "grants",
    "assert_no_wildcards": "wildcards",
    "assert_rule_ignores": "rules",
    "assert_rule_matches": "rules",
    "cdk_context": "synth",
    "config_template": "synth",
    "new_app": "synth",
    "stable_text": "template_text",
    "stack_template": "synth",
}

__all__ = [
    "AllowedWildcard",
    "TemplateSnapshot",
    "assert_grants",
    "assert_no_wildcards",
    "assert_rule_ignores",
    "assert_rule_matches",
    "cdk_context",
    "config_template",
    "new_app",
    "stable_text",
    "stack_template",
]

# The names above are imported when they are first used, so that this comes before the CDK.
os.environ.setdefault("CDK_VALIDATION", "false")


__getattr__, __dir__ = lazy_names(__name__, _MODULES)
