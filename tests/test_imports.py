"""Imports go one way: types, packs, read, second, record, weigh, tell, commands; and nowhere in a circle."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import materiel

ROOT = Path(materiel.__file__).parent
LEVELS = (
    {"types", "late", "cache"},
    {"packs", "statements", "coding"},
    {"read"},
    {"second", "intake"},
    {"record"},
    {"weigh"},
    {"tell"},
    {"commands"},
    {"cli"},
    {"__main__"},
)
LEVEL = {room: level for level, rooms in enumerate(LEVELS) for room in rooms}
READ = ("page", "words", "sift", "who", "clauses", "gather", "beside", "rules", "glance", "explain", "reader")
"""The rooms of ``read`` and the files above them: none imports one that stands behind it."""
FORBIDDEN = {(there, reader) for there in ("record", "weigh", "tell") for reader in ("read", "second")}
"""Rooms that are further right and still need nothing of these: what is stored and shown depends on no reader."""

FILES = sorted(path for path in ROOT.rglob("*.py") if "data" not in path.relative_to(ROOT).parts)
FACADE = {("materiel", "materiel.weigh.desk")}
"""What the package itself offers: ``materiel.open``."""

OPTIONAL = {
    "materiel.tell.render",  # brings the templates of the site with it; only `deals --format csv` needs them
    "materiel.record.store",  # brings SQLAlchemy with it; `weigh` seldom needs it (window.opened)
}


def module(path: Path) -> str:
    parts = path.relative_to(ROOT.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def room(name: str) -> str | None:
    """The room of a module: ``materiel.record.store`` is of record; the package itself is of none."""
    parts = name.split(".")
    return parts[1] if len(parts) > 1 else None


def imports(path: Path) -> Iterator[tuple[str, bool]]:
    """Modules of materiel that a file imports, and whether that is deferred into a function."""
    tree = ast.parse(path.read_text("utf-8"))
    inside = {
        id(node)
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
    }
    known = {module(file) for file in FILES}
    for node in ast.walk(tree):
        deferred = id(node) in inside
        if isinstance(node, ast.Import):
            yield from ((alias.name, deferred) for alias in node.names if alias.name.split(".")[0] == "materiel")
        elif isinstance(node, ast.ImportFrom) and node.level:
            raise AssertionError(f"{path}: an import must be absolute")
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "materiel":
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                yield (whole if whole in known else str(node.module)), deferred


def test_every_room_has_its_place() -> None:
    rooms = {room(module(path)) for path in FILES} - {None}
    assert rooms <= LEVEL.keys()
    assert len(FILES) > 30


@pytest.mark.parametrize("path", FILES, ids=module)
def test_imports_go_one_way(path: Path) -> None:
    here = room(module(path))
    for name, deferred in imports(path):
        there = room(name)
        if (module(path), name) in FACADE:
            continue
        if here is None or there is None:
            assert there is None
            continue
        assert LEVEL[there] <= LEVEL[here], f"{module(path)} imports {name}, which is further right"
        assert (here, there) not in FORBIDDEN, f"{module(path)} imports {name}"
        assert not deferred or here == "cli" or name in OPTIONAL, f"{module(path)} defers the import of {name}"


@pytest.mark.parametrize("path", sorted((ROOT / "read").rglob("*.py")), ids=module)
def test_rooms_of_read_go_one_way(path: Path) -> None:
    here = module(path).split(".")[2:3]
    for name, _ in imports(path):
        if here and room(name) == "read":
            assert READ.index(name.split(".")[2]) <= READ.index(here[0]), f"{module(path)} imports {name}"


def test_there_are_no_cycles() -> None:
    graph = {module(path): {name for name, _ in imports(path)} for path in FILES}
    done: set[str] = set()
    for start in graph:
        _walk(start, graph, done, [])


def _walk(name: str, graph: dict[str, set[str]], done: set[str], path: list[str]) -> None:
    assert name not in path, " -> ".join([*path[path.index(name) :], name])
    if name in done:
        return
    for other in sorted(graph.get(name, ())):
        if room(other) is not None:
            _walk(other, graph, done, [*path, name])
    done.add(name)


def test_a_wrong_import_would_be_seen(tmp_path: Path) -> None:
    """The reading of imports finds all their forms."""
    file = tmp_path / "wrong.py"
    lines = ["import materiel.tell.app", "from materiel.record import store"]
    lines += ["def f():", "    from materiel import cli"]
    file.write_text("\n".join(lines))
    assert list(imports(file)) == [
        ("materiel.tell.app", False),
        ("materiel.record.store", False),
        ("materiel.cli", True),
    ]
