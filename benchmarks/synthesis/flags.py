"""The feature flags of this project's `cdk.json`, for all apps that are compared."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

FLAGS: dict[str, Any] = json.loads((Path(__file__).parents[2] / "cdk.json").read_text(encoding="utf-8"))["context"]
