"""Every grant that the library makes is needed, and together they are enough.

IAM is enforced in the whole cloud of these tests. Here each grant of a synthesized template (a statement of a
policy, a permission, a trust, a managed policy) is taken away alone, and exactly the step that is said to
need it must break, by a refusal of what the grant allows.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest

from tests.e2e.budget_analysis import BudgetAnalysis
from tests.e2e.cloud import Denial
from tests.e2e.connections import Connections
from tests.e2e.deployment import App, CommandFailedError, Stack
from tests.e2e.grants import Template, grants_in, without

pytestmark = pytest.mark.apps("event-bus", "event-sources", "constructs")
