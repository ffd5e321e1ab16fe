"""`python -m stacktape_constructs.cli`, the same as `stacktape-constructs`."""

from __future__ import annotations

import sys

from stacktape_constructs.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
