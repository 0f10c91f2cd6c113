"""Where one text stands in another, which each kind of database calls by a name of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Integer
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction

if TYPE_CHECKING:
    from sqlalchemy.sql.compiler import SQLCompiler


class Position(GenericFunction[int]):
    """`Position(text, part)`: from 1, or 0 where the part is not in it; unlike LIKE, letters as they are."""

    type = Integer()
    name = "instr"
    inherit_cache = True


@compiles(Position, "postgresql")
def _on_a_server(element: Position, compiler: SQLCompiler, **options: Any) -> str:
    return f"strpos({compiler.process(element.clause_expr.element, **options)})"
