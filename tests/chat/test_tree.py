"""Paths, siblings and leaves.

1 ─ 2 (pane A) ─ 4 ─ 5 (A)
  ╲ 3 (pane B)   6 ─ 7 (A)    4 and 6 are questions below 2; 8 (A) is another answer to 4
"""

import pytest

from playground.chat.tree import Tree

A, B, C = 10, 20, 30


@pytest.fixture
def tree():
    rows = [
        (1, None, None, 1),
        (2, 1, A, 1),
        (3, 1, B, 1),
        (4, 2, None, 2),
        (5, 4, A, 2),
        (6, 2, None, 3),
        (7, 6, A, 3),
        (8, 4, A, 2),
    ]
    return Tree.of(rows)


def test_the_path_starts_at_the_root(tree):
    assert tree.path(7) == [1, 2, 6, 7]


def test_an_empty_pane_has_no_path(tree):
    assert tree.path(None) == []


def test_a_pane_owns_what_it_wrote_and_what_that_stands_on(tree):
    assert tree.own(A, 5) == {1, 2, 4, 5, 6, 7, 8}
    assert tree.own(B, 3) == {1, 3}


def test_a_pane_owns_what_it_stands_on(tree):
    assert tree.own(C, 5) == {1, 2, 4, 5}


def test_another_panes_answer_is_no_alternative(tree):
    assert tree.siblings(2, tree.own(A, 5)) == [2]


def test_alternatives_are_in_order(tree):
    assert tree.siblings(8, tree.own(A, 7)) == [5, 8]
    assert tree.siblings(6, tree.own(A, 7)) == [4, 6]


def test_the_answer_taken_over_from_another_pane_stands_beside_the_own_one(tree):
    assert tree.siblings(3, tree.own(A, 3)) == [2, 3]


def test_the_newest_leaf_below(tree):
    own = tree.own(A, 7)
    assert tree.newest_leaf(4, own) == 8
    assert tree.newest_leaf(2, own) == 8
    assert tree.newest_leaf(7, own) == 7


def test_alternatives_can_be_told_without_what_is_older(tree):
    young = Tree({number: node for number, node in tree.nodes.items() if number > 4})
    assert young.siblings(8, young.own(A, 7)) == tree.siblings(8, tree.own(A, 7)) == [5, 8]
