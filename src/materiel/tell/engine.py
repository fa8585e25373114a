"""Engine: Jinja for pages that are drawn many times a second, each language in an environment of its own.

Templates mean the same by it, with one difference: a dictionary's own key comes before a method of that name. What is
known when a template is compiled is worked out then: phrases, addresses and whether pages are files. Plain functions
are called without asking first what they want to be given, and a row's fields are looked up where they are told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import FunctionType
from typing import Any

from jinja2 import Environment, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context, Macro
from jinja2.utils import missing
from jinja2.visitor import NodeTransformer
from markupsafe import Markup
from markupsafe import escape as _escape

try:  # the part that is not Python; what it gives is not marked as markup, and need not be where it is only written
    from markupsafe._speedups import _escape_inner
except ImportError:
    _escape_inner = _escape

_OF_THE_LOOP = ("_block_vars", "_loop_vars")
"""What compiled templates hand to each call for functions that want the context."""


def escaped(value: Any) -> str:
    """What a template writes for a value."""
    kind = type(value)
    if kind is str:
        return str(_escape_inner(value))
    if kind is int or kind is float:
        return str(value)
    return value if kind is Markup else _escape(value)


class Shortly(Context):
    """A context that calls plain functions and macros without asking first what they want to be given."""

    def call(__self, __obj: Any, *args: Any, **kwargs: Any) -> Any:
        """What ``__obj`` gives; as in Jinja where it wants the context or is something unusual."""
        kind = type(__obj)
        if kind is Macro:
            for name in _OF_THE_LOOP:
                kwargs.pop(name, None)
            lacking = __obj._argument_count - len(args)
            if kwargs or lacking < 0 or __obj.caller or __obj.catch_kwargs or __obj.catch_varargs:
                return __obj(__self.eval_ctx, *args, **kwargs)
            told = __obj._func(*args, *(missing,) * lacking)
            return Markup(told) if __self.eval_ctx.autoescape else told
        if kind is FunctionType and not hasattr(__obj, "jinja_pass_arg"):
            for name in _OF_THE_LOOP:
                kwargs.pop(name, None)
            return __obj(*args, **kwargs)
        return super().call(__obj, *args, **kwargs)


class _Plainly(CodeGenerator):
    """Writes templates as Python with fewer steps."""

    environment: Engine

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:
        names = ((it.name, it.ctx) for it in node.find_all(nodes.Name))
        self._own = {name for name, use in names if use != "load"} | {it.name for it in node.find_all(nodes.Macro)}
        super().visit_Template(node, frame)

    def write_commons(self) -> None:
        super().write_commons()
        self.writeline("direct, plain, escape = environment.direct, environment.plain, environment.escape")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:
        name = _name(node.node)
        is_plain = name.partition(".")[0] not in self._own and not (forward_caller or node.dyn_args or node.dyn_kwargs)
        if not name or not is_plain or name not in self.environment.direct:
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.write(f"direct[{name!r}](")
        for arg in node.args:
            self.visit(arg, frame)
            self.write(", ")
        for pair in node.kwargs:
            self.write(f"{pair.key}=")
            self.visit(pair.value, frame)
            self.write(", ")
        self.write(")")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:
        self.write(f"(_row[{node.attr!r}] if (_row := ")
        self.visit(node.node, frame)
        self.write(f").__class__ in plain and {node.attr!r} in _row else environment.getattr(_row, {node.attr!r}))")


class Engine(Environment):
    """Templates over plain data: ``row.field`` looks into a dictionary before it looks at its methods."""

    context_class = Shortly
    code_generator_class = _Plainly
    escape = staticmethod(escaped)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.direct: Mapping[str, Callable[..., Any]] = {}
        """Functions by the name under which templates call them ("say.day" too), whose answer rests on their arguments
        and on the language alone: with constant arguments they are asked when a template is compiled."""
        self.fixed: Mapping[str, Any] = {}
        """Variables that are the same on all pages."""
        self.plain: frozenset[type] = frozenset((dict,))
        """Kinds of rows, whose keys come before their methods."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A field of a row, or an attribute."""
        if type(obj) in self.plain and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)

    def _generate(self, source: nodes.Template, *args: Any, **kwargs: Any) -> str:
        return super()._generate(_Known(self, source).visit(source), *args, **kwargs)


class _Known(NodeTransformer):
    """Puts what is known already into a template."""

    def __init__(self, engine: Engine, whole: nodes.Template) -> None:
        self._engine = engine
        self._own = {it.name for it in whole.find_all(nodes.Name) if it.ctx != "load"}
        self._own |= {it.name for it in whole.find_all(nodes.Macro)}

    def visit_Name(self, node: nodes.Name) -> nodes.Node:
        if node.ctx == "load" and node.name in self._engine.fixed and node.name not in self._own:
            return nodes.Const(self._engine.fixed[node.name], lineno=node.lineno)
        return node

    def visit_Call(self, node: nodes.Call) -> nodes.Node:
        self.generic_visit(node)
        function = self._engine.direct.get(_name(node.node))
        if function is None or node.kwargs or node.dyn_args or node.dyn_kwargs:
            return node
        if _name(node.node).partition(".")[0] in self._own:
            return node
        if not all(isinstance(it, nodes.Const) for it in node.args):
            return node
        told = function(*(it.value for it in node.args))  # type: ignore[attr-defined]
        if isinstance(told, Markup):
            return nodes.MarkSafe(nodes.Const(str(told)), lineno=node.lineno)
        return nodes.Const(told, lineno=node.lineno)

    def visit_If(self, node: nodes.If) -> Any:
        self.generic_visit(node)
        known = _truth(node.test)
        if known is None or node.elif_:
            return node
        return node.body if known else node.else_

    def visit_CondExpr(self, node: nodes.CondExpr) -> Any:
        self.generic_visit(node)
        known = _truth(node.test)
        if known is None or (not known and node.expr2 is None):
            return node
        return node.expr1 if known else node.expr2


def _truth(test: nodes.Node) -> bool | None:
    """Whether a condition holds, where that is known; the second part of one may tell nothing more."""
    if isinstance(test, nodes.Not):
        known = _truth(test.node)
        return None if known is None else not known
    if isinstance(test, nodes.And | nodes.Or):
        sides: Iterable[bool | None] = (_truth(test.left), _truth(test.right))
        decided = isinstance(test, nodes.Or)  # one side that is so decides
        if decided in sides:
            return decided
        return None if None in sides else not decided
    return bool(test.value) if isinstance(test, nodes.Const) else None


def _name(node: nodes.Node) -> str:
    """``_`` or ``say.day``, where that is what a call names; else ""."""
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name):
        return f"{node.node.name}.{node.attr}"
    return ""
