"""The suite is for `make nag`, which turns CDK's validation on before the CDK is loaded."""

import os

collect_ignore_glob = [] if os.environ.get("CDK_VALIDATION") == "true" else ["test_*.py"]
