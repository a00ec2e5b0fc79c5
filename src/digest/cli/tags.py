"""Languages on the command line: BCP 47 tags, and what was probably meant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

if TYPE_CHECKING:
    from click import Context, Parameter


class _Language(click.ParamType["str"]):
    """Any tag of a language that CLDR knows; offered are those whose readers have our words."""

    name = "lang"

    def shell_complete(self, ctx: Context, param: Parameter, incomplete: str) -> list[Any]:
        from digest.wording import SERVED

        del ctx, param
        return [CompletionItem(tag) for tag in SERVED if tag.startswith(incomplete)]

    def convert(self, value: Any, param: Parameter | None, ctx: Context | None) -> str:
        from digest.wording import checked_tag

        try:
            return checked_tag(str(value))
        except ValueError as error:
            self.fail(str(error), param, ctx)


LANGUAGE = _Language()
