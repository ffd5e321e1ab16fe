from thresholds import is_slow

from .services import SERVICES


def check(event, context):
    return {"at": event["time"], "slow": [name for name, time in SERVICES.items() if is_slow(time)]}
