"""The one Markdown parser, and the HTML of what CommonMark leaves open: code, math, tables, task lists."""

import re
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore, inline, text_join
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from .budget import BLOCK_BUDGET, estimate
from .clean import escape
from .emphasis import Inline
from .highlight import highlight
from .inline import forget_long_definitions, is_safe_link, label_tasks, line_break, rewrite_links, small_text
from .math import math_plugin
from .nesting import MAX_NESTING

NOT_A_LANGUAGE = re.compile(r"[^\w+#.-]")
MARKS = re.compile(r"[\n\\`*_~\[\]!<&$]")  # where inline rules begin or end; the parser stops at eleven more by default


def language(info: str) -> str:
    """The language of a fence, from the words after its marks."""
    return NOT_A_LANGUAGE.sub("", next(iter(info.split()), ""))[:24]


def figure(name: str) -> tuple[str, str]:
    """What is around the escaped code of a block, with its language, a name safe to show."""
    start = f'<figure class="code"><figcaption>{escape(name)}</figcaption><pre tabindex="0"><code>'
    return start, "</code></pre></figure>\n"


RAW = ('<pre class="raw" tabindex="0"><code>', "</code></pre>\n")  # around escaped text shown as it was written


def raw(text: str) -> str:
    """Text shown as it was written."""
    return escape(text).join(RAW)


class Renderer(RendererHTML):
    """Methods named after token types.

    `env["live"]` marks a block that is still being written; `env["memo"]` holds what its lines became the last time,
    and then what they became this time.
    """

    def made(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return tokens[idx].content

    def fence(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        token = tokens[idx]
        name = language(token.info)
        code = escape(token.content) if "live" in env else highlight(token.content, name)
        return code.join(figure(name))

    code_block = fence

    def raw_block(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return raw(tokens[idx].content)

    def math_block(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return f'<div class="math block">{escape(tokens[idx].content.strip())}</div>\n'

    def math_inline(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return f'<span class="math inline">{escape(tokens[idx].content.strip())}</span>'

    def math_inline_double(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return f'<span class="math block">{escape(tokens[idx].content.strip())}</span>'

    def table_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return '<div class="table" tabindex="0">' + self.renderToken(tokens, idx, options, env)

    def table_close(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return "</table></div>\n"

    def td_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        attrs = tokens[idx].attrs
        if style := attrs.pop("style", ""):  # a policy without inline styles would drop the alignment
            attrs["class"] = str(style).removeprefix("text-align:")
        return self.renderToken(tokens, idx, options, env)

    th_open = td_open

    def list_item_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return self.renderToken(tokens, idx, options, env)  # the parent class would add a box without a label


def parse_inline(state: StateCore) -> None:
    """Core rule: every inline token gets one child with its HTML, from the memo if the same words had it before."""
    # Where links are defined, and may be defined anew, the same words need not become the same.
    before = {} if state.env.get("references") else state.env.get("memo", {})
    memo = state.env["memo"] = {}
    for token in state.tokens:
        if token.type == "inline":
            html = memo[token.content] = before.get(token.content) or _inline_html(token, state)
            token.children = [Token("made", "", 0, content=html)]


def _inline_html(token: Token, state: StateCore) -> str:
    alone = StateCore(state.src, state.md, state.env, [token])
    for rule in (inline, text_join, rewrite_links):
        rule(alone)
    return str(state.md.renderer.render(alone.tokens, state.md.options, state.env))


def spare_costly_blocks(state: StateCore) -> None:
    """Core rule, before the inline phase: a block that would take too long is kept as it was written."""
    lines = state.src.split("\n")
    kept: list[Token] = []
    for block in _top_level(state.tokens):
        start, end = block[0].map or (0, 0)
        source = "\n".join(lines[start:end]).strip("\n")
        kept += [Token("raw_block", "pre", 0, content=source)] if _is_costly(block, source) else block
    state.tokens = kept


def _top_level(tokens: list[Token]) -> list[list[Token]]:
    blocks: list[list[Token]] = []
    for token in tokens:
        if token.level == 0 and token.nesting >= 0:
            blocks.append([])
        blocks[-1].append(token)
    return blocks


def _is_costly(block: list[Token], source: str) -> bool:
    if block[0].type in {"fence", "code_block"}:
        return False
    # The parser drops what is nested too deep
    return estimate(source) > BLOCK_BUDGET or any(token.level >= MAX_NESTING - 1 for token in block)


def _make() -> MarkdownIt:
    options = {"html": False, "maxNesting": MAX_NESTING, "tasklists": True}
    md = MarkdownIt("commonmark", options, renderer_cls=Renderer)
    md.inline = Inline()
    md.configure("commonmark", options)
    md.enable(["table", "strikethrough"]).disable(["html_block", "html_inline", "text_join"]).use(math_plugin)
    md.inline.terminator_re = MARKS
    md.inline.ruler.push("line_break", line_break)
    md.inline.ruler.push("small_text", small_text)
    md.core.ruler.after("block", "spare_costly_blocks", spare_costly_blocks)
    md.core.ruler.after("block", "forget_long_definitions", forget_long_definitions)
    md.core.ruler.at("inline", parse_inline)
    md.core.ruler.push("label_tasks", label_tasks)
    md.validateLink = is_safe_link  # type: ignore[method-assign]
    return md


PARSER = _make()
