"""The card says what the result table says, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

from earlywarning.backtest.card.blocks import as_markdown, as_page, heading, table, words
from earlywarning.backtest.card.card import card_of, first_line
from earlywarning.backtest.card.figures import Figures, numbered
from earlywarning.backtest.card.given import Given
from earlywarning.backtest.card.promised import ANSWER
from earlywarning.backtest.card.tripod import ITEMS
from earlywarning.backtest.contenders import contenders_of, listed
from earlywarning.backtest.frozen.protocol import frozen_protocol
from earlywarning.backtest.sentence import record_rows, record_sentence
from earlywarning.errors import DefinitionError
from lab.invented_record import fingerprint
from tests.conftest import PROJECT
from tests.support.evidence import DEFINITIONS

FOLDER = PROJECT / "models" / "vital_signs"
CARD = (FOLDER / "README.md").read_text(encoding="utf-8")
WORDS = {"target": "", "contender": "", "part": ""}
RESULTS = pd.read_csv(
    FOLDER / "results.csv", dtype={"part": str}, keep_default_na=False, na_values=[""]
).fillna(WORDS)
CITED = re.compile(r"(-?[\d.]+)(%?)(?: \((-?[\d.]+)%? to (-?[\d.]+)%?\))? \[(\d+)\]")


def test_every_figure_of_the_card_is_in_the_row_that_it_cites() -> None:
    cited = CITED.findall(CARD)
    assert len(cited) > 800
    rows = RESULTS.set_index("row")
    for value, percent, lower, upper, row in cited:
        scale, decimals = (100, 0) if percent else (1, 2)
        for told, column in ((value, "value"), (lower, "lower"), (upper, "upper")):
            if told:
                assert told == f"{scale * rows.loc[int(row), column]:.{decimals}f}", (row, column)


def test_every_figure_of_the_invented_record_is_in_the_row_that_it_cites() -> None:
    folder = PROJECT / "models" / "invented_nations"
    card = (folder / "README.md").read_text(encoding="utf-8")
    rows = pd.read_csv(folder / "results.csv").set_index("row")
    cited = re.findall(r"(-?[\d.]+) \((-?[\d.]+) to (-?[\d.]+)\) \[(\d+)\]", card)
    assert len(cited) > 200
    for *told, row in cited:
        for figure, column in zip(told, ("value", "lower", "upper"), strict=True):
            digits = len(figure.partition(".")[2])
            assert figure == f"{rows.loc[int(row), column]:.{digits}f}", (row, column)


def test_the_invented_record_rests_on_the_signs_and_flags_as_they_are() -> None:
    card = (PROJECT / "models" / "invented_nations" / "README.md").read_text(encoding="utf-8")
    assert f"`{fingerprint(DEFINITIONS)}`" in card, "make it anew: python -m lab nations"


def test_nothing_that_looks_like_a_figure_stands_without_its_row() -> None:
    tables = [
        line for line in CARD.splitlines() if re.search(r"\(-?[\d.]+%? to -?[\d.]+%?\)", line)
    ]
    assert tables
    for line in tables:
        assert len(re.findall(r"\(-?[\d.]+%? to -?[\d.]+%?\)", line)) == len(
            re.findall(r"\(-?[\d.]+%? to -?[\d.]+%?\) \[\d+\]", line)
        ), line


def test_the_first_line_follows_from_the_figures() -> None:
    names = ["product", "ridge"]
    tried = pd.DataFrame(
        {"name": [*names, "deprivation"], "kind": ["contender"] * 2 + ["baseline"]}
    )
    for share, said in ((0.61, "None of the 2 scores tried beats"), (0.97, "1 of the 2 scores")):
        rows = [
            {"section": "panel", "target": "decline", "contender": f"{name}_timed",
             "measure": "beats_deprivation", "part": "not_inadequate", "value": value}
            for name, value in (("product", 0.5), ("ridge", share))
        ]  # fmt: skip
        assert first_line(Figures(numbered(pd.DataFrame(rows))), tried).startswith(said)
    assert CARD.splitlines()[2].startswith("**")


def test_the_card_names_every_contender_and_what_is_spent() -> None:
    listed = set(RESULTS.loc[RESULTS["section"] == "inspections", "contender"])
    assert len(listed) >= 20
    assert "about 120 settings" in CARD
    assert "the last two signs were named after a study of these years" in CARD
    assert "FAILS" not in CARD


def given(results: pd.DataFrame) -> Given:
    tried = listed(contenders_of(DEFINITIONS))
    made = dict.fromkeys(("nation", "as_of", "inspections_until", "looks", "inputs_sha256",
                          "definitions_sha256", "on", "version"), "")  # fmt: skip
    years = pd.DataFrame({"year": ["2018/19"]})
    return Given(results, [], tried, "twelve", made, years, frozen_protocol(PROJECT / "models"))


def test_no_sentence_of_the_card_carries_what_is_no_number() -> None:
    title, blocks = card_of(given(RESULTS))
    whole = as_markdown(title, blocks)
    assert whole.count("[") > 800
    gone = RESULTS.assign(**dict.fromkeys(("value", "lower", "upper"), float("nan")))
    for text in (CARD, whole, as_markdown(*card_of(given(gone))), as_page(title, blocks)):
        assert not re.search(r"\bnan\b", text, re.IGNORECASE)


def test_sentences_that_quote_the_record_tell_the_base_rate() -> None:
    quoting = [line for line in CARD.splitlines()
               if re.search(r"highest (score|quarter)|flagged \d", line) and line[0] not in "|#-"
               and "[" in line]  # fmt: skip
    assert quoting
    rows = RESULTS[(RESULTS["measure"] == "base_rate") | (RESULTS["measure"] == "of_all")]
    cited = {f"[{row}]" for row in rows["row"]}
    for line in quoting:
        assert any(one in line for one in cited), line


def test_the_card_names_what_is_frozen_and_when() -> None:
    frozen = frozen_protocol(PROJECT / "models")
    assert f"Frozen on {frozen.protocol.frozen_on:%-d %B %Y} under sha256 {frozen.sha256}" in CARD
    for target in frozen.protocol.targets.values():
        assert target.title in CARD


def test_the_checklist_is_answered_item_by_item() -> None:
    assert [one.number for one in ITEMS] == [str(n) for n in range(1, 28)]
    assert all(one.asks and one.answer and one.where for one in ITEMS)
    sections = {line.removeprefix("## ") for line in CARD.splitlines() if line.startswith("## ")}
    for one in ITEMS:
        for where in one.where.split("; "):
            place = where.partition(",")[0]
            known = where in sections or (PROJECT / place).exists() or (FOLDER / place).exists()
            assert known or where in ("title", "Inspections tested", "table finding"), where
        assert f"| {one.number} | {one.asks} |" in CARD


def test_the_rule_for_the_pillar_is_answered_where_the_card_says() -> None:
    decisions = (PROJECT / "DECISIONS.md").read_text(encoding="utf-8")
    assert f"**{ANSWER}.**" in decisions
    assert f"DECISIONS.md, \u201c{ANSWER}\u201d" in CARD
    assert "change it, or say why not" not in CARD


def test_a_figure_that_is_not_there_is_not_guessed() -> None:
    figures = Figures(RESULTS)
    with pytest.raises(KeyError, match="0 rows"):
        figures.row("inspections", "decline", "product", "no_such_measure")


def test_markdown_and_page_say_the_same() -> None:
    blocks = [heading("A & B"), words("Some **words** <b>."),
              table("A table", ["one", "two"], [["x|y", "<1>"]])]  # fmt: skip
    text, page = as_markdown("T", blocks), as_page("T", blocks)
    assert "| x\\|y | <1> |" in text
    assert '<th scope="row">x|y</th><td>&lt;1&gt;</td>' in page
    assert "<b>." not in page


def test_the_record_that_runs_carry_is_worded_from_its_rows() -> None:
    rows = record_rows(FOLDER / "results.csv")
    sentence = record_sentence(rows)
    own = rows[(rows["section"] == "inspections") & (rows["target"] == "any_part_down")
               & (rows["contender"] == "product")].set_index("measure")["value"]  # fmt: skip
    assert f"{own['highest_quarter']:.0%}" in sentence
    assert f"{own['lowest_quarter']:.0%}" in sentence
    base = rows[(rows["target"] == "any_part_down") & (rows["measure"] == "base_rate")]
    assert f"{base['value'].iloc[0]:.0%} judged some part" in sentence.partition(". ")[0]
    assert "no verdict" in sentence
    assert "no all-clear" in sentence
    without = rows.assign(value=rows["value"].where(rows["measure"] != "lowest_quarter"))
    assert record_sentence(without) == ""
    assert record_sentence(rows.iloc[:0]) == ""


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n"])
def test_another_file_is_no_record(tmp_path: Path, text: str) -> None:
    path = tmp_path / "results.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DefinitionError, match=r"results\.csv"):
        record_rows(path)
