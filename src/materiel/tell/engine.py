"""Engine: Jinja with shorter ways to a row's fields and to plain functions, which pages ask for hundreds of times.

Templates mean the same by it, with one difference: a dictionary's own key comes before a method of that name.
"""

from __future__ import annotations

from types import FunctionType
from typing import Any

from jinja2 import Environment
from jinja2.runtime import Context, Macro

_OF_THE_LOOP = ("_block_vars", "_loop_vars")
"""What compiled templates hand to each call for functions that want the context."""


class Shortly(Context):
    """A context that calls plain functions and macros without asking first what they want to be given."""

    def call(__self, __obj: Any, *args: Any, **kwargs: Any) -> Any:
        """What ``__obj`` gives; as in Jinja where it wants the context or is something unusual."""
        kind = type(__obj)
        if kind is FunctionType and not hasattr(__obj, "jinja_pass_arg"):
            for name in _OF_THE_LOOP:
                kwargs.pop(name, None)
            return __obj(*args, **kwargs)
        if kind is Macro:
            for name in _OF_THE_LOOP:
                kwargs.pop(name, None)
            return __obj(__self.eval_ctx, *args, **kwargs)
        return super().call(__obj, *args, **kwargs)


class Engine(Environment):
    """Templates over plain data: ``row.field`` looks into a dictionary before it looks at its methods."""

    context_class = Shortly

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A field of a row, or an attribute."""
        if type(obj) is dict and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)
