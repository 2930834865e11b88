"""What the fake provider says."""

import itertools
from collections.abc import Iterator

from .stamps import stamp

PARAGRAPH, ITEM, MARKED = 60, 12, 20  # tokens

ANSWER = """## Sorting {n} by comparison

A sort is *stable* when equal keys keep their order; **Timsort** is, and `heapq` is not. For most inputs the
difference is small, but see the [notes](https://example.com/notes) for the case of $n \\log n$ against $n^2$.

1. Split the list in two halves.
   - Each half is sorted by the same rule.
   - A list of one is sorted already.
2. Merge them, and take the smaller head first.
3. Done: it costs $O(n \\log n)$ comparisons.

```python
def merge(left: list[int], right: list[int]) -> list[int]:
    merged, i, j = [], 0, 0
    while i < len(left) and j < len(right):
        if left[i] <= right[j]:
            merged.append(left[i])
            i += 1
        else:
            merged.append(right[j])
            j += 1
    return merged + left[i:] + right[j:]
```

| method | best | worst | stable |
|---|---|---|---|
| merge | n log n | n log n | yes |
| quick | n log n | n² | no |
| heap | n log n | n log n | no |

> Measure first. A sort that is *fast enough* and short is better than one that is neither.

- [x] Correct on an empty list
- [ ] Tried with a million keys

"""
TOKEN = 3  # characters; what common models make of such a text


def stamped(count: int) -> Iterator[str]:
    """Tokens that carry their time, in paragraphs; every third is a list, here and there a word is marked."""
    for number in range(count):
        paragraph, place = divmod(number, PARAGRAPH)
        is_item = paragraph % 3 == 2 and place % ITEM == 0
        start = "\n\n" if place == 0 and number else "\n" if is_item else ""
        word = stamp()
        yield start + ("- " if is_item else " " if place else "") + (f"**{word}**" if place % MARKED == 5 else word)


def markdown(count: int) -> Iterator[str]:
    """Tokens of an answer with headings, nested lists, code, tables and math."""
    text = itertools.chain.from_iterable(ANSWER.replace("{n}", str(n)) for n in itertools.count(1))
    for _ in range(count):
        yield "".join(itertools.islice(text, TOKEN))
