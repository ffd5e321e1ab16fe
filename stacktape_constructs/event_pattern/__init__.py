"""Event patterns of EventBridge's event buses: what is wrong with one, and which events it matches.

A pattern is data here, in AWS's own JSON form. This needs no CDK and no AWS, so the tests of an app can
ask which events a rule of theirs will get:

>>> from stacktape_constructs.event_pattern import matches
>>> big_orders = {"source": ["shop"], "detail": {"total": [{"numeric": [">", 100]}]}}
>>> matches(big_orders, {"source": "shop", "detail": {"total": 250}})
True
>>> matches(big_orders, {"source": "shop", "detail": {"total": 99.5}})
False

The grammar: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
"""

from stacktape_constructs.event_pattern.check import check_event_pattern
from stacktape_constructs.event_pattern.faults import PatternFault
from stacktape_constructs.event_pattern.matching import matches

__all__ = ["PatternFault", "check_event_pattern", "matches"]
