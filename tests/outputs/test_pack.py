"""The consortium's pack: what is new, changed or overdue, by action and name, never by score."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

import pytest

from earlywarning.errors import UsageError
from earlywarning.reports.document.blocks import Heading, Listed, Said, Table
from earlywarning.reports.document.page import as_page
from earlywarning.reports.document.pdf import as_pdf
from earlywarning.reports.document.plain import text_of
from earlywarning.reports.doubts import readable
from earlywarning.reports.facts import load
from earlywarning.reports.pack.month import load_month, month_before
from earlywarning.reports.pack.pack import pack_of
from earlywarning.reports.papers import write_pack
from earlywarning.reports.phrases import between, listed
from tests.support.laid_out import laid_out, put
from tests.support.small_nation import ACTIONS, AS_OF, THEN, place, run, scored

APRIL = dt.date(2026, 4, 12)
MARCH = dt.date(2026, 3, 12)
# Name, code, step of the ladder, score: by score the order would be another in every action.
PLACES = (
    ("Aldermoor", "901", 3, 41.0), ("Birchwell", "902", 3, 88.0), ("Cawdale", "903", 2, 64.3),
    ("Dunmere", "904", 2, 97.7), ("Elmsted", "905", 1, 12.9), ("Farholt", "906", 0, 55.1),
)  # fmt: skip


def small(connection):
    run(connection)
    for name, code, step, score in PLACES:
        place(connection, code, name, "Eastmarch" if code < "904" else "Westfell")
        scored(connection, code, step, score, then="watch", now="watch")
    return connection


def full(connection):
    """A month in which everything happened that a pack tells of."""
    small(connection)
    connection.execute("update score set band = 'offer' where old_la_code in ('902', '901')")
    connection.execute("update score set band = 'routine' where old_la_code = '906'")
    put(connection, "indicator", indicator="agency_rate", name="Agency social workers", decimals=1,
        polarity="high_is_worse", stage="workforce", unit="percentage")  # fmt: skip
    for code in ("903", "904"):
        put(connection, "signal", indicator="agency_rate", old_la_code=code, kind="position",
            reading="concern", first_seen=APRIL)  # fmt: skip
    put(connection, "signal_history", looked_on=THEN, indicator="agency_rate", old_la_code="904",
        kind="movement", reading="concern")  # fmt: skip
    for code, change, channel, held in (
        ("902", "raised", "message", ""), ("901", "raised", "digest", "budget"),
        ("903", "over", "digest", ""),
    ):  # fmt: skip
        put(connection, "alert", looked_on=APRIL, old_la_code=code, cause="workforce",
            change=change, channel=channel, held_back_by=held, region="Eastmarch",
            message=f"It concerns {code}.")  # fmt: skip
    put(connection, "alert", looked_on=MARCH, old_la_code="905", cause="assessment",
        change="raised", channel="digest", message="Old.")  # fmt: skip
    programme(connection)
    offers(connection)
    registers(connection)
    put(connection, "finding", source="in_year_returns", release="r", old_la_code="905",
        rule="late", severity="warning",
        message="returned 8 days after it was due on 2026-04-04")  # fmt: skip
    put(connection, "finding", source="lait", release="r", rule="low_reliability",
        severity="warning", old_la_code="903", message="no")  # fmt: skip
    put(
        connection,
        "release",
        release="r",
        source="lait",
        title="A table",
        published=APRIL,
        period=2025,
    )
    put(
        connection,
        "intake",
        file_name="bad.csv",
        outcome="refused",
        message="C3: cp_plans is no number",
    )
    put(connection, "hold", series="a", area="903", rule="impossible_share")
    put(
        connection,
        "revision_alarm",
        series="lait.AgencyCover",
        published=APRIL,
        moved=80,
        compared=900,
        state="open",
    )
    put(connection, "revision", series="a", old_la_code="903", kind="value", new_release="r")
    put(connection, "warning_record", about="all", subject="all", confirmed=1, partly=0,
        not_confirmed=0, closed=1)  # fmt: skip
    return connection


def programme(connection) -> None:
    shared = {"as_of": AS_OF, "quarter": "2026-Q2", "review_type": "workforce"}
    for code, step in (("902", 3), ("901", 3), ("904", 2)):
        put(connection, "programme", old_la_code=code, outcome="offered", action=ACTIONS[step][1],
            days=3, supporter_old_la_code="906", match="same region", reviewers="2 team managers",
            proposed_from=dt.date(2026, 6, 11), proposed_to=dt.date(2026, 8, 6),
            why="the two years are over since 2024-10-02", **shared)  # fmt: skip
    put(connection, "programme", old_la_code="903", outcome="not this quarter",
        action=ACTIONS[2][1], why_not="The quarter is full.", rule="this quarter is full",
        **shared)  # fmt: skip
    put(
        connection,
        "programme",
        old_la_code="905",
        outcome="conversation",
        action=ACTIONS[1][1],
        **shared,
    )
    put(connection, "standing", old_la_code="905", as_of=AS_OF, standing="conversation",
        offer_state="conversation", next_step="ask", due=dt.date(2026, 5, 15))  # fmt: skip
    put(
        connection,
        "programme_note",
        order_shown=1,
        about="programme",
        words="3 offers of 4.",
        quarter="2026-Q2",
    )
    put(connection, "programme_note", order_shown=2, about="planned",
        words="Cawdale: ask another.")  # fmt: skip
    for code, shows in (("901", True), ("906", False)):
        put(connection, "programme_group", group_number=1, issue="workforce_spiral",
            old_la_code=code,
            part="shows the issue" if shows else "is strong where the issue lies",
            shows=shows)  # fmt: skip


def offers(connection) -> None:
    common = {"action": ACTIONS[2][1], "step": "targeted_review"}
    put(connection, "offer", offer="D-1", old_la_code="904", state="shared", shared_on=APRIL,
        reply_by=dt.date(2026, 4, 26), reply_state="awaited", **common)  # fmt: skip
    put(connection, "offer", offer="D-2", old_la_code="903", state="shared", shared_on=MARCH,
        reply_by=dt.date(2026, 3, 26), reply_state="none in time", **common)  # fmt: skip
    put(connection, "offer", offer="D-3", old_la_code="905", state="closed", decision="declined",
        decided_on=APRIL, decided_by="director", reason="One is planned.", **common)  # fmt: skip
    put(connection, "offer_reply", offer="D-2", old_la_code="903", replied_on=APRIL,
        replied_by="chief executive", text="We are busy.")  # fmt: skip
    put(connection, "override", old_la_code="906", band="watch", role="regional lead",
        reason="A new lead", decided_on=MARCH, expires=dt.date(2026, 5, 20))  # fmt: skip
    put(connection, "override", old_la_code="905", band="watch", expires=dt.date(2026, 12, 1))


def registers(connection) -> None:
    put(
        connection,
        "soft_item",
        item="S1",
        old_la_code="905",
        flag="interim_leadership",
        heard_on=APRIL,
    )
    for code, state in (("901", "overdue"), ("904", "none on record"), ("905", "within two years")):
        put(connection, "review_clock", old_la_code=code, state=state, as_of=AS_OF,
            overdue_since=APRIL if state == "overdue" else None)  # fmt: skip
    put(connection, "review_event", old_la_code="901", event="overdue", happened_on=APRIL)
    put(connection, "review_event", old_la_code="906", event="refused", happened_on=MARCH)
    put(
        connection,
        "inspection",
        old_la_code="906",
        published=APRIL,
        judgement="overall",
        grade="Good",
    )


def of(connection):
    facts = load(connection)
    return pack_of(facts, load_month(connection, facts.as_of))


def words_of(document) -> str:
    return " ".join([document.title, document.subtitle, text_of(document.blocks)])


def table(document, beginning: str) -> Table:
    return next(
        b for b in document.blocks if isinstance(b, Table) and b.caption.startswith(beginning)
    )


def first(document, beginning: str) -> list[str]:
    return [row[0] for row in table(document, beginning).rows]


@pytest.fixture(scope="module")
def busy():
    return of(full(laid_out()))


@pytest.fixture(scope="module")
def quiet():
    return of(small(laid_out()))


def test_news_stand_by_action_the_strongest_first_and_then_by_name(busy):
    captions = [b.caption for b in busy.blocks if isinstance(b, Table) and "with news" in b.caption]
    assert [one.partition(":")[0].lower() for one in captions] == [a for _, a in ACTIONS[::-1]]
    # 902 has the higher score of the two, 904 of the next: names decide.
    assert first(busy, "Commissioned support") == ["Aldermoor", "Birchwell"]
    assert first(busy, "Targeted peer review") == ["Cawdale", "Dunmere"]
    assert first(busy, "Offers of commissioned") == ["Aldermoor", "Birchwell"]
    assert first(busy, "Open offers") == ["Cawdale", "Dunmere"]


def test_the_order_does_not_follow_the_scores():
    connection = full(laid_out())
    connection.execute("update score set risk_of_decline = 100 - risk_of_decline")
    assert [b for b in of(connection).blocks] == [b for b in of(full(laid_out())).blocks]  # noqa: C416


@pytest.mark.parametrize("made", ["busy", "quiet"])
def test_no_score_no_interval_and_no_place_in_an_order_is_printed(made, request):
    words = words_of(request.getfixturevalue(made))
    for _, _, _, score in PLACES:
        for number in (score, score - 5, score + 5):
            assert f"{number:.1f}" not in words
    assert not re.search(r"\b(rank\w*|leagues?|positions?|\d+(st|nd|rd|th))\b", words, re.I)


def test_what_is_new_is_told_once_and_in_words(busy):
    tables = [b for b in busy.blocks if isinstance(b, Table) and "with news" in b.caption]
    told = {row[0]: row[2] for one in tables for row in one.rows}
    assert told["Birchwell"] == ("Band ‘offer’, was ‘watch’ (by points alone); alert: workforce.")
    assert told["Aldermoor"].endswith("two years since its last peer review, on 12 April 2026.")
    assert told["Cawdale"] == (
        "Newly stands out: agency social workers; alert over: workforce; replied on 12 April 2026."
    )
    # It stood out a month ago as well, so its figure is no news; sharing the offer is.
    assert told["Dunmere"] == "The offer was shared with the authority on 12 April 2026 (D-1)."
    assert told["Elmsted"] == "Heard: interim leadership; declined on 12 April 2026."
    assert told["Farholt"] == (
        "Band ‘routine’, was ‘watch’ (by points alone); "
        "inspection report of 12 April 2026: overall ‘Good’."
    )


def test_a_change_of_band_says_what_differs_from_a_month_ago():
    connection = full(laid_out())
    connection.execute("update score_history set keys = ['published'] where old_la_code = '902'")
    put(connection, "standing", old_la_code="902", as_of=AS_OF, standing="team", keys=["people"],
        next_step="ask")  # fmt: skip
    put(connection, "signal_history", old_la_code="902", indicator="vacancy_rate",
        looked_on=THEN, kind="position", reading="concern")  # fmt: skip
    tables = [b for b in of(connection).blocks if isinstance(b, Table) and "with news" in b.caption]
    told = {row[0]: row[2] for one in tables for row in one.rows}["Birchwell"]
    assert told.startswith(
        "Band ‘offer’, was ‘watch’ (turned since: people; no longer turned: a published "
        "judgement; no longer stands out: "
    )


def test_why_is_what_an_offer_rests_on():
    connection = full(laid_out())
    put(connection, "standing", old_la_code="901", as_of=AS_OF, standing="team", confidence="good",
        keys=["figures", "people", "published"], signs=["referral_rate", "agency_rate"],
        judgement="Inadequate", judged_on=MARCH, next_review_due=APRIL)  # fmt: skip
    put(connection, "contribution", old_la_code="901", pillar="soft_intelligence", kind="flag",
        item="unallocated_cases", subject="unallocated_cases", points=3.0)  # fmt: skip
    why = table(of(connection), "Offers of commissioned").rows[0][-1]
    assert "stand out; people told of unallocated cases; inspectors judged it Inadequate in" in why
    assert why.endswith("its two-yearly review was due on 12 April 2026; confidence good.")


def test_each_name_leads_to_its_page_and_prose_holds_none(busy):
    html = as_page(busy, "../")
    link = '<a href="../authority/901-aldermoor.html">Aldermoor</a>'
    assert f'<th scope="row">{link}</th>' in html
    assert link not in html.partition("<h2>")[0]
    assert '<a href="authority' not in as_page(busy, "")


def test_the_first_sentence_counts_the_changes(busy, quiet):
    assert busy.blocks[0].text == (
        "Since 31 March 2026 there is news of 6 authorities out of 6. 2 authorities moved to a "
        "band of more help and 1 authority to one of less. 3 offers need people from elsewhere "
        "this quarter."
    )
    assert quiet.blocks[0].text == (
        "Since 31 March 2026 there is news of no authority out of 6. No authority's band changed."
    )


def test_it_says_what_it_compares_with(busy):
    note = busy.blocks[1].text
    assert "dated after 31 March 2026, up to 30 April 2026" in note
    assert "the last look before that was on 20 March 2026" in note


def test_without_an_earlier_look_no_change_is_told():
    connection = small(laid_out())
    connection.execute("delete from score_history")
    document = of(connection)
    assert "no change of band or figure can be told" in document.blocks[1].text
    assert "band changed" not in document.blocks[0].text


def test_a_quiet_month_says_so_where_it_is_worth_knowing_and_nothing_else(quiet):
    words = words_of(quiet)
    assert "Nothing this month: no event, no new figure and no change of band." in words
    assert "Nothing this month: no alert was raised, and none is over." in words
    assert "No alert of an earlier month stands from published figures." in words
    assert "Nothing this month: no file was late or refused, and none revised." in words
    headings = [b.text for b in quiet.blocks if isinstance(b, Heading)]
    for gone in ("Offers that wait", "Decisions", "Bands set by people", "The programme"):
        assert not [h for h in headings if h.startswith(gone)]
    assert "The register is empty" in words


def test_alerts_are_told_held_back_or_over_and_older_ones_counted(busy):
    words = words_of(busy)
    assert "Birchwell: It concerns 902." in words
    assert (
        "It concerns 901. It waits because its region's messages of the month were spent." in words
    )
    assert (
        "From published figures 1 alert of an earlier month stands; it went to a digest." in words
    )
    assert "Old." not in words


def test_alerts_stand_by_action_and_then_by_name():
    connection = full(laid_out())
    connection.execute(
        "update alert set channel = 'message', change = 'raised', looked_on = '2026-04-12'"
    )
    connection.execute("update local_authority set la_name = 'Zellmouth' where old_la_code = '901'")
    told = next(b.items for b in of(connection).blocks if isinstance(b, Listed))
    assert [line.partition(":")[0] for line in told] == [
        "Birchwell", "Zellmouth", "Cawdale", "Elmsted",
    ]  # fmt: skip


def test_the_programme_says_who_what_when_and_why_not(busy):
    row = table(busy, "Offers of commissioned").rows[0]
    assert row[1:] == (
        "Workforce, 3 days, 11 June to 6 August 2026",
        "Farholt (same region)",
        "2 team managers",
        "The two years are over since 2 October 2024.",
    )
    waits = table(busy, "Authorities whose offer waits").rows
    assert waits == (("Targeted peer review", "Not this quarter. The quarter is full.", "Cawdale"),)
    assert "The programme of April to June 2026" in words_of(busy)
    assert "so 1 is held whatever the capacity." in words_of(busy)
    assert table(busy, "Conversations to be held").rows == (("Elmsted", "15 May 2026"),)
    assert table(busy, "Groups by issue").rows == (("Workforce spiral", "Aldermoor", "Farholt"),)


def test_open_offers_tell_what_they_wait_for(busy):
    rows = {row[0]: row[3] for row in table(busy, "Open offers").rows}
    assert rows["Dunmere"] == "the authority's reply, was due by 26 April 2026"
    assert rows["Cawdale"].startswith("a decision; no reply came by 26 March 2026")


def test_decisions_and_replies_are_in_the_words_of_those_who_made_them(busy):
    said = [b for b in busy.blocks if isinstance(b, Said)]
    assert [(s.who, s.text) for s in said] == [
        ("Cawdale: reply of the chief executive", "We are busy."),
        ("Elmsted: declined, by the director", "One is planned."),
    ]


def test_only_overrides_that_end_soon_are_told(busy):
    words = words_of(busy)
    assert (
        "Farholt: ‘watch’, set by the regional lead on 12 March 2026, ends on 20 May 2026" in words
    )
    assert "1 December" not in words


def test_reviews_and_who_was_not_heard_stand_by_region(busy):
    assert table(busy, "Peer reviews by region").rows == (
        ("Eastmarch", "Aldermoor (April 2026)", "none", "none"),
        ("Westfell", "none", "Dunmere", "none"),
    )
    assert "Of 3, 1 is past the two years and 1 has none on record." in words_of(busy)
    heard = table(busy, "Nothing heard within a year").rows
    assert heard == (
        ("Eastmarch", "Aldermoor, Birchwell and Cawdale"), ("Westfell", "Dunmere and Farholt"),
    )  # fmt: skip


def test_data_that_is_late_refused_held_or_revised_is_listed(busy):
    words = words_of(busy)
    assert "Refused: bad.csv. Protection plans is no number." in words
    assert "Local authority interactive tool, new: withheld by the publisher because the" in words
    assert "was too low: Cawdale." in words
    assert "moved 80 of 900 values of ‘agency cover’ at once" in words
    assert "Held back: 1 value: a share that no other authority comes near." in words
    assert "Revised: A table of 12 April 2026 changed 1 value of 1 authority." in words
    assert "Of 1 thing that closed offers here rested on, reviewers confirmed 1" in words


def test_a_late_return_names_its_authority():
    connection = full(laid_out())
    put(connection, "release", release="y", source="in_year_returns", published=APRIL)
    connection.execute("update finding set release = 'y' where rule = 'late'")
    said = "Return of Elmsted: Returned 8 days after it was due on 4 April 2026."
    assert said in words_of(of(connection))


def test_registers_that_are_not_there_are_not_read_as_calm():
    connection = small(laid_out())
    put(connection, "review_clock", old_la_code="901", state="not known")
    assert "nobody can say which are overdue" in words_of(of(connection))
    connection.execute("update review_clock set state = 'within two years'")
    assert "every authority had its peer review within two years" in words_of(of(connection))


def test_it_is_the_consortiums_alone(busy):
    connection = small(laid_out())
    facts = load(connection)
    region = replace(facts, edition=replace(facts.edition, tier="region"))
    with pytest.raises(UsageError, match="consortium"):
        pack_of(region, load_month(connection, facts.as_of))
    assert any("For the consortium's panel only" in mark for mark in busy.marks)


def test_names_that_are_markup_stay_text():
    connection = full(laid_out())
    connection.execute(
        "update local_authority set la_name = '<b>Ald</b>' where old_la_code = '901'"
    )
    page = as_page(of(connection))
    assert "&lt;b&gt;Ald&lt;/b&gt;" in page
    assert "<b>Ald" not in page


def test_page_and_pdf_are_written_and_the_editions_do_not_share_a_name(tmp_path):
    connection = full(laid_out())
    page, pdf = write_pack(connection, tmp_path)
    assert page.name == "pack-2026-04.html"
    assert pdf.read_bytes() == as_pdf(of(connection))
    with pytest.raises(UsageError, match="6 authorities"):
        write_pack(connection, tmp_path, anonymised=True)


@pytest.mark.parametrize(
    ("day", "before"),
    [
        (dt.date(2026, 4, 30), dt.date(2026, 3, 31)),
        (dt.date(2026, 3, 31), dt.date(2026, 2, 28)),
        (dt.date(2024, 3, 30), dt.date(2024, 2, 29)),
        (dt.date(2026, 1, 15), dt.date(2025, 12, 15)),
    ],
)
def test_a_month_before(day, before):
    assert month_before(day) == before


def test_short_wordings():
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"], 2) == "a, b and 1 more"
    assert listed(["a", "b", "c"], 3) == "a, b and c"
    assert between(None, None) == "not set"
    assert between(dt.date(2025, 12, 1), dt.date(2026, 1, 9)) == "1 December 2025 to 9 January 2026"
    assert readable("B12: s47_enquiries of 2026-01-02") == "section 47 enquiries of 2 January 2026"
