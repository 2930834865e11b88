"""Closes the inline markup that a half-written paragraph leaves open. For display only."""

import re
from dataclasses import dataclass, field

_SPAN = re.compile(r"\\[(\[]|\\.|`+|\$\$?|\*{1,3}|_{1,2}|~~|!?\[|\]\(|<(?:su[bp]|kbd)>", re.S)
_PRICE = re.compile(r"[\d\s]|\Z")

CLOSERS = {"](": ")", "\\(": "\\)", "\\[": "\\]", "<sub>": "</sub>", "<sup>": "</sup>", "<kbd>": "</kbd>"}
# Characters: an opening mark before more text than this is none; a dollar is a price then
LONGEST = {"$": 160, "<sub>": 80, "<sup>": 80, "<kbd>": 80}
LONGEST_DISPLAYED = 2_000
LONGEST_LABEL = 80


def close_spans(text: str) -> str:
    """`text` with its open code, emphasis, links and formulas closed, reduced to their words, or held back."""
    return _Paragraph(text).closed()


@dataclass
class _Paragraph:
    text: str
    opened: list[str] = field(default_factory=list)  # delimiters of emphasis, innermost last
    bracket: int = -1  # where the last label began

    def closed(self) -> str:
        position = 0
        while span := _SPAN.search(self.text, position):
            end = self._after(span)
            if end is None:
                return self._finished(self._without_half(span))
            position = end
        return self._finished(self._without_half_label())

    def _after(self, span: re.Match[str]) -> int | None:
        """Where to read on, or None if `span` opens something whose end has not arrived."""
        mark = span[0]
        if mark[0] in "`$" or mark in CLOSERS:
            return self._after_pair(span)
        if mark.endswith("["):
            self.bracket = span.start()
        elif mark[0] in "*_~":
            self._toggle(span)
        return span.end()

    def _after_pair(self, span: re.Match[str]) -> int | None:
        closer = CLOSERS.get(span[0], span[0])
        end = self.text.find(closer, span.end())
        if end >= 0:
            return end + len(closer)
        return span.end() if self._is_plain(span) else None

    def _is_plain(self, span: re.Match[str]) -> bool:
        mark, length = span[0], len(self.text) - span.end()
        if mark == "](":
            return self.bracket < 0
        if mark == "$" and _PRICE.match(self.text, span.end()):
            return True
        return mark[0] != "`" and length > LONGEST.get(mark, LONGEST_DISPLAYED)

    def _toggle(self, span: re.Match[str]) -> None:
        mark, start, end = span[0], span.start(), span.end()
        before, after = self.text[max(0, start - 1) : start], self.text[end : end + 1]
        if mark[0] == "_" and before.isalnum() and after.isalnum():
            return
        if self.opened[-1:] == [mark] and before.strip():
            self.opened.pop()
        elif not after:
            self.text = self.text[:start]  # opens nothing yet, or is half of a closing mark
        elif not after.isspace():
            self.opened.append(mark)

    def _without_half(self, span: re.Match[str]) -> str:
        before, mark, after = self.text[: span.start()], span[0], self.text[span.end() :]
        if mark[0] == "`" and after.strip():
            return self.text.rstrip("`") + mark
        if mark == "](":
            return self._words(before)
        return before

    def _without_half_label(self) -> str:
        is_half = 0 <= self.bracket > self.text.rfind("]") and len(self.text) - self.bracket < LONGEST_LABEL
        return self._words(self.text) if is_half else self.text

    def _words(self, text: str) -> str:
        """`text` without the mark of its last label; an image's words say nothing without its address."""
        before = text[: self.bracket]
        return before if text[self.bracket] == "!" else before + text[self.bracket + 1 :]

    def _finished(self, text: str) -> str:
        return text.rstrip() + "".join(reversed(self.opened)) if self.opened else text
