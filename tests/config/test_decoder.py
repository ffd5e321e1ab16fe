from __future__ import annotations

import pytest

from stacktape_constructs.document.nodes import to_plain
from tests.config.configs import Candle, Lamp, read_room, room_problems


def test_each_kind_of_field_is_read():
    room = read_room(
        """
        name: hall
        area: 12.5
        doors: 2
        colour: red
        size: 4
        window: {open: true}
        notes: [a, b]
        anything: {x: [1, 2]}
        lights:
          - type: lamp
            properties: {watts: 60}
          - type: candle
        neighbour: hall
        """
    )

    assert (room.name, room.area, room.doors, room.colour, room.size) == ("hall", 12.5, 2, "red", 4)
    assert room.window is not None
    assert room.window.open is True
    assert room.notes == ("a", "b")
    assert room.anything is not None
    assert to_plain(room.anything) == {"x": [1, 2]}
    lamp, candle = room.lights
    assert isinstance(lamp, Lamp)
    assert lamp.watts == 60
    assert isinstance(candle, Candle)


@pytest.mark.parametrize("text", ["3.10", "NO", "012345678901", "1e3", "22:22", "true"])
def test_a_text_field_takes_what_is_written(text):
    assert read_room(f"name: {text}").name == text


@pytest.mark.parametrize(("text", "number"), [("3", 3), ("'3'", 3), ("3.0", 3), ("+2", 2)])
def test_a_whole_number_may_be_quoted(text, number):
    assert read_room(f"doors: {text}").doors == number


def test_a_block_knows_where_its_properties_stand():
    room = read_room("name: a\ndoors: 2")

    assert str(room.position_of("doors")) == "stacktape.yml:6:14"
    assert str(room.position_of("area")) == "stacktape.yml:4:5", "what is not set is where the block is"


@pytest.mark.parametrize(
    ("properties", "problem"),
    [
        ("naem: x", "5:7: unknown property 'naem' of room 'hall'; did you mean 'name'?"),
        (
            "{name: x, Name: y}",
            "5:17: unknown property 'Name' of room 'hall'; did you mean 'name', which is there already?",
        ),
        (
            "window: {opne: true}",
            "5:16: unknown property 'opne' of 'window' in room 'hall'; did you mean 'open'?",
        ),
        ("window: {zzz: true}", "5:16: unknown property 'zzz' of 'window' in room 'hall'; it has: open"),
        ("window: 5", "5:15: 'window' of room 'hall' must be a mapping of properties, got '5'"),
        ("name:", "5:12: 'name' of room 'hall' is empty; give it a value or remove the key"),
        ("name: [a]", "5:13: 'name' of room 'hall' must be text, got a list"),
        ("name: {a: b}", "5:13: 'name' of room 'hall' must be text, got a mapping"),
        ("notes: a", "5:14: 'notes' of room 'hall' must be a list, got 'a'; write ['a']"),
        ("notes: {a: b}", "5:14: 'notes' of room 'hall' must be a list, got a mapping"),
        (
            "lights: {type: candle}",
            "5:15: 'lights' of room 'hall' must be a list of mappings with 'type' and 'properties', got a mapping",
        ),
        (
            "heater: true",
            "5:15: 'heater' of room 'hall' must be a mapping of properties, got 'true'; write {enabled: true}",
        ),
        ("heater: 1", "5:15: 'heater' of room 'hall' must be a mapping of properties, got '1'"),
        ("notes: [[a]]", "5:15: 'notes[0]' of room 'hall' must be text, got a list"),
        ("doors: two", "5:14: 'doors' of room 'hall' must be a whole number, got 'two'"),
        ("doors: 1.5", "5:14: 'doors' of room 'hall' must be a whole number, got '1.5'"),
        ("doors: .nan", "5:14: 'doors' of room 'hall' must be a whole number, got '.nan'"),
        ("doors: nan", "5:14: 'doors' of room 'hall' must be a whole number, got 'nan'"),
        ("area: wide", "5:13: 'area' of room 'hall' must be a number, got 'wide'"),
        ("doors: 5", "5:14: 'doors' of room 'hall' must be between 1 and 4, got 5"),
        ("size: 3", "5:13: 'size' of room 'hall' must be one of 1, 2, 4, got 3"),
        (
            "colour: rde",
            "5:15: 'colour' of room 'hall' must be one of 'red', 'blue', got 'rde'; did you mean 'red'?",
        ),
        ("window: {open: yes}", "5:22: 'window.open' of room 'hall' must be true or false, got 'yes'"),
        (
            "heating: {fuel: gas}",
            "5:7: 'heating' of room 'hall' is not supported yet; remove it to go on without it",
        ),
        (
            "lights: [x]",
            "5:16: 'lights[0]' of room 'hall' must be a mapping with 'type' and 'properties', got 'x'",
        ),
        ("lights: [{}]", "5:16: 'lights[0]' in room 'hall' needs a 'type', one of: lamp, candle"),
        (
            "lights: [{type: lmap}]",
            "5:23: type 'lmap' of 'lights[0]' in room 'hall' is unknown; supported: lamp, candle; did you mean 'lamp'?",
        ),
        (
            "lights: [{type: sqs}]",
            "5:23: type 'sqs' of 'lights[0]' in room 'hall' is not supported yet; supported: lamp, candle",
        ),
        ("lights: [{type: lamp}]", "5:16: property 'watts' of 'lights[0]' in room 'hall' is missing: Power"),
        (
            "lights: [{type: lamp, properties: }]",
            "5:41: 'lights[0].properties' of room 'hall' is empty; remove the key",
        ),
        (
            "lights: [{type: candle, propertis: {}}]",
            "5:31: unknown property 'propertis' of 'lights[0]' in room 'hall'; it has 'type' and 'properties'; "
            "did you mean 'properties'?",
        ),
        (
            "doors: $ResourceParam('a', 'b')",
            "5:14: 'doors' of room 'hall' must be known before the template is built, and $ResourceParam('a', 'b') "
            "is only known at deploy; write the value itself or use $Var()",
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_place(properties, problem):
    assert room_problems(properties) == [problem]


def test_a_misspelt_property_is_not_missing_as_well():
    problems = room_problems("lights: [{type: lamp, properties: {wats: 1}}]")

    assert problems == ["5:42: unknown property 'wats' of 'lights[0].properties' in room 'hall'; did you mean 'watts'?"]


def test_all_problems_are_reported_in_the_order_of_the_file():
    problems = room_problems(
        """
        lights:
          - type: lamp
            properties: {watts: 0, wats: 1}
        doors: x
        """
    )

    assert problems == [
        "7:31: 'lights[0].properties.watts' of room 'hall' must be between 1 and 100, got 0",
        "7:34: unknown property 'wats' of 'lights[0].properties' in room 'hall'; did you mean 'watts', which is there "
        "already?",
        "8:14: 'doors' of room 'hall' must be a whole number, got 'x'",
    ]


@pytest.mark.parametrize("switched_off", ["heating: {enabled: false}", "heating: []"])
def test_what_is_not_supported_may_be_there_switched_off(switched_off):
    assert read_room(switched_off).heating is None


def test_a_runtime_directive_is_kept_where_its_value_may_wait():
    room = read_room("address: $CfStackOutput('town', 'street')")

    assert str(room.address) == "$CfStackOutput('town', 'street')"


def test_a_long_value_is_shortened_in_a_message():
    (problem,) = room_problems(f"doors: {'x' * 100}")

    assert problem.endswith(f"got '{'x' * 37}...'")
