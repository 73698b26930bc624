"""Pages opened as a person would: parsed, searched for what must and must not be there."""

from __future__ import annotations

import datetime as dt
import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import duckdb
import pytest

from earlywarning.errors import NothingUsableError
from earlywarning.reports.site import write_site
from tests.support.laid_out import laid_out, put

AS_OF = dt.date(2026, 4, 30)
HOSTILE = "<script>alert(1)</script>"
VOID = {"meta", "link", "img", "input", "br", "line", "circle", "polyline", "polygon", "rect"}
# A paper has less of it.
SCRIPTS = {
    "index.html": ["search-index.js", "search.js"],
    "compare.html": ["compare-data.js", "compare.js"],
}
# Pages with charts, which can be taken away.
TAKES = re.compile(r"indicator/|authority/.*/")
FURNITURE = {"header", "nav", "main", "footer"}

FLOWS = {
    "enquiries that lead on": {"from_count": 1928.0, "to_count": 524.0, "conversion": 0.2718,
                               "expected": 0.31, "position_z": -1.9, "possible": True,
                               "caution": "", "status": "ok"},
    "plans out of conferences": {"from_count": 100.0, "to_count": 120.0, "conversion": 1.2,
                                 "possible": False, "caution": "", "status": "ok"},
    "assessments": {"from_count": 900.0, "status": "not_published"},
    "few": {"from_count": 4.0, "to_count": 2.0, "conversion": 0.5, "possible": True,
            "caution": "small numbers", "status": "ok"},
}  # fmt: skip


def authority(connection, code: str, name: str, region: str) -> None:
    put(connection, "local_authority", old_la_code=code, la_name=name, region=region,
        opened=dt.date(2009, 4, 1), is_small=False)  # fmt: skip


def value(
    connection, level: str, code: str | None, year: int, number: float | None, marker=None
) -> None:
    put(connection, "indicator_value", indicator="referral_rate", geographic_level=level,
        old_la_code=code, time_period=year, period_end=dt.date(year, 3, 31), value=number,
        status="ok" if number is not None else "suppressed", marker=marker)  # fmt: skip


def fill(connection: duckdb.DuckDBPyConnection) -> None:
    put(connection, "run", run="abc123", as_of=AS_OF, started=dt.datetime(2026, 4, 30, 2, 30))
    authority(connection, "901", "Zellmouth", "Eastmarch")
    authority(connection, "902", "Aldermoor", "Westfell")
    authority(connection, "903", HOSTILE, "Westfell")
    for code, name, stage in (
        ("referral_rate", "Referral rate", "front_door"),
        ("agency_rate", "Agency rate", "workforce"),
    ):
        put(connection, "indicator", indicator=code, name=name, polarity="either_way", per=10000,
            stage=stage, unit="rate per 10,000 children", decimals=1,
            period="year_to_31_march", questions=["What changed?", "Who knows?"])  # fmt: skip
    for year in (2020, 2021, 2023, 2024):
        value(connection, "Local authority", "902", year, 500.0 + year - 2020)
    for year in (2020, 2021, 2022, 2023, 2024, 2025):
        value(connection, "Local authority", "901", year, 450.0)
        value(connection, "National", None, year, 520.0)
    value(connection, "Local authority", "902", 2025, None, "c")
    put(connection, "neighbour", old_la_code="902", neighbour_old_la_code="901", model_year=2025,
        position=1)  # fmt: skip
    put(connection, "benchmark", indicator="referral_rate", old_la_code="902", time_period=2024,
        comparator="statistical_neighbours", statistic="median", value=450.0, n=1,
        closeness=0.8)  # fmt: skip
    put(connection, "score", old_la_code="902", as_of=AS_OF, risk_of_decline=31.4, lower=20.0,
        upper=48.0, band="watch", coverage=0.5, note="No soft intelligence is loaded.")  # fmt: skip
    put(connection, "standing", old_la_code="902", as_of=AS_OF, standing="conversation",
        sentence="Figures stand out, most on referral rate; next: ring the director and talk by "
        "30 May 2026.", band="watch", keys=["figures"], next_step="ring the director and talk",
        next_step_by="regional lead", due=dt.date(2026, 5, 30), offer_state="conversation",
        review_from=dt.date(2026, 6, 1), review_to=dt.date(2026, 6, 30), confidence="low",
        confidence_reason="the figures lie near to where they turn a key",
        missing=["referral_rate"], withheld=[])  # fmt: skip
    put(connection, "contribution", old_la_code="902", pillar="performance", points=24.2,
        item="referral_rate:position", kind="indicator", subject="referral_rate",
        way="position")  # fmt: skip
    put(connection, "improved", old_la_code="901", indicator="referral_rate", since=2023,
        time_period=2025, value=400.0, period_before=2022, value_before=520.0)  # fmt: skip
    put(connection, "contribution", old_la_code="902", pillar="transparency", item="late",
        points=7.2, kind="return", subject="late", title="late", doubts=[], cells=[])  # fmt: skip
    put(connection, "benchmark", indicator="referral_rate", old_la_code="902", time_period=2024,
        comparator="geographical_neighbours", statistic="median", value=460.0, n=3,
        spread=12.5)  # fmt: skip
    put(connection, "benchmark", indicator="referral_rate", old_la_code="902", time_period=2024,
        comparator="england", statistic="published", value=520.0, n=1)  # fmt: skip
    put(connection, "comparison", indicator="referral_rate", old_la_code="902", time_period=2024,
        is_newest=True, compared=3, above=2, below=1, agreement="disagree", slope=1.5,
        slope_lower=0.5, slope_upper=2.5, trend="increasing", trend_periods=9,
        trend_left_out=[2020, 2021, 2022, 2024], lately=-12.0,
        poor_matches=["Zellmouth"])  # fmt: skip
    put(connection, "signal", indicator="referral_rate", old_la_code="902", time_period=2024,
        kind="position", reading="notable", explanation="Higher than expected.")  # fmt: skip
    put(connection, "recommendation", old_la_code="902", action="supportive_conversation",
        review_type="front_door", days=2, complaints_in_scope=True, due_by=dt.date(2026, 6, 30),
        supporters=["901"], confidence="low", lines_of_enquiry=["Ask one", "Ask two"],
        for_nothing=["A new case system"], for_nothing_names=[""],
        for_nothing_shown=["A new case system"], enablers_covered=["Partners: do they know?"],
        enablers_left_out=["Money: not looked at."], to_consider=["Who considers it?"],
        approaches=["talent_pool"], proposed_from=dt.date(2026, 6, 1),
        proposed_to=dt.date(2026, 6, 30), caller="the regional lead")  # fmt: skip
    asked = (("Ask one", ""), ("Ask two", ""), ("How many wait?", "9 of 10 wait"),
             ("Who is new?", "a third"), ("Who decides?", "9 of 10 wait"))  # fmt: skip
    for place, (question, why) in enumerate(asked, start=1):
        put(connection, "line_of_enquiry", old_la_code="902", order_shown=place, question=question,
            behind=why)  # fmt: skip
    put(connection, "toolkit", approach="talent_pool", name="Know who is ready",
        tried_in="A county", what="Ask managers.", figures=["123 people"], needs=["trust"],
        caveat="No outcome yet.")  # fmt: skip
    put(connection, "offer", offer="D-0001", old_la_code="902", action="targeted peer review",
        review_type="front_door", state="closed", proposed_on=dt.date(2026, 1, 5),
        shared_on=dt.date(2026, 1, 6), reply_by=dt.date(2026, 1, 20), reply_state="in time",
        plan_credible=True, decision="accepted", decided_on=dt.date(2026, 1, 22),
        decided_by="regional lead", reason="It is time.", held_on=dt.date(2026, 2, 3),
        closed_on=dt.date(2026, 2, 20), found="Work waits.")  # fmt: skip
    put(connection, "offer_reply", offer="D-0001", old_la_code="902", replied_on=dt.date(2026, 1,
        15), replied_by="director", text="We know of the queue.",
        plan="Two managers decide daily.")  # fmt: skip
    put(connection, "offer_finding", offer="D-0001", old_la_code="902", about="indicator",
        subject="referral_rate", finding="confirmed")  # fmt: skip
    put(connection, "offer_outcome", offer="D-0001", old_la_code="902", what="supporter",
        name="901", outcome="helped", seen="The queue is gone",
        recorded_on=dt.date(2026, 2, 27), recorded_by="regional lead")  # fmt: skip
    put(connection, "soft_item", old_la_code="901", flag="frank_self_evaluation", reliability="B",
        credibility=2, heard_on=dt.date(2026, 3, 1), weight_now=0.5,
            weighs="some", told=True)  # fmt: skip
    put(connection, "authority_change", effective=dt.date(2023, 4, 1), kind="split",
        old_la_code="899", successor="902", series_rule="The series starts in 2023.")  # fmt: skip
    put(connection, "pattern_match", pattern="front_door_slips", old_la_code="902", strength=0.5,
        matched=2, possible=3, explanation="Two of three.", reading="hold_your_nerve",
        began_period=2023)  # fmt: skip
    put(connection, "pattern", pattern="front_door_slips", name="The front door slips",
        questions=["Who waits?", "Who knows?"])  # fmt: skip
    for place, (step, facts) in enumerate(FLOWS.items()):
        put(connection, "pathway", old_la_code="902", step=step, name=step, order_shown=place,
            time_period=2025, **facts)  # fmt: skip
    put(connection, "pathway", old_la_code="902", step="of a year before", name="of a year before",
        order_shown=9, time_period=2024, status="ok")  # fmt: skip
    put(connection, "finding", old_la_code="902", severity="warning", message="Figures repeat.")
    put(
        connection,
        "finding",
        file_name="bad.csv",
        severity="critical",
        rule="encoding",
        message="No.",
    )
    put(connection, "inspection", old_la_code="902", framework="ILACS", judgement="overall",
        grade="Good", published=dt.date(2024, 2, 1))  # fmt: skip
    put(connection, "peer_review", old_la_code="902", review_type="front_door", status="refused",
        asked_on=dt.date(2025, 2, 1), led_by_old_la_code="901")  # fmt: skip
    put(connection, "release", release="r", title="Referrals", published=dt.date(2025, 10, 1))
    put(connection, "intake", file_name="bad.csv", outcome="refused", message=HOSTILE)


class Page(HTMLParser):
    """Checks that tags close in order and keeps what was opened and said."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.raw = path.read_text(encoding="utf-8")
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.said: list[str] = []
        self.feed(self.raw)
        self.close()
        assert self.open == [], path

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        if tag in VOID:  # drawings close them in words
            return
        assert self.open, f"{tag} closes nothing"
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] == "style":
            return
        self.said.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.said).split())

    def count(self, tag: str) -> int:
        return sum(one == tag for one, _ in self.tags)


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    connection = laid_out()
    fill(connection)
    told: list[str] = []
    written = write_site(connection, folder, progress=told.append)
    assert written[0] == folder / "index.html"
    assert len([line for line in told if line.startswith("[")]) == 4  # and their workbooks
    assert len([path for path in written if path.parent.name == "authority"]) == 3
    assert len([path for path in written if path.parent.name == "briefing"]) == 6
    return folder


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, Page]:
    return {path.relative_to(site).as_posix(): Page(path) for path in site.rglob("*.html")}


@pytest.fixture(scope="module")
def aldermoor(pages) -> Page:
    return pages["authority/902-aldermoor.html"]


def behind(pages: dict[str, Page], part: str, stem: str = "902-aldermoor") -> Page:
    """Return one of the pages behind an authority's own."""
    return pages[f"authority/{stem}/{part}.html"]


def test_an_offer_names_similar_places_that_became_better_at_what_opened_it(pages):
    words = behind(pages, "offer").text
    assert "Somebody to ring" in words
    assert "Referral rate: Zellmouth (520.0 per 10,000" in words
    assert "Somebody to ring" not in behind(pages, "offer", "901-zellmouth").text


def test_what_is_behind_several_questions_is_told_once(pages):
    words = behind(pages, "offer").text
    assert "How many wait? Who decides? 9 of 10 wait Who is new? a third" in words
    assert "Ask one Ask two" in words


def test_every_page_parses_loads_nothing_and_has_landmarks(pages):
    for path, page in pages.items():
        names = [tag for tag, _ in page.tags]
        scripts = [attrs.get("src") for tag, attrs in page.tags if tag == "script"]
        up = "../" * path.count("/")
        takes = [f"{up}typeface.js", f"{up}take.js"] if TAKES.match(path) else []
        assert scripts == SCRIPTS.get(path, takes)
        assert names.count("h1") == 1
        furniture = {"header", "main"} if path.startswith(("briefing/", "pack/")) else FURNITURE
        assert furniture <= set(names)
        links = [
            attrs.get(key)
            for tag, attrs in page.tags
            for key in ("href", "src")
            # What a reader may follow is not loaded: only the page of sources has such links.
            if key in attrs and not (path == "sources.html" and attrs.get("rel"))
        ]
        assert not [link for link in links if re.match(r"(\w+:)?//", link or "")]
        assert page.tags[0][0] == "html"
        assert page.tags[0][1]["lang"] == "en-GB"


def test_headings_never_skip_a_level_and_ids_are_single(pages):
    for page in pages.values():
        levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch(r"h[1-6]", tag)]
        assert all(b <= a + 1 for a, b in pairwise(levels))
        ids = [attrs["id"] for _, attrs in page.tags if "id" in attrs]
        assert len(ids) == len(set(ids))


def test_links_lead_to_files_that_are_there(site):
    for path in site.rglob("*.html"):
        for _, attrs in Page(path).tags:
            href = attrs.get("href")
            if href and not href.startswith(("https:", "data:text/csv")):
                file, _, part = href.partition("#")
                there = path.parent / file if file else path
                assert there.exists(), (path.name, href)
                # What stands behind the comparison's address is whom the reader chose.
                if part and file.endswith("compare.html"):
                    assert set(part.split(",")) <= {"901", "902", "903"}
                elif part:
                    assert f'id="{part}"' in there.read_text(encoding="utf-8"), (path.name, href)


def test_index_is_alphabetical_without_score_or_band(pages):
    text = pages["index.html"].text
    assert text.index("Eastmarch") < text.index("Zellmouth") < text.index("Westfell")
    assert text.index("Westfell") < text.index("Aldermoor")
    for word in ("31.4", "Watch", "out of 100"):
        assert word not in text


def test_hostile_name_is_escaped_everywhere(pages):
    assert any(HOSTILE in page.text for page in pages.values())
    assert all(HOSTILE not in page.raw for page in pages.values())


def test_contributions_shown_add_up_to_the_score(pages):
    score = behind(pages, "score")
    assert '<td class="num" id="total">31.4</td>' in score.raw
    assert "31 of 100 ; in a year it will ordinarily lie between 20 and 48" in score.text


def test_each_chart_is_a_file_with_its_words_and_its_table(site, pages):
    many = 0
    for part in ("figures", "history", "score"):
        page = behind(pages, part)
        pictures = [attrs for _, attrs in page.tags if attrs.get("class") == "drawing"]
        assert all(one["role"] == "img" and one["aria-label"] for one in pictures)
        links = [attrs for _, attrs in page.tags if "download" in attrs]
        drawn = [one["href"] for one in links if one["download"].endswith(".svg")]
        told = [one["href"] for one in links if one["download"].endswith(".csv")]
        assert all((site / "authority" / "902-aldermoor" / path).is_file() for path in drawn)
        assert all(address.startswith("data:text/csv") for address in told)
        assert len(drawn) == len(told) == len(pictures)
        many += len(pictures)
    assert many == 4
    assert "Nothing to draw" in behind(pages, "figures").text


def test_the_first_page_is_two_screens_of_few_words(pages, aldermoor):
    words = aldermoor.text.partition("Skip to the content")[2].partition("This page offers")[0]
    assert len(words.split()) < 500
    assert aldermoor.count("img") == 0
    for part in ("figures", "offer", "history", "score"):
        assert f'href="../authority/902-aldermoor/{part}.html"' in aldermoor.raw
        assert 'href="../../authority/902-aldermoor.html"' in behind(pages, part).raw


def test_a_score_is_told_whole_and_never_begins_a_page(pages, aldermoor):
    assert "of 100" not in aldermoor.text
    assert "31.4" not in behind(pages, "score").text.partition("Why ")[0]


def test_charts_that_no_page_shows_any_more_are_removed(tmp_path):
    connection = laid_out()
    fill(connection)
    write_site(connection, tmp_path)
    before = {path.name for path in (tmp_path / "charts").iterdir()}
    (tmp_path / "charts" / "0123.svg").touch()
    connection.execute("update indicator_value set value = 600 where time_period = 2024")
    write_site(connection, tmp_path)
    after = {path.name for path in (tmp_path / "charts").iterdir()}
    assert after - before
    assert before - after
    assert "0123.svg" not in after


def test_missing_says_why_and_not_heard_is_not_fine(pages, aldermoor):
    assert "published as ‘c’" in behind(pages, "score").text
    assert "Not heard: nobody who knows the service" in aldermoor.text
    assert "Not heard: nobody who knows" in behind(pages, "score").text
    zellmouth = behind(pages, "score", "901-zellmouth").text
    assert "Frank self evaluation" in pages["authority/901-zellmouth.html"].text
    assert "Not heard: nobody who knows" not in zellmouth


def test_authority_without_score_or_offer_is_told_so(pages):
    assert "No score could be worked out" in pages["authority/901-zellmouth.html"].text
    assert "No score could be worked out" in behind(pages, "score", "901-zellmouth").text
    assert "No recommendation was made" in behind(pages, "offer", "901-zellmouth").text


def test_a_pattern_comes_with_its_reading_and_its_questions(pages):
    words = behind(pages, "score").text
    assert "The front door slips (Hold your nerve, since 2023) Two of three." in words
    assert "A reviewer would ask: Who waits? Who knows?" in words
    assert "Patterns are evidence to ask about; they add no points." in words


def test_the_pathway_is_a_table_in_words(pages):
    words = behind(pages, "figures").text
    assert "enquiries that lead on 1,928 524 27 no figure 31 lower than expected" in words
    assert (
        "100 120 120 no figure not known more come out than go in: look at the recording" in words
    )
    assert (
        "assessments 900 not known not known no figure not known not published for this year"
        in words
    )
    assert "few 4 2 50 no figure not known small numbers" in words
    assert "of a year before" not in words
    assert "long tick: the middle authority" in words


def test_a_page_without_patterns_or_pathway_has_no_heading_for_them(pages):
    assert "mean something together" not in behind(pages, "score", "901-zellmouth").text
    assert "The way through the service" not in behind(pages, "figures", "901-zellmouth").text


def test_no_page_speaks_of_order_among_authorities(pages):
    for name, page in pages.items():
        found = re.findall(r"\b(rank\w*|leagues?|positions?)\b", page.text, re.I)
        assert not found, (name, found)
        assert not re.search(r"probability of .{0,20}(grade|inadequate)", page.text, re.I)


def test_only_limits_briefings_and_a_missing_run_is_told(tmp_path):
    connection = laid_out()
    with pytest.raises(NothingUsableError):
        write_site(connection, tmp_path)
    fill(connection)
    written = write_site(connection, tmp_path, only=["902"])
    of_authorities = [path.name for path in written if path.parent.name == "authority"]
    assert of_authorities == ["902-aldermoor.html"]
    for path in tmp_path.rglob("*.html"):
        assert "901-zellmouth" not in path.read_text(encoding="utf-8"), path
    assert "not written this time" in (tmp_path / "index.html").read_text(encoding="utf-8")


def test_the_benchmarks_stand_side_by_side_and_say_whether_they_agree(pages):
    words = behind(pages, "figures").text
    assert "the middle of 1 similar place 450.0 and the middle of 3 others in Westfell 460.0" in (
        words
    )
    assert "The benchmarks disagree: it is above 2 and below 1 of 3." in words
    assert "which count less: Zellmouth." in words


def test_a_trend_says_which_years_it_leaves_out_and_that_the_newest_go_the_other_way(pages):
    assert (
        "On the whole rising over 9 years, by 1.5 a year, not counting 2020 to 2022 and 2024, "
        "coloured by an inspection or an event; but in the last two years it fell by 12.0."
    ) in behind(pages, "figures").text
