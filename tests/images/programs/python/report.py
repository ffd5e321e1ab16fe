import os
import signal
import sys

import yaml
from total import total


def end(number, frame):
    print("ended", flush=True)
    sys.exit(0)


signal.signal(signal.SIGTERM, end)
print("report", total(yaml.safe_load("[1, 2]")), os.getuid())
while "WAIT" in os.environ:
    signal.pause()
