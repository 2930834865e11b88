"""Texts as models write them, and the pieces that random texts are made of."""

from hypothesis import strategies as st

DOCUMENTS = [
    "Hello.",
    "# Title\n\nA paragraph with **bold**, *italics*, `code` and ~~gone~~.\n\n## Next\nText\nmore text.\n\n---\n\nEnd.",
    "Setext\n======\n\nand another\nline\n---\n\nEnd.",
    "- one\n- two\n  - nested\n    continued\n- three\n\nAfter.\n\n- loose\n\n- list\n\n  second paragraph\n\nEnd.",
    "1. first\n2. second\n\n   ```python\n   def f(x):\n       return x ** 2\n   ```\n\n3. third\n\nDone.",
    "* a\n* b\n- other list\n+ and another\n\n10) ten\n11) eleven",
    "- [ ] open\n- [x] **done**\n  - [ ] nested\n\nText.",
    "Before\n\n```python\nprint('<b>')  # comment\n\n\nprint(2)\n```\n\nAfter",
    "````markdown\n```python\nx = 1\n```\n````\n\ntext\n\n~~~\ntildes\n```\n~~~\nend",
    "  ```js\n  let x = 1;\n    if (x) {}\n\n  ```\ntext right after",
    "```\nnever closed\n  ``\n",
    "```text\n",
    "| a | b |\n|:--|--:|\n| 1 | `x` |\n| 2 | **y** |\n\nText after.\n\na | b\n--|--\n1 | 2\n\nEnd",
    "Text\n| a | b |\n|---|---|\n| 1 | 2 |\nnot a row\n\nEnd",
    "> quote\ncontinued lazily\n> more\n\n> other quote\n>\n> - list in quote\n>\n> end\n\nText",
    "Inline $x^2$ and $$y$$.\n\n$$\n\\sum_{i=1}^n i\n$$\n\nIt costs $5 or $10.\n\n\\[\na\n- b\n\\]\n\nand \\(z\\).",
    "Formula:\n$$\n+ x\n$$\nand on\n\n- item\n  $$\n  y\n  $$\n- next",
    "$$ never closed\n# Heading\nb $$ after\n\ntext",
    "$$ a\n# swallowed\nb $$\n\ntext",
    "- $$ a\n# Heading\n b $$\n\ntext",
    "\\[ a\n---\nb \\]\n",
    "See [the docs](https://example.com/a_(b)) and https://example.com/x, or <https://example.com>.",
    "Defined [before][d].\n\n[d]: https://example.com 'Title'\n\nUsed [after][d] and [x].\n\n[x]: https://example.org\n",
    "![an image](https://example.com/i.png) and [![badge](https://b.example/i.svg)](https://example.com)",
    "    indented code\n\n    more\n\ntext\n\n\tindented by a tab\n",
    "A line with a hard break  \nand another\\\none.\n",
    "<div onclick='x()'>html</div>\n\n<script>alert(1)</script>\n\n<!-- comment -->\n\ntext",
    "line one\r\nline two\r\n\r\n- a\r\n- b\r\n\r\n```\r\ncode\r\n```\r\nend",
    "中文段落，**加粗**，还有`代码`。\n\n1. 第一\n2. 第二\n\n看https://example.com。",
    "a\\*b \\[c\\] \\`d\\` &amp; &lt; &nbsp; 5 < 6 && 7 > 2",
    "H<sub>2</sub>O at 10<sup>6</sup> Pa; press <kbd>Esc</kbd>.\n\n- x<sub>i\n- </sub> no pair <sup>",
    "\n\n\nleading blank lines\n\n\n\nand trailing\n\n\n",
    "#\n##\n# x #\n####### seven\n#hashtag\n",
    "-\n-\n- \n\n*\n\n1.\n",
    "***\n* * *\n- - -\n_ _ _\n",
    "text\n***\ntext\n---\ntext\n",
]

ATOMS = [
    *("# ", "## ", "- ", "* ", "+ ", "1. ", "2) ", "> ", "  ", "    ", "\t", "- [ ] ", "- [x] ", "---\n", "===\n"),
    *("**", "*", "_", "__", "~~", "`", "``", "```", "```py\n", "~~~\n", "````\n", "| a | b |\n", "|---|---|\n", "|"),
    *("$", "$$", "$$\n", "\\(", "\\)", "\\[", "\\[\n", "\\]", "\\]\n", "\\", "&amp;", "<b>", "</b>", "<!--", "<", ">"),
    *("[", "]", "](", ")", "![", "[a]", "[a]: https://x.example\n", "(https://x.example)", "https://x.example/a_b"),
    *("<sub>", "</sub>", "<br>"),
    *("word", "two words", "a", "1", " ", "\n", "\n\n", "\n\n\n", "\r\n", "\r", "中文", "\x00", "\ud800", "\u00a0"),
]

soups = st.lists(st.sampled_from(ATOMS), max_size=40).map("".join)
documents = st.sampled_from(DOCUMENTS)
texts = st.one_of(documents, soups, st.tuples(documents, soups, documents).map("\n".join))


@st.composite
def chunked(draw: st.DrawFn, source: st.SearchStrategy[str] = texts) -> list[str]:
    """A text, cut at random places."""
    text = draw(source)
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=30)))
    return [text[start:end] for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True)]
