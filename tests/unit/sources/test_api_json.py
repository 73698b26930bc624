"""Query answers of the statistics API: whole or refused, and the same table as the file."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from pathlib import Path
from random import Random
from typing import Any

import pytest

from earlywarning.definitions.loader import load_definitions
from earlywarning.run.taken import releases
from earlywarning.sources import intake
from earlywarning.sources.folders import offered_files
from earlywarning.sources.offered import Offered
from tests.conftest import REFERENCE

DEFINITIONS = load_definitions(REFERENCE)
INDICATORS = {"i0": "referral_count", "i1": "rereferral_count", "i2": "rereferral_percent"}
CATEGORY = "Referrals and Re-referrals"
ROWS = [
    ("2024", "NAT", {"NAT": "n"}, ("640430", "143770", "22.4")),
    ("2025", "NAT", {"NAT": "n"}, ("632830", "142900", "22.6")),
    ("2025", "REG", {"NAT": "n", "REG": "r"}, ("105790", "20520", "19.4")),
    ("2024", "LA", {"NAT": "n", "LA": "h"}, ("u", "u", "u")),
    ("2025", "LA", {"NAT": "n", "LA": "h"}, ("41142", "16877", "41")),
    ("2025", "LA", {"NAT": "n", "REG": "r", "LA": "c"}, ("57", "c", "c")),
]

CONTEXT = intake.context_of([], DEFINITIONS, dt.date(2026, 4, 30))


def meta(**other: Any) -> dict[str, Any]:
    def places(level: str, *options: dict[str, str]) -> dict[str, Any]:
        return {"level": {"code": level, "label": level}, "options": list(options)}

    return {
        "filters": [
            {
                "id": "f",
                "column": "category",
                "label": "C",
                "options": [{"id": "o", "label": CATEGORY}],
            }
        ],
        "indicators": [{"id": i, "column": c, "label": c} for i, c in INDICATORS.items()],
        "geographicLevels": [
            {"code": "NAT", "label": "National"},
            {"code": "REG", "label": "Regional"},
            {"code": "LA", "label": "Local authority"},
        ],
        "locations": [
            places("NAT", {"id": "n", "name": "England", "code": "E92000001"}),
            places("REG", {"id": "r", "name": "London", "code": "E12000007"}),
            places(
                "LA",
                {"id": "h", "name": "Hampshire", "code": "E10000014", "oldCode": "850"},
                {"id": "c", "name": "City of London", "code": "E09000001", "oldCode": "201"},
            ),
        ],
        "timePeriods": [{"code": "RY", "period": "2025", "label": "2025"}],
    } | other


def pages(rows: list[Any] = ROWS, size: int = 4) -> list[dict[str, Any]]:
    parts = [rows[n : n + size] for n in range(0, len(rows), size)]
    return [
        {
            "paging": {
                "page": number, "pageSize": size,
                "totalResults": len(rows), "totalPages": len(parts),
            },
            "warnings": [],
            "results": [
                {
                    "timePeriod": {"code": "RY", "period": year}, "geographicLevel": level,
                    "locations": where, "filters": {"f": "o"},
                    "values": dict(zip(INDICATORS, values, strict=True)),
                }
                for year, level, where, values in part
            ],
        }
        for number, part in enumerate(parts, start=1)
    ]  # fmt: skip


def take(folder: Path) -> list[Offered]:
    offered = offered_files((folder,))
    for one in offered:
        intake.recognise(one, DEFINITIONS)
    context = intake.context_of(offered, DEFINITIONS, dt.date(2026, 4, 30))
    intake.join_answers(offered, context)
    for one in offered:
        if one.kind != "unknown" and one.outcome == "unknown":
            intake.date_release(one, context)
    return offered


def write(folder: Path, contents: dict[str, Any]) -> None:
    for name, content in contents.items():
        (folder / name).write_text(json.dumps(content), encoding="utf-8")


def outcomes(offered: list[Offered]) -> dict[str, str]:
    return {one.name: one.outcome for one in offered if not one.partial}


def test_an_answer_is_one_partial_table(tmp_path):
    one, two = pages()
    write(tmp_path, {"meta.json": meta(), "b.json": one, "a.json": two})
    offered = take(tmp_path)
    assert set(outcomes(offered).values()) == {"context"}
    (answer,) = [one for one in offered if one.partial]
    assert (answer.kind, answer.period, answer.outcome) == ("cin_c1", 2025, "unknown")
    facts = intake.read_table(answer, CONTEXT).facts.to_pandas()
    assert len(facts) == 3 * len(ROWS)
    hampshire = facts[(facts["old_la_code"] == "850") & (facts["series"] == "referrals")]
    assert hampshire["marker"].fillna("").tolist() == ["u", ""]
    assert hampshire["status"].tolist() == ["low_reliability", "ok"]
    # The answer does not say Hampshire's region; the authority list does.
    assert set(hampshire["region"]) == {"South East"}
    city = facts[(facts["old_la_code"] == "201") & (facts["series"] == "rereferrals")]
    assert (city["marker"].tolist(), city["region"].tolist()) == (["c"], ["London"])


def test_the_order_of_pages_names_and_columns_is_nothing(tmp_path):
    for name, parts in {"x": pages(), "y": pages(ROWS[::-1], size=2)}.items():
        (tmp_path / name).mkdir()
        write(tmp_path / name, {f"{n}.json": page for n, page in enumerate(parts)})
        write(tmp_path / name, {"meta.json": meta(indicators=meta()["indicators"][::-1])})
    tables = [
        intake.read_table(next(one for one in take(tmp_path / name) if one.partial), CONTEXT)
        .facts.to_pandas()
        .drop(columns=["row_number"])
        .astype(str)
        .sort_values(["series", "geographic_level", "old_la_code", "region", "time_period"])
        .to_csv(index=False)
        for name in ("x", "y")
    ]
    assert tables[0] == tables[1]


@pytest.mark.parametrize(
    ("leave_out", "why"),
    [
        ("2.json", "page 2 of 2 of this answer is missing"),
        ("1.json", "page 1 of 2 of this answer is missing"),
        ("meta.json", "no metadata among the files explains its ids"),
    ],
)
def test_an_answer_that_is_not_whole_is_refused(tmp_path, leave_out, why):
    one, two = pages()
    write(tmp_path, {"meta.json": meta(), "1.json": one, "2.json": two})
    (tmp_path / leave_out).unlink()
    offered = take(tmp_path)
    refused = [one for one in offered if one.outcome == "refused"]
    assert {one.name for one in refused} == {"1.json", "2.json"} - {leave_out}
    assert all(why in one.message for one in refused)
    assert not any(one.partial for one in offered)


def test_another_data_sets_metadata_explains_nothing(tmp_path):
    other = [{"id": "z", "column": "referral_count", "label": ""}]
    write(tmp_path, {"meta.json": meta(indicators=other), "1.json": pages(size=9)[0]})
    assert outcomes(take(tmp_path)) == {"meta.json": "context", "1.json": "refused"}


@pytest.mark.parametrize(
    ("spoil", "rule"),
    [
        (lambda page: page["results"].pop(), "pages"),
        (lambda page: page["paging"].update(totalPages=None), "pages"),
        (lambda page: page["results"][1]["timePeriod"].update(code="T1"), "time_identifier"),
        (lambda page: page["results"][1].update(geographicLevel="SCH"), "level"),
        (lambda page: page["results"][1]["values"].pop("i1"), "results"),
    ],
)
def test_a_fault_in_an_answer_refuses_it_by_name(tmp_path, spoil, rule):
    (page,) = pages(size=9)
    spoil(page)
    write(tmp_path, {"meta.json": meta(), "1.json": page})
    (refused,) = [one for one in take(tmp_path) if one.outcome == "refused"]
    assert (refused.name, refused.rule) == ("1.json", rule)


def test_two_metadata_that_differ_are_not_chosen_between(tmp_path):
    swapped = [
        {"id": i, "column": c} for i, c in zip(["i1", "i0", "i2"], INDICATORS.values(), strict=True)
    ]
    write(
        tmp_path, {"a.json": meta(), "b.json": meta(indicators=swapped), "1.json": pages(size=9)[0]}
    )
    (refused,) = [one for one in take(tmp_path) if one.outcome == "refused"]
    assert "differently" in refused.message


def test_damaged_pages_and_other_json_are_told_apart(tmp_path):
    write(
        tmp_path, {"settings.json": {"a": 1}, "list.json": {"paging": {}, "results": [{"id": 1}]}}
    )
    (tmp_path / "cut.json").write_text(json.dumps(pages()[0])[:-40], encoding="utf-8")
    (tmp_path / "text.json").write_text("no JSON", encoding="utf-8")
    assert outcomes(take(tmp_path)) == {
        "cut.json": "refused",
        "list.json": "unknown",
        "settings.json": "unknown",
        "text.json": "unknown",
    }


def test_a_partial_release_supersedes_no_whole_one(tmp_path):
    columns = [c.names[0] for c in DEFINITIONS.tables["cin_c1"].columns.values() if not c.optional]
    head = ["time_period", "time_identifier", "geographic_level", "country_code", "country_name"]
    head += ["region_code", "region_name", "old_la_code", "new_la_code", "la_name", "category"]
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([*head, *columns])
    nation = ["2025", "Reporting year", "National", "E92000001", "England", *[""] * 5, CATEGORY]
    writer.writerow([*nation, *["1"] * len(columns)])
    (tmp_path / "c1.csv").write_text(out.getvalue(), encoding="utf-8")
    write(tmp_path, {"meta.json": meta(), "1.json": pages(size=9)[0]})
    taken = [one for one in take(tmp_path) if one.table]
    whole, answer = sorted(taken, key=lambda one: one.partial)
    answer.published = whole.published + dt.timedelta(days=9)
    assert releases(taken, dt.date(2026, 4, 30))["superseded_by"].isna().all()
    answer.published = whole.published - dt.timedelta(days=9)
    superseded = releases(taken, dt.date(2026, 4, 30)).set_index("release")["superseded_by"]
    assert superseded[answer.release] == whole.release
    assert superseded.isna()[whole.release]


ODD = [None, [], {}, 3, "x", True, [[]], {"a": 1}, "2025", -1, 1e300, "\u202e", ["NAT"]]


def spoil(content: Any, chance: Random) -> Any:
    """Put something odd into one place of an answer, or take the place away."""
    at, steps = content, chance.randint(1, 7)
    for _ in range(steps):
        keys = list(at) if isinstance(at, dict) else list(range(len(at)))
        if not keys:
            break
        key = chance.choice(keys)
        if isinstance(at[key], dict | list) and at[key] and chance.random() < 0.8:
            at = at[key]
        elif chance.random() < 0.3:
            del at[key]
            break
        else:
            at[key] = chance.choice(ODD)
            break
    return content


@pytest.mark.parametrize("seed", range(3))
def test_spoilt_answers_are_refused_or_read_and_met_with_no_bug(tmp_path, seed, caplog):
    for number in range(100):
        chance = Random(f"{seed} {number}")
        one, two = pages()
        files = {"meta.json": meta(), "a.json": one, "b.json": two}
        name = chance.choice(list(files))
        files[name] = spoil(files[name], chance)
        write(tmp_path, files)
        for offered in take(tmp_path):
            assert offered.rule != "unexpected", (seed, number, offered.message)
            if offered.partial and offered.outcome == "unknown":
                intake.read_table(offered, CONTEXT)
    assert "Traceback" not in caplog.text
