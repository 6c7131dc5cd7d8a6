"""Which places of the package a module reaches by path, from where it lies itself: `Path(__file__)` and
what is made of it."""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

Known = Mapping[str, Path]
"""The paths that names in a module stand for."""


def reached(tree: ast.Module, path: Path, package: Path) -> Iterator[tuple[int, Path | None]]:
    """Line and path of every place that a module reaches from where it lies, without what is only
    known when it runs. None where `__file__` is used in a way that is not understood."""
    known = {"__file__": path}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            place = _place(node.value, known)
            if place is not None:
                known[node.targets[0].id] = place
    for line, place in _within(tree, known):
        if place != package or line not in _names_of_all(tree, known, package):
            yield line, place


def _names_of_all(tree: ast.Module, known: Known, package: Path) -> set[int]:
    """The lines that only give the whole package a name: what is made of the name counts."""
    named = [node for node in ast.walk(tree) if isinstance(node, ast.Assign)]
    return {node.value.lineno for node in named if _place(node.value, known) == package}


def _within(node: ast.AST, known: Known) -> Iterator[tuple[int, Path | None]]:
    """The places that whole expressions name, not the steps on the way to them."""
    place = _place(node, known)
    if isinstance(node, ast.Name) and node.id == "__file__":
        yield node.lineno, None
    elif place is not None and isinstance(node, ast.expr):
        if not isinstance(node, ast.Name) or isinstance(node.ctx, ast.Load):
            yield node.lineno, place
    else:
        for inner in ast.iter_child_nodes(node):
            yield from _within(inner, known)


def _place(node: ast.AST, known: Known) -> Path | None:
    """The path that an expression stands for; None when it is not made of `__file__`."""
    match node:
        case ast.Name(id=name) if name != "__file__":
            return known.get(name)
        case ast.Call(func=ast.Name(id="Path"), args=[ast.Name(id="__file__")]):
            return known["__file__"]
        case ast.Attribute(value=inner, attr="parent"):
            place = _place(inner, known)
            return place and place.parent
        case ast.Subscript(value=ast.Attribute(value=inner, attr="parents"), slice=ast.Constant(value=int(up))):
            place = _place(inner, known)
            return place and place.parents[up]
        case ast.BinOp(left=inner, op=ast.Div(), right=ast.Constant(value=str(name))):
            place = _place(inner, known)
            return place and place / name
        case ast.BinOp(left=inner, op=ast.Div()):
            return _place(inner, known)
        case ast.Call(func=ast.Attribute(value=inner, attr="resolve" | "absolute"), args=[]):
            return _place(inner, known)
    return None
