"""Emphasis is read beside wide characters as a reader of Chinese, Japanese or Korean would."""

import pytest

from playground.markdown import render


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("**注意：**后面没有空格。", "<strong>注意：</strong>后面没有空格。"),
        ("前面。**“加粗引号”**后面。", "前面。<strong>“加粗引号”</strong>后面。"),
        ("これは**「強調」**です", "これは<strong>「強調」</strong>です"),
        ("**한국어(Korean)**는", "<strong>한국어(Korean)</strong>는"),
        ("~~删除。~~后面", "<s>删除。</s>后面"),
        ("这是*斜体*文字", "这是<em>斜体</em>文字"),
        ("三**乘**四 ** 五", "三<strong>乘</strong>四 ** 五"),
        ("中文_下划线_中文", "中文_下划线_中文"),
    ],
)
def test_beside_wide_characters(source, html):
    assert render(source) == f"<p>{html}</p>\n"


@pytest.mark.parametrize("source", ["**Note:**next", "foo**bar.**baz", "*“hi”*there", "**😀!**x", "2 ** 3 ** 4"])
def test_elsewhere_it_is_as_commonmark_says(source):
    assert render(source) == f"<p>{source}</p>\n"
