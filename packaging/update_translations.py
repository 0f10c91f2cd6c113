"""Collect every text that the user can see into zh_CN.ts, and compile it.

    python packaging/update_translations.py             collect and compile
    python packaging/update_translations.py --compile   only compile (at set-up)

lupdate finds the texts in `tr` and `translate`. The texts of errors, settings and the notice stand in modules that
know no Qt; they are found in the syntax tree and handed to lupdate in a small file made for it.
"""

from __future__ import annotations

import argparse
import ast
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ROOT = Path(__file__).resolve().parent.parent
TS = ROOT / "resources" / "translations" / "zh_CN.ts"
PACKAGES = ("selfmm", "screening_app")
# errors that are given what goes into their text, or what it is looked up by
_MAKE_THEIR_TEXT = (
    "UnknownChoiceError",
    "DamagedFileError",
    "DamagedPlaceError",
    "PutThereError",
    "NotAllowedError",
    "TooSoonError",
)


def texts_outside_qt() -> dict[str, set[str]]:
    """Texts by context: "errors", "settings" and "notice". Raises LookupError for an error whose text is not found."""
    trees = {file: ast.parse(file.read_text(encoding="utf-8")) for package in PACKAGES for file in _modules(package)}
    ours = _own_errors(list(trees.values()))
    everywhere: dict[str, list[ast.expr]] = {}
    for tree in trees.values():
        everywhere |= _assigned(tree.body)
    found: dict[str, set[str]] = {
        "errors": set(),
        "settings": set(),
        "notice": set(_texts(everywhere["NOTICE"][0], {})),
    }
    for file, tree in trees.items():
        # what the module assigns, on whatever level, wins over another module's constant of the same name
        assigned = everywhere | _assigned(list(ast.walk(tree)))
        for call in _error_calls(tree, ours):
            texts = set(_texts(call.args[0], assigned))
            if not texts and _called(call.func) in ours:
                raise LookupError(f"{file}:{call.lineno}: write the error's text here, or name it as a constant")
            found["errors"] |= texts
        found["settings"].update(_option_texts(tree))
    return found


def _modules(package: str) -> list[Path]:
    return sorted((ROOT / package).rglob("*.py"))


def _own_errors(trees: list[ast.Module]) -> set[str]:
    """The names of the error classes of both packages."""
    names = {"SelfMMError", "ScreeningError"}
    classes = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    for _ in classes:  # at most so many generations
        names |= {node.name for node in classes if names & {_called(base) for base in node.bases}}
    return names


def _assigned(nodes: Iterable[ast.AST]) -> dict[str, list[ast.expr]]:
    """All that is assigned to each name, or given to each named argument."""
    found: dict[str, list[ast.expr]] = {}
    for node in nodes:
        for keyword in node.keywords if isinstance(node, ast.Call) else ():
            found.setdefault(keyword.arg or "", []).append(keyword.value)
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        value = getattr(node, "value", None)
        for target in targets:
            if isinstance(target, ast.Name) and isinstance(value, ast.expr):
                found.setdefault(target.id, []).append(value)
    return found


def _error_calls(tree: ast.Module, ours: set[str]) -> list[ast.Call]:
    """`SomeError(…)` and, in a class that is an error of ours, `super().__init__(…)`."""
    calls = [call for call in _calls(tree) if _called(call.func) in ours]
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and node.name in ours:
            calls += [call for call in _calls(node) if _called(call.func) == "__init__"]
    return [call for call in calls if call.args and _called(call.func) not in _MAKE_THEIR_TEXT]


def _option_texts(tree: ast.Module) -> Iterator[str]:
    """Title and meaning of each `option(default, group, title, meaning, …)` of the settings."""
    for call in _calls(tree):
        if _called(call.func) == "option":
            for argument in call.args[2:4]:
                yield from _texts(argument, {})


def _calls(tree: ast.AST) -> list[ast.Call]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call)]


def _called(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _texts(value: ast.expr, assigned: dict[str, list[ast.expr]]) -> Iterator[str]:
    """The texts that an expression may be: itself, a name's, either side of a condition, those of a table."""
    parts: list[ast.expr] = []
    match value:
        case ast.Constant(value=str(text)):
            yield text
        case ast.Name(id=name):
            rest = {other: values for other, values in assigned.items() if other != name}  # no going round in circles
            parts, assigned = assigned.get(name, []), rest
        case ast.IfExp(body=one, orelse=other):
            parts = [one, other]
        case ast.Dict(values=members) | ast.Tuple(elts=members) | ast.List(elts=members):
            parts = members
        case ast.Subscript(value=table):
            parts = [table]
        case ast.Call(func=ast.Attribute(value=table, attr="get"), args=[_, *defaults]):
            parts = [table, *defaults]
    for part in parts:
        yield from _texts(part, assigned)


def _write_for_lupdate(file: Path) -> None:
    lines = ["from PySide6.QtCore import QCoreApplication"]
    for context, texts in texts_outside_qt().items():
        lines += [f"QCoreApplication.translate({_quoted(context)}, {_quoted(text)})" for text in sorted(texts)]
    file.write_text("\n".join(lines), encoding="utf-8")


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def _tool(name: str) -> str:
    return str(Path(sys.executable).parent / name)


def update() -> None:
    """Bring zh_CN.ts up to date; what is translated stays, what is gone from the code goes."""
    windows = [str(file) for file in _modules("screening_app")]
    with tempfile.TemporaryDirectory() as folder:
        outside = Path(folder) / "outside_qt.py"
        _write_for_lupdate(outside)
        options = [
            "-locations",
            "none",
            "-no-obsolete",
            "-no-ui-lines",
            "-source-language",
            "en_GB",
            "-target-language",
            "zh_CN",
        ]
        subprocess.run([_tool("pyside6-lupdate"), *options, *windows, str(outside), "-ts", str(TS)], check=True)


def compile_translations() -> None:
    """Make zh_CN.qm of zh_CN.ts."""
    subprocess.run([_tool("pyside6-lrelease"), str(TS), "-qm", str(TS.with_suffix(".qm"))], check=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Collect and compile the texts that the user can see.")
    parser.add_argument("--compile", action="store_true", help="only compile")
    if not parser.parse_args().compile:
        update()
    compile_translations()
