"""The tree of messages, walked in Python over plain rows.

A conversation's tree is shared by its panes, so siblings of a message may be another pane's answers. A pane
counts as alternatives only what it wrote itself or stands on: its own part of the tree.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple


class Node(NamedTuple):
    """One message: its ids, the pane that wrote it (None for questions), and its turn's number."""

    id: int
    parent_id: int | None
    pane_id: int | None
    turn: int


@dataclass
class Tree:
    """The messages of one conversation, or those younger than one of them, by id."""

    nodes: dict[int, Node]
    children: dict[int | None, list[int]] = field(init=False)  # by parent, oldest first
    written: dict[int | None, list[int]] = field(init=False)  # by pane

    def __post_init__(self) -> None:
        self.children, self.written = defaultdict(list), defaultdict(list)
        for node in sorted(self.nodes.values()):
            self.children[node.parent_id].append(node.id)
            self.written[node.pane_id].append(node.id)

    @classmethod
    def of(cls, rows: Iterable[tuple[int, int | None, int | None, int]]) -> "Tree":
        return cls({row[0]: Node(*row) for row in rows})

    def path(self, head: int | None) -> list[int]:
        """The messages from the root to a head."""
        path = []
        while head is not None:
            path.append(head)
            head = self.nodes[head].parent_id
        return path[::-1]

    def own(self, pane_id: int, head: int | None) -> set[int]:
        """A pane's part of the tree: what it wrote, what it stands on, and all that these stand on."""
        own: set[int] = set()
        for leaf in [head, *self.written[pane_id]]:
            node = leaf
            while node in self.nodes and node not in own:
                own.add(node)
                node = self.nodes[node].parent_id
        return own

    def siblings(self, message_id: int, own: set[int]) -> list[int]:
        """A message with its alternatives, oldest first."""
        return [sibling for sibling in self.children[self.nodes[message_id].parent_id] if sibling in own]

    def newest_leaf(self, message_id: int, own: set[int]) -> int:
        """The newest message below one that has none below itself; the message itself when nothing is below it."""
        leaves, below = [], [message_id]
        while below:
            node = below.pop()
            children = [child for child in self.children[node] if child in own]
            below += children
            leaves += [] if children else [node]
        return max(leaves)
