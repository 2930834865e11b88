"""A pane's settings."""

import pytest

from playground.chat.forms import SettingsForm

EMPTY = dict.fromkeys(["system_prompt", "temperature", "max_tokens", "top_p", "stop", "seed"], "")


def filled(**values):
    return SettingsForm(EMPTY | values)


def test_what_is_left_empty_is_not_sent():
    form = filled()
    assert form.is_valid()
    assert (form.params(), form.cleaned_data["system_prompt"]) == ({}, "")


def test_zero_is_a_value():
    form = filled(temperature="0", seed="0", top_p="0")
    assert form.is_valid()
    assert form.params() == {"temperature": 0, "seed": 0, "top_p": 0}


def test_stops_are_lines():
    form = filled(stop="END\r\n\r\n  two\n")
    assert form.is_valid()
    assert form.params() == {"stop": ["END", "  two"]}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("temperature", "2.1"),
        ("temperature", "-0.1"),
        ("temperature", "nan"),
        ("temperature", "warm"),
        ("max_tokens", "0"),
        ("max_tokens", "1.5"),
        ("max_tokens", "9" * 30),
        ("top_p", "1.1"),
        ("stop", "1\n2\n3\n4\n5"),
        ("seed", "x"),
        ("system_prompt", "x" * 100_001),
    ],
)
def test_bad_values_are_named(name, value):
    form = filled(**{name: value})
    assert not form.is_valid()
    assert list(form.errors) == [name]


def test_what_no_database_keeps_is_replaced():
    form = filled(system_prompt="a\x00b", stop="c\x00")
    assert form.is_valid()
    assert (form.cleaned_data["system_prompt"], form.params()) == ("a\ufffdb", {"stop": ["c\ufffd"]})


def test_it_is_filled_with_the_present_settings(panes):
    panes[0].system_prompt, panes[0].params = "Be brief.", {"temperature": 0.7, "stop": ["END", "."]}
    form = SettingsForm.of(panes[0])
    assert form["temperature"].value() == 0.7
    assert form["stop"].value() == "END\n."
    assert form["system_prompt"].value() == "Be brief."
