import os
import signal
import sys

from lib.total import total


def end(number, frame):
    print("ended", flush=True)
    sys.exit(0)


signal.signal(signal.SIGTERM, end)
print("report", total([1, 2]), os.getuid())
while "WAIT" in os.environ:
    signal.pause()
