"""Roots: which things belong together over any number of steps (union and find: Galler and Fischer 1964)."""

from __future__ import annotations


def root(home: list[int], index: int) -> int:
    """What stands for all that belongs with ``index``: ``home`` leads from each to another, or to itself at the end.

    The way is halved as it is gone, so that the next who asks has a shorter one.
    """
    while home[index] != index:
        home[index] = home[home[index]]
        index = home[index]
    return index
