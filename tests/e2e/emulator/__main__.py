"""Starts ministack with what it lacks for this project's tests: test equipment, and no part of the library.

`python tests/e2e/emulator` takes ministack's own environment variables, and
    E2E_IMAGES: folder of the images that ../docker.py has built;
    E2E_DENIALS: file that gets a line for each thing that IAM refuses.

Everything is put into ministack's tables in memory, for version 1.5.33 only. It ends, with the processes of
functions and jobs, when its standard input does: whoever started it may be killed.
"""

from __future__ import annotations

import importlib.metadata
import os
import signal
import sys
import threading

import batch_jobs
import batch_resources
import events
import functions
import images
import permissions
import state_machines
from ministack.app import main

if importlib.metadata.version("ministack") != "1.5.33":
    sys.exit("the emulator's additions are for ministack 1.5.33")


def end_with_input() -> None:
    """Waits for the end of the standard input."""
    sys.stdin.read()
    os.killpg(os.getpgrp(), signal.SIGKILL)


threading.Thread(target=end_with_input, daemon=True).start()
permissions.record_denied_requests()
batch_resources.install()
images.install()
batch_jobs.install()
state_machines.install()
events.install()
functions.install()
main()
