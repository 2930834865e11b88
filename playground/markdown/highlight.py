"""Colours for code: eight classes, so that a theme is eight lines of CSS and the HTML stays small."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from time import thread_time

from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.token import Comment, Generic, Keyword, Literal, Name, Number, Operator, String, _TokenType

from .clean import escape

MAX_CHARACTERS = 20_000
MAX_LINE = 1_000  # characters; several lexers are quadratic in the length of a line
MAX_SECONDS = 0.05  # CPU; some lexers are quadratic in a run of plain words or blank lines

# fmt: off
LANGUAGES = {
    "bash", "c", "c#", "c++", "clojure", "cmake", "console", "cpp", "cs", "csharp", "css", "dart", "diff",
    "docker", "dockerfile", "elixir", "erlang", "fsharp", "go", "golang", "graphql", "groovy", "haskell", "hs",
    "html", "http", "ini", "java", "javascript", "jinja", "js", "json", "jsx", "julia", "kotlin", "latex",
    "lua", "make", "makefile", "mysql", "nasm", "nginx", "objective-c", "ocaml", "perl", "php",
    "postgresql", "powershell", "proto", "protobuf", "ps1", "py", "python", "python3", "r", "rb", "rs", "ruby",
    "rust", "scala", "scss", "sh", "shell", "solidity", "sql", "swift", "tex", "toml", "ts", "tsx",
    "typescript", "vim", "vue", "xml", "yaml", "yml", "zig", "zsh",
}
# fmt: on

CLASSES = {
    Keyword: "k",
    Keyword.Constant: "m",
    Keyword.Type: "t",
    Operator.Word: "k",
    Name.Attribute: "f",
    Name.Builtin: "t",
    Name.Class: "t",
    Name.Constant: "m",
    Name.Decorator: "f",
    Name.Exception: "t",
    Name.Function: "f",
    Name.Tag: "k",
    String: "s",
    Number: "m",
    Literal: "m",
    Comment: "c",
    Comment.Preproc: "k",
    Generic.Deleted: "d",
    Generic.Inserted: "i",
    Generic.Heading: "k",
    Generic.Subheading: "f",
    Generic.Prompt: "c",
}


@lru_cache(128)
def highlight(code: str, language: str) -> str:
    """`code` as escaped HTML with `<span class>` colours; plain where the language or the size does not allow them."""
    if language.lower() not in LANGUAGES or len(code) > MAX_CHARACTERS:
        return escape(code)
    if max(map(len, code.split("\n"))) > MAX_LINE:
        return escape(code)
    try:
        tokens = list(_tokens(_lexer(language.lower()), code))
    except TimeoutError:
        return escape(code)
    is_complete = "".join(text for _, text in tokens) == code  # some lexers swallow text that is not their language
    return "".join(_spans(tokens)) if is_complete else escape(code)


@lru_cache(64)
def _lexer(language: str) -> Lexer:
    options = {"startinline": True} if language == "php" else {}
    return get_lexer_by_name(language, stripnl=False, ensurenl=False, **options)


def _spans(tokens: list[tuple[str, str]]) -> Iterator[str]:
    for css, group in groupby(tokens, key=itemgetter(0)):
        text = escape("".join(text for _, text in group))
        yield f'<span class="{css}">{text}</span>' if css else text


def _tokens(lexer: Lexer, code: str) -> Iterator[tuple[str, str]]:
    deadline = thread_time() + MAX_SECONDS
    for kind, text in lexer.get_tokens(code):
        if thread_time() > deadline:
            raise TimeoutError
        yield _class(kind), text


@lru_cache(512)
def _class(kind: _TokenType) -> str:
    for ancestor in reversed(kind.split()):
        if ancestor in CLASSES:
            return CLASSES[ancestor]
    return ""
