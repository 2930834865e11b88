"""CPU of rendering streamed Markdown, and of hostile input.

    python -m bench.markdown

Prints milliseconds of CPU per 1,000 tokens for the incremental renderer at two flush intervals and for rendering the
whole text at each flush; then the longest single flush for inputs made to be slow.
"""

import time
from collections.abc import Callable

from playground.markdown import StreamRenderer, render

TOKENS_PER_SECOND = 100
CHARACTERS = 4  # of a token
SECTION = """## Step {n}: measure before you change

The **first** token matters more than the rest, because `time to first token` is what people feel. See
[the notes](https://example.com/notes/{n}) for the details, and keep an eye on *tail* latency.

- warm the cache
- send one request
  - with a short prompt
  - with a long one
- compare: $t_{n} = \\frac{{a}}{{b}}$

```python
def measure(count: int) -> float:
    \"\"\"Mean seconds of `count` calls.\"\"\"
    started = time.perf_counter()
    for _ in range(count):
        call(value={n}, name="x")  # the thing itself
    return (time.perf_counter() - started) / count
```

| case | ms | note |
|:-----|---:|------|
| cold | 120 | first call |
| warm | {n} | **best** |

> Numbers without a machine are not numbers.

"""
HOSTILE: dict[str, str] = {
    "brackets": "[" * 20_000,
    "link pairs": "[a][" * 8_000,
    "stars": "*a " * 20_000,
    "wide table": "|a" * 256 + "|\n" + "|-" * 256 + "|\n" + "a\n" * 4_000,
    "long list": "- item with some **words** in it\n" * 2_000,
    "long table": "| a | b | c |\n|---|---|---|\n" + "| one | two | three |\n" * 2_000,
    "short lines": "a\n" * 30_000,
    "deep quotes": "> " * 20_000 + "a",
    "open fence": "```python\n" + "x = 1\n" * 20_000,
    "words as Java": "```java\n" + "a b c\n" * 3_000 + "```\n",
    "10 MB of prose": "The quick brown fox jumps over the lazy dog.\n\n" * 220_000,
}


def cpu(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return (time.process_time() - started) * 1000


def pieces(text: str, flush_ms: int) -> list[str]:
    size = max(1, round(TOKENS_PER_SECOND * CHARACTERS * flush_ms / 1000))
    return [text[start : start + size] for start in range(0, len(text), size)]


def stream(chunks: list[str]) -> float:
    """The longest flush in ms."""
    renderer, longest = StreamRenderer(), 0.0
    for chunk in chunks:
        renderer.feed(chunk)
        longest = max(longest, cpu(renderer.flush))
    while renderer.is_behind:
        longest = max(longest, cpu(renderer.flush))
    return longest


def again_and_again(chunks: list[str]) -> None:
    text = ""
    for chunk in chunks:
        text += chunk
        render(text)


def main() -> None:
    text = "".join(SECTION.format(n=n) for n in range(10))
    tokens = len(text) / CHARACTERS / 1000
    render(text)  # fills caches of lexers
    for flush_ms in (40, 80):
        chunks = pieces(text, flush_ms)
        incremental, whole = cpu(lambda c=chunks: stream(c)), cpu(lambda c=chunks: again_and_again(c))
        print(f"{flush_ms} ms: incremental {incremental / tokens:.0f}, whole text {whole / tokens:.0f} ms / 1k tokens")
    for name, hostile in HOSTILE.items():
        paced, burst = pieces(hostile[:100_000], 80), [hostile]
        print(f"{name:15} longest flush {stream(paced):6.1f} ms, as one piece {stream(burst):6.1f} ms", end="")
        print(f", render {cpu(lambda h=hostile: render(h)):7.1f} ms")


if __name__ == "__main__":
    main()
