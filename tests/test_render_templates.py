"""Templates of the user's own: they replace ours, and a fault in one is told with its line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from jinja2 import UndefinedError

from digest.errors import ConfigError
from digest.render import Layout, check, render
from digest.text.writing.typography import bound
from test_render import DIGEST_BE, TRAM_BE

if TYPE_CHECKING:
    from pathlib import Path


def page(directory: Path, name: str = "html") -> str:
    (document,) = render(DIGEST_BE, [name], Layout(templates=directory))
    return document.content.decode()


def test_a_template_of_the_users_replaces_ours_and_the_others_stay(tmp_path: Path) -> None:
    (tmp_path / "story.html.jinja").write_text("<h3>!{{ story.headline }}</h3>\n", "utf-8")
    (tmp_path / "page.css").write_text("body { color: #123 }\n", "utf-8")
    text = page(tmp_path)
    assert f"<h3>!{bound(TRAM_BE.headline)}</h3>" in text
    assert "body { color: #123 }" in text
    assert "<h1" in text


BROKEN = [
    ("<h3>\n{% if %}\n", 2, "TemplateSyntaxError"),
    ("\n\n{{ story.nonsense }}\n", 3, "UndefinedError"),
    ("{% include 'none.jinja' %}\n", 1, "TemplateNotFound"),
    ("\n{{ story.headline + 1 }}\n", 2, "TypeError"),
    ("\n\n\n{{ words.text('no such key') }}", 4, "KeyError"),
]


@pytest.mark.parametrize(("template", "line", "kind"), BROKEN)
def test_r11_a_broken_template_is_named_with_its_line(
    template: str, line: int, kind: str, tmp_path: Path
) -> None:
    path = tmp_path / "story.html.jinja"
    path.write_text(template, "utf-8")
    with pytest.raises(ConfigError, match=f"{path}, line {line}: {kind}") as caught:
        page(tmp_path)
    assert caught.value.exit_code == 78
    assert "\n" not in str(caught.value)


def test_r11_a_template_that_cannot_be_parsed_is_found_before_the_work(tmp_path: Path) -> None:
    (tmp_path / "page.html.jinja").write_text("\n{{ page.title", "utf-8")
    with pytest.raises(ConfigError, match=r"page\.html\.jinja, line 2"):
        check(Layout(templates=tmp_path))


def test_r11_a_directory_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no directory"):
        check(Layout(templates=tmp_path / "none"))


def test_r11_a_broken_template_of_typst_is_named(tmp_path: Path) -> None:
    pytest.importorskip("typst", reason="the extra pdf is not installed")
    (tmp_path / "page.typ").write_text("= Title\n#nonsense\n", "utf-8")
    with pytest.raises(ConfigError, match=r"page\.typ, line 2: unknown variable: nonsense"):
        page(tmp_path, "pdf")


def test_a_fault_of_our_own_is_a_bug_and_no_mistake_of_the_users(tmp_path: Path) -> None:
    from digest.render.pages import page as view
    from digest.render.templating import fill

    with pytest.raises(UndefinedError):
        fill("told.html.jinja", view(DIGEST_BE, Layout(templates=tmp_path)), story=None)
