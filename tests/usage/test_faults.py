"""Every kind of failure that a pane can explain has a name and an owner here too."""

from playground.chat import problems
from playground.usage import faults


def test_the_same_kinds_are_known_here_and_in_panes():
    assert set(faults.KINDS) - {"interrupted", "own_key"} == set(problems.KINDS)


def test_what_is_not_known_is_the_provider_s_fault():
    assert faults.counts("something new")
    assert faults.label("something new") == "other failures"
