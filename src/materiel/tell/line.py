"""Line: a deal as the row of a table, and its parties as a link; a list has fifty, so that they are put together here
and not by a template. Every part is kept by what it tells: many deals share their days, parties and steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from materiel.tell import tags, things
from materiel.tell import words as say
from materiel.tell.engine import escaped
from materiel.tell.tongue import at, told

Row = Mapping[str, Any]


def line(deal: Row, more: str = "") -> Markup:
    """The row of a deal; ``more`` goes behind its address."""
    value, told_on = deal["value"], deal["disputed"]
    return Markup(
        f'<tr role="row"><th scope="row" role="rowheader" class="parties">{_linked(deal, more)}</th>'
        f"{_goods(deal)}{_money(value['amount'], value['currency']) if value else _untold('figure')}"
        f"{_standing(deal['status'], deal['modality'])}"
        f"{_dates(deal['order_date'], deal['delivery_date'], deal['status'] == 'delivered')}"
        f"{_told(deal['reports'], deal['origins'], tuple(told_on))}"
        f"{_reported(deal['first_reported'], deal['last_reported'])}</tr>\n"
    )


def parties(deal: Row, more: str = "") -> Markup:
    """A deal's parties as a link to it."""
    return Markup(_linked(deal, more))


def route(deal: Row) -> Markup:
    """A deal's parties."""
    return Markup(_route(tuple(deal["supplier"]), tuple(deal["recipient"])))


def _linked(deal: Row, more: str) -> str:
    name, sides = quote(deal["id"], safe=""), _route(tuple(deal["supplier"]), tuple(deal["recipient"]))
    return f'<a href="{at("/deals/")}{name}{escaped(more)}">{sides}</a>'


def _route(suppliers: Sequence[str], recipients: Sequence[str]) -> str:
    return f"{_party(suppliers)} {_to()} {_party(recipients)}"


@say.kept
def _party(codes: Sequence[str]) -> str:
    return f'<span class="party{"" if codes else " none"}">{escaped(say.states(codes))}</span>'


@say.kept
def _to() -> str:
    words = f'<span aria-hidden="true">→</span><span class="visually-hidden">{escaped(told("to"))}</span>'
    return f'<span class="to">{words}</span>'


def _goods(deal: Row) -> str:
    weapons = deal["weapons"]
    background = f" · {escaped(told('background'))}" if deal["background"] else ""
    return (
        f'<td role="cell" class="goods"><span class="thing">{escaped(things.goods(weapons))}</span>'
        f'<span class="category">{escaped(things.categories(weapons))}{background}</span></td>'
    )


@say.kept
def _money(amount: float, currency: str | None) -> str:
    words = escaped(say.money({"amount": amount, "currency": currency}))
    return f'<td role="cell" class="figure"><data value="{amount}">{words}</data></td>'


@say.kept
def _standing(status: str, modality: str) -> str:
    mood = escaped(say.word("modality", modality).lower())
    more = "" if modality == "asserted" else f'<span class="category">{mood}</span>'
    return f'<td role="cell" class="standing">{tags.status(status)}{more}</td>'


@say.kept
def _dates(order: str | None, delivery: str | None, is_delivered: bool) -> str:
    if not (order or delivery):
        return _untold("dates")
    said = [(told("ordered"), order), (told("delivered" if is_delivered else "delivery"), delivery)]
    days = (f"<span>{escaped(word)} {escaped(say.day(day))}</span>" for word, day in said if day)
    return f'<td role="cell" class="dates">{" ".join(days)}</td>'


@say.kept
def _untold(kind: str) -> str:
    words = f'<span aria-hidden="true">–</span><span class="visually-hidden">{escaped(say.words()["unknown"])}</span>'
    return f'<td role="cell" class="{kind} untold">{words}</td>'


@say.kept
def _told(reports: int, origins: int, disputed: Sequence[str]) -> str:
    words = f"<span>{escaped(say.told_in(reports, origins))}</span>"
    if disputed:
        fields = ", ".join(escaped(say.field(it).lower()) for it in disputed)
        on = f'<span aria-hidden="true">≠</span><span class="visually-hidden">{escaped(told("differ on"))}</span>'
        words += f' <span class="differ">{on} {fields}</span>'
    return f'<td role="cell" class="told">{words}</td>'


@say.kept
def _reported(first: str | None, last: str | None) -> str:
    if not first:
        return f'<td role="cell" class="figure first"><span class="none">{escaped(told("undated"))}</span></td>'
    until = f' <span class="until">{escaped(told("to"))} {_time(last)}</span>' if last and last != first else ""
    on_card = f'<span class="on-card">{escaped(told("reported"))} </span>'
    return f'<td role="cell" class="figure first">{on_card}{_time(first)}{until}</td>'


def _time(day: str) -> str:
    return f'<time datetime="{escaped(day)}">{escaped(say.day(day))}</time>'
