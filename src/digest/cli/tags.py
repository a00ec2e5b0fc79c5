"""Languages on the command line: BCP 47 tags, and what was probably meant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from click import Context, Parameter


class _Language(click.ParamType["str"]):
    name = "lang"

    def convert(self, value: Any, param: Parameter | None, ctx: Context | None) -> str:
        from digest.wording import checked_tag

        try:
            return checked_tag(str(value))
        except ValueError as error:
            self.fail(str(error), param, ctx)


LANGUAGE = _Language()
