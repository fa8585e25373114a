"""Marks in a text: where quotes overlap nothing is lost, nothing is shown twice."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from materiel.tell import marks


def _shown(groups: list[marks.Group]) -> str:
    parts = [part for group in groups for part in group.parts]
    return "".join(piece.text for part in parts for run in (part.cells or (part.pieces,)) for piece in run)


def _marker(text: str, *places: tuple[int, int]) -> list[marks.Piece]:
    spans = marks.spans(((start, end, marks.Use("#", f"{start}-{end}")) for start, end in places), len(text))
    return list(marks.Marker(text, spans).pieces(0, len(text)))


def test_overlapping_quotes_are_cut_at_every_edge() -> None:
    pieces = _marker("abcdefgh", (1, 5), (3, 7))
    assert [piece.text for piece in pieces] == ["a", "bc", "de", "fg", "h"]
    assert [[span.anchor for span in piece.spans] for piece in pieces] == [[], ["c1-5"], ["c1-5", "c3-7"], ["c3-7"], []]
    assert [[span.anchor for span in piece.begins] for piece in pieces] == [[], ["c1-5"], ["c3-7"], [], []]


def test_the_narrowest_quote_comes_first() -> None:
    pieces = _marker("abcdefgh", (0, 8), (2, 4))
    assert [span.anchor for span in pieces[1].spans] == ["c2-4", "c0-8"]


def test_quotes_of_one_place_are_one_span() -> None:
    use, other = marks.Use("#a", "a"), marks.Use("#b", "b")
    found = marks.spans([(2, 4, use), (2, 4, other), (2, 4, use)], 10)
    assert [(span.start, span.end, span.uses) for span in found] == [(2, 4, [use, other])]


def test_quotes_outside_the_text_are_left_out() -> None:
    use = marks.Use("#", "")
    assert marks.spans([(-1, 3, use), (2, 99, use), (5, 5, use), (6, 4, use)], 10) == []


def test_what_no_block_holds_is_shown_as_paragraphs() -> None:
    text = "Head\nloose words\n\nItem one\nItem two\ntail"
    blocks = [
        {"kind": "heading", "start": 0, "end": 4},
        {"kind": "item", "start": 18, "end": 26},
        {"kind": "item", "start": 27, "end": 35},
    ]
    groups = marks.groups(text, blocks, [])
    assert [(group.kind, len(group.parts)) for group in groups] == [
        ("heading", 1),
        ("paragraph", 1),
        ("list", 2),
        ("paragraph", 1),
    ]
    assert "".join(_shown(groups).split()) == "".join(text.split())


def test_the_dash_of_a_list_and_the_rule_of_a_table_are_not_shown() -> None:
    text = "- Item one\n- Item two\n|---|\nend"
    blocks = [{"kind": "item", "start": 2, "end": 10}, {"kind": "item", "start": 13, "end": 21}]
    groups = marks.groups(text, blocks, [])
    assert [(group.kind, len(group.parts)) for group in groups] == [("list", 2), ("paragraph", 1)]
    assert _shown(groups) == "Item oneItem twoend"


def test_a_quote_over_two_blocks_is_marked_in_both_and_begins_once() -> None:
    text = "first line\nsecond line"
    blocks = [{"kind": "paragraph", "start": 0, "end": 10}, {"kind": "paragraph", "start": 11, "end": 22}]
    groups = marks.groups(text, blocks, marks.spans([(6, 17, marks.Use("#", ""))], len(text)))
    marked = [piece for group in groups for part in group.parts for piece in part.pieces if piece.spans]
    assert [piece.text for piece in marked] == ["line", "second"]
    assert [len(piece.begins) for piece in marked] == [1, 0]


def test_quotes_of_one_sentence_share_it() -> None:
    def quote(start: int, end: int, document: str = "d") -> dict[str, object]:
        text = "Serbia blamed Ankara."
        words = {"before": text[: start - 100], "exact": text[start - 100 : end - 100], "after": text[end - 100 :]}
        return {"document": document, "start": start, "end": end} | words

    told = marks.sentences([quote(114, 120), quote(100, 106), quote(100, 106, "other")])
    assert [(it.quote["document"], it.quote["exact"]) for it in told] == [("d", "Ankara"), ("other", "Serbia")]
    assert [(piece.text, bool(piece.spans)) for piece in told[0].pieces] == [
        ("Serbia", True),
        (" blamed ", False),
        ("Ankara", True),
        (".", False),
    ]


def test_rows_of_two_tables_are_two_groups() -> None:
    text = "a\tb\nc\td"
    blocks = [
        {"kind": "row", "start": 0, "end": 3, "table": 0, "cells": [[0, 1], [2, 3]]},
        {"kind": "row", "start": 4, "end": 7, "table": 1, "cells": [[4, 5], [6, 7]]},
    ]
    groups = marks.groups(text, blocks, [])
    assert [(group.kind, len(group.parts)) for group in groups] == [("table", 1), ("table", 1)]
    assert _shown(groups) == "abcd"


@given(
    st.text("ab \n", max_size=60),
    st.lists(st.tuples(st.integers(-3, 70), st.integers(-3, 70)), max_size=8),
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=6),
)
def test_nothing_is_lost_or_doubled(text: str, places: list[tuple[int, int]], cut: list[tuple[int, int]]) -> None:
    blocks = [{"kind": "paragraph", "start": min(pair), "end": min(max(pair), len(text))} for pair in cut]
    spans = marks.spans(((start, end, marks.Use("#", "")) for start, end in places), len(text))
    groups = marks.groups(text, blocks, spans)
    assert "".join(_shown(groups).split()) == "".join(text.split())
    pieces = [piece for group in groups for part in group.parts for piece in part.pieces]
    begun = [span.anchor for piece in pieces for span in piece.begins]
    assert len(begun) == len(set(begun))
    assert all(piece.text in text for piece in pieces)
