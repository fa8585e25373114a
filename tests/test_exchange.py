"""Exchange: each export says what the register says, and is read back."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from made import deal, entry, reaction
from materiel.cli import main
from materiel.record import query, review
from materiel.record.review import Verdict
from materiel.record.store import Register
from materiel.types import Weapon

OFFER = Weapon("=rifles", None, "small arms", 300)


@pytest.fixture
def place(tmp_path: Path) -> str:
    path = str(tmp_path / "register.db")
    with Register.open(path) as register:
        register.add_all(
            [
                entry("a", deal(quantity=5, money=(30e6, "USD"), order_date="2022-05/2022-07"), reactions=[reaction()]),
                entry(
                    "b", deal(quantity=6, status="delivered"), published="2023-06", reactions=[reaction(target=None)]
                ),
                entry("c", deal(supplier=("USA",), recipient=("Houthis",), weapons=(OFFER,))),
                entry("d", deal(supplier=(), recipient=("XKX", "ALB"), designation="Javelin", category="missile")),
            ]
        )
        register.refresh()
    return path


def exported(capsys: pytest.CaptureFixture[str], kind: str, place: str, *more: str) -> str:
    assert main(["export", kind, *more, "--register", place]) == 0
    return capsys.readouterr().out


def data(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_every_kind_is_written_to_a_file_as_to_the_screen(
    place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for kind in ("sipri", "ftm", "plover", "annotations", "csv", "json", "jsonl"):
        shown = exported(capsys, kind, place)
        assert shown
        exported(capsys, kind, place, str(tmp_path / "out"))
        assert (tmp_path / "out").read_bytes().decode().replace("\r\n", "\n") == shown.replace("\r\n", "\n")
    assert not list(tmp_path.glob("*.part"))


def test_parquet_is_read_back(place: str, tmp_path: Path) -> None:
    polars = pytest.importorskip("polars", reason="no polars: pip install 'materiel[parquet]'")
    assert main(["export", "parquet", str(tmp_path / "out.parquet"), "--register", place]) == 0
    with Register.open(place) as register:
        rows = query.deals(register)
    found = polars.read_parquet(tmp_path / "out.parquet").to_dicts()
    assert [(one["id"], one["status"], one["weapons"][0]["quantity"]) for one in found] == [
        (one["id"], one["status"], one["weapons"][0]["quantity"]) for one in rows
    ]


def test_csv_and_json_are_read_back(place: str, capsys: pytest.CaptureFixture[str]) -> None:
    with Register.open(place) as register:
        rows = query.deals(register)
    assert json.loads(exported(capsys, "json", place)) == rows
    assert data(exported(capsys, "jsonl", place)) == rows
    lines = list(csv.DictReader(io.StringIO(exported(capsys, "csv", place))))
    assert [line["id"] for line in lines] == [row["id"] for row in rows]
    assert "'=rifles" in [line["goods"] for line in lines]


def test_quotes_are_web_annotations_that_select_the_words(place: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = data(exported(capsys, "annotations", place))
    assert len({one["id"] for one in found}) == len(found) > 10
    with Register.open(place) as register:
        texts = {text["url"]: text["text"] for text in query.whole_documents(register)}
        deals = {row["id"] for row in query.deals(register)}
    for one in found:
        words, where = one["target"]["selector"]
        text = texts[one["target"]["source"]]
        assert text[where["start"] : where["end"]] == words["exact"]
        assert f"{words['prefix']}{words['exact']}{words['suffix']}" in text
        assert one["body"][1]["value"] in deals
        assert (one["type"], one["@context"]) == ("Annotation", "http://www.w3.org/ns/anno.jsonld")


def test_reactions_are_plover_records(place: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = data(exported(capsys, "plover", place))
    assert len(found) == 2
    for one in found:
        assert {"id", "date", "actor", "event"} <= one.keys()
        assert (one["event"], one["quad_code"], one["event_scale"]) == (["ACCUSE"], 3, -3.0)
        assert len(one["date"]) == 10
    assert sorted(len(one["recipient"]) for one in found) == [0, 1]


def test_codes_of_plover(place: str) -> None:
    from materiel.record.exchange.plover import _entity

    assert [_entity(code)["code"] for code in ("XKX", "TUR", "EUU", "Some rebels")] == ["KOS", "TUR", "EUR", "REB"]


def test_followthemoney_has_contract_award_article_and_evidence(place: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = {one["id"]: one for one in data(exported(capsys, "ftm", place))}
    by_schema: dict[str, list[dict[str, Any]]] = {}
    for one in found.values():
        by_schema.setdefault(one["schema"], []).append(one["properties"])
    contract = next(one for one in by_schema["Contract"] if "amount" in one)
    assert (contract["amount"], contract["currency"], contract["contractDate"]) == (["30000000"], ["USD"], ["2022-05"])
    for award in by_schema["ContractAward"]:
        assert found[award["contract"][0]]["schema"] == "Contract"
        assert found[award["supplier"][0]]["schema"] in ("PublicBody", "Organization")
    for evidence in by_schema["Documentation"]:
        assert found[evidence["document"][0]]["schema"] == "Article"
        assert evidence["role"][0].startswith("evidence:")


def test_followthemoney_is_valid_for_its_own_package(place: str, capsys: pytest.CaptureFixture[str]) -> None:
    package = pytest.importorskip("followthemoney", reason="no followthemoney: pip install 'materiel[exchange]'")
    for one in data(exported(capsys, "ftm", place)):
        proxy = package.model.get_proxy(one)
        proxy.schema.validate(proxy.to_dict())
        for name, values in one["properties"].items():
            kept = package.model.make_entity(one["schema"])
            for value in values:
                kept.add(name, value)
            assert len(kept.get(name)) == len(values), (one["schema"], name, values)


def test_corrections_become_gold_items(place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Register.open(place) as register:
        name = next(row["id"] for row in query.deals(register) if row["reports"] == 2)
        field = "weapons[0].quantity"
        review.judge(register, Verdict("correct", name, "Ana", field=field, value=6, why="a typing error"))
        register.refresh()
        text = next(one["text"] for one in query.whole_documents(register) if "Report a." in one["text"])
    assert main(["export", "gold", str(tmp_path / "gold"), "--register", place]) == 0
    [item] = data((tmp_path / "gold" / "gold.jsonl").read_text())
    assert item["deals"][0]["weapons"][0]["quantity"] == 6
    assert (item["doubt"], item["traps"]) == (["deals[0].weapons[0].quantity"], "a typing error")
    assert (tmp_path / "gold" / f"{item['id']}.txt").read_text() == text
    assert main(["export", "gold", "--register", place]) == 2
