"""SIPRI's trade register, in any layout that ``record.sipri`` reads, as transfers to weigh."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

from materiel.record.sipri import layouts
from materiel.record.sipri.transfer import Transfer
from materiel.weigh.importers.imported import Imported
from materiel.weigh.indicator import Missing


def read(path: Path) -> Imported:
    """The register's deals as transfers; ``counts`` counts its rows, all of them.

    A deal has supplier and recipient as codes (armed groups and organisations by name), the category of the codebook
    that its description tells, numbers ordered and delivered, the years of delivery and the source's volume of
    deliveries. Raises ``Missing`` for other files and for a name that no table knows.
    """
    try:
        told = layouts.read(path)
    except ValueError as error:
        raise Missing(str(error) if path.name in str(error) else f"{path.name}: {error}") from error
    found = Imported("sipri", "SIPRI Arms Transfers Database, trade register", counts=dict(told.counts))
    names = Counter(one.id for one in told.transfers)
    for one in told.transfers:
        name = one.id if one.id and names[one.id] == 1 else f"line {one.rows[0]}"
        found.transfers.append(_row(one, name))
    years = [year for one in told.transfers for year in one.delivery_years]
    found.title += f" {min(years, default=0)}-{max(years, default=0)}"
    found.title += f", generated {told.generated}" if told.generated else ""
    return found


def _row(one: Transfer, name: str) -> dict[str, Any]:
    """The row of a transfer; the number is the one ordered, else the one delivered."""
    return {
        "name": name,
        "supplier": one.supplier,
        "recipient": one.recipient,
        "designation": one.designation,
        "category": one.category,
        "ordered": one.order_year,
        "number": one.ordered or one.delivered,
        "delivered": json.dumps({str(year): number for year, number in one.delivered_in}),
        "volume": one.tiv[2],
    }
