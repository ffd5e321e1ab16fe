"""The parts of `docs/resources` that are made from the code: `python -m tools.resource_pages`.

A page says where such a part belongs, by a pair of comments that name what the part says and of what:

    <!-- properties of resource event-bus -->
    <!-- end of properties -->

Properties, parameters and events are read from the classes of a type. What AWS resources there are and when,
what may be done with them and what AWS bills are read from templates: those of the example of the type, and of
the same example with each of its options. What stands between the parts is written by hand.
"""
