"""What all apps that are compared have in common."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

#: The feature flags of this project's `cdk.json`.
FLAGS: dict[str, Any] = json.loads((Path(__file__).parents[2] / "cdk.json").read_text(encoding="utf-8"))["context"]

#: The folder with the code of all functions: any that is small, and below the project's.
CODE = str(Path(__file__).parents[2] / "examples" / "event-bus" / "lambdas")
