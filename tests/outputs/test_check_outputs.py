"""Each rule of the scan finds what it is for, and leaves alone what only looks like it."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import tarfile
import zipfile
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from earlywarning.definitions.tier import SeenTable, load_tiers
from earlywarning.run.check import whose
from earlywarning.scan import scan
from earlywarning.scan.known import known_from
from earlywarning.scan.markup import sha256
from earlywarning.scan.model import Knowledge
from earlywarning.scan.scan import outputs_in
from earlywarning.tables.catalogue import TABLES
from earlywarning.warehouse.encryption import attach, in_memory, load_strong_library
from earlywarning.warehouse.tiers import Audience, build_tier
from tests.conftest import REFERENCE, earlywarning
from tests.support.laid_out import laid_out, put
from tests.support.planted import planted
from tests.support.written import (
    ACTIONS,
    AUTHORITY,
    BY_SCORE,
    HEARD,
    KNOWN,
    NAMES,
    PNG,
    PUBLIC,
    SCORES,
    both,
    data,
    items,
    page,
    pdf,
    plain,
    table,
    xlsx,
)

# Planted rows of these are all of a published file.
NO_OTHERS = {"fetched_file", "data_set_change", "revision_alarm", "inspection_revision"}
SCRIPT = "document.body.dataset.open = 'yes';\n"
OWN = replace(KNOWN, scripts=frozenset({sha256(SCRIPT)}))
SCORE_OF = dict(zip(NAMES, SCORES, strict=True))
TRIAGE = sorted(zip(ACTIONS, NAMES, SCORES, strict=True))
ROUTINE_BY_SCORE = sorted(NAMES[:6], key=lambda name: -SCORE_OF[name])
POSITION = "position_among_others"
GRADE = "forecast_of_a_grade"
SOFT = "soft_text_outside_its_tier"

# rule, what the scan knows, what writes the file.
TRIPS = {
    "ranked": (POSITION, KNOWN, page("<p>Carrow is ranked low.</p>")),
    "league": (POSITION, KNOWN, page("<p>The league of authorities.</p>")),
    "ordinal": (POSITION, KNOWN, page("<p>Carrow is 3rd of 153.</p>")),
    "ordinal in": (POSITION, KNOWN, page("<p>It is 12th in England.</p>")),
    "place": (POSITION, KNOWN, plain("Position 12 of 150\n", "note.txt")),
    "top ten": (POSITION, KNOWN, plain("# The top ten\n", "note.md")),
    "worst": (POSITION, KNOWN, page("<p>Carrow has the worst figure.</p>")),
    "best performing": (POSITION, KNOWN, pdf(["Best-performing services"])),
    "second highest": (POSITION, KNOWN, xlsx([["a", "b"], ["Carrow", "second highest"]])),
    "lowest of all": (POSITION, KNOWN, page("<p>The lowest of all authorities.</p>")),
    "percentile": (POSITION, KNOWN, page('<img alt="On the 90th percentile" src="a.png">')),
    "in a drawing": (POSITION, KNOWN, plain(
        "<svg><title>a</title><text>Ranking</text></svg>", "a.svg")),
    "in a key": (POSITION, KNOWN, data({"rank": 3})),
    "in a data script": (POSITION, KNOWN, data([{"say": "bottom quarter"}], "index.js")),
    "said in spite of no": (POSITION, KNOWN, page("<p>No doubt. It is ranked low.</p>")),
    "probability": (GRADE, KNOWN, page("<p>The probability of Inadequate is 35%.</p>")),
    "chance": (GRADE, KNOWN, page("<p>A 1 in 4 chance of requires improvement.</p>")),
    "risk of": (GRADE, KNOWN, plain("Risk of inadequate: 0.35\n", "note.txt")),
    "mrs": ("person_named", KNOWN, page("<p>Mrs Alder said so.</p>")),
    "listed name": ("person_named", KNOWN, page("<p>As ROBIN  FENWICK said.</p>")),
    "soft text": (SOFT, PUBLIC, page(f"<p>It is said: {HEARD[4:60].upper()}</p>")),
    "short soft text": (SOFT, AUTHORITY, page("<p>The queue is empty, they say.</p>")),
    "soft text in a cell": (SOFT, AUTHORITY, xlsx([["a", "b"], ["x", HEARD]])),
    "source kind": ("source_kind_outside_its_tier", AUTHORITY, page(
        table(["Kind", "Day"], [["Partner agency", "1 March 2026"]]))),
    "source kind said": ("source_kind_outside_its_tier", AUTHORITY, page(
        "<p>Heard from a partner agency on 2026-03-01.</p>")),
    "table by score": ("order_of_score", KNOWN, page(
        table(["Authority", "Offer"], [[n, "yes"] for n in BY_SCORE]))),
    "table by score up": ("order_of_score", KNOWN, page(
        table(["Authority", "Offer"], [[n, "yes"] for n in reversed(BY_SCORE)]))),
    "list by score": ("order_of_score", KNOWN, page(items(BY_SCORE, "ol"))),
    "five by score": ("order_of_score", KNOWN, page(items(ROUTINE_BY_SCORE[:5]))),
    "nearly by score": ("order_of_score", replace(KNOWN, actions={}), page(
        items([BY_SCORE[1], BY_SCORE[0], *BY_SCORE[2:]]))),
    "by score within the action": ("order_of_score", KNOWN, page(
        items([*ROUTINE_BY_SCORE, *NAMES[6:]]))),
    "sheet by score": ("order_of_score", KNOWN, xlsx(
        [["Title"], ["Authority", "Code"], *[[n, 1] for n in BY_SCORE]])),
    "lines by score": ("order_of_score", KNOWN, plain(
        "\n".join(f"- {n}" for n in BY_SCORE), "a.md")),
    "csv by score": ("order_of_score", KNOWN, plain(
        "la,what\n" + "\n".join(f"{n},x" for n in BY_SCORE), "a.csv")),
    "data by score": ("order_of_score", KNOWN, data([{"n": n} for n in BY_SCORE], "i.js")),
    "pdf by score": ("order_of_score", KNOWN, pdf(BY_SCORE)),
    "by a figure": ("order_of_a_figure", KNOWN, page(table(
        ["Authority", "Referrals"],
        [["Dunmere", 900], ["Aldermoor", 700], ["Holtwick", 650.5], ["Bexford", 400],
         ["Carrow", 90]]))),
    "score column": ("scores_of_several", KNOWN, page(table(
        ["Authority", "Risk of decline"], [[n, "high"] for n in NAMES[:4]]))),
    "bands for a region": ("scores_of_several", AUTHORITY, page(
        table(["Authority", "Band"], [[n, "watch"] for n in NAMES[:3]])
    )),
    "scores unnamed": ("scores_of_several", KNOWN, page(table(
        ["Authority", "Value"], [[n, s] for n, s in zip(NAMES, SCORES, strict=True)]))),
    "scores in a list": ("scores_of_several", KNOWN, page(items(
        f"{n}: {s}" for n, s in zip(NAMES, SCORES, strict=True)))),
    "triage for the region": ("scores_of_several", AUTHORITY, page(table(
        ["Action", "Authority", "Score"], TRIAGE))),
    "score of another": ("score_of_another", AUTHORITY, page(
        "<p>Dunmere has a score of 8.3.</p>")),
    "offer to another": ("offer_to_another", AUTHORITY, page(
        items(["Jarrowby: targeted peer review"]))),
    "score in public": ("score_in_public", PUBLIC, page("<p>31.4 out of 100</p>")),
    "risk in public": ("score_in_public", PUBLIC, plain("Risk of decline: 31\n", "a.txt")),
    "strange script": ("active_content", OWN, page("<script>alert(1)</script>")),
    "changed script": ("active_content", OWN, both(
        plain(SCRIPT + "more();", "s.js"), page('<script src="s.js"></script>'))),
    "script elsewhere": ("active_content", OWN, page('<script src="//a.example/s.js"></script>')),
    "handler": ("active_content", OWN, page('<p onclick="go()">a</p>')),
    "javascript address": ("active_content", OWN, page('<a href=" JavaScript:go()">a</a>')),
    "frame": ("active_content", OWN, page('<iframe title="a" src="b.html"></iframe>')),
    "frames": ("active_content", OWN, page('<frameset><frame src="b.html"></frameset>')),
    "soft text in a comment": (SOFT, AUTHORITY, page(f"<p>One</p><!-- {HEARD} -->")),
    "unclosed cells": ("order_of_score", KNOWN, page(
        "<TABLE><TR><TH>Authority<TH>Offer" + "".join(f"<TR><TD>{n}<TD>yes" for n in BY_SCORE))),
    "unclosed items": ("order_of_score", KNOWN, page(
        "<UL>" + "".join(f"<LI>{n}" for n in BY_SCORE))),
    "table in a cell": ("order_of_score", KNOWN, page(
        f"<table><tr><td>{table(['Authority'], [[n] for n in BY_SCORE])}</table>")),
    "text pushed out of a table": (POSITION, KNOWN, page(
        "<table><tr>Carrow is ranked low.<td>a</table>")),
    "rank across a break": (POSITION, KNOWN, page(
        table(["Authority"], [["Carrow"]]) + "<p>Carrow is<br>3rd of 153</p>")),
    "first of two attributes": ("active_content", OWN, page(
        '<a href="javascript:go()" href="a.html">a</a>')),
    "attribute without quotes": ("active_content", OWN, page("<IMG ALT=a SRC=x OnError=go()>")),
    "unclosed tag": ("active_content", OWN, page("<p>a<svg/onload=go() ")),
    "script that does not end": ("active_content", OWN, page("<SCRIPT>go()")),
    "script after a comment ended badly": ("active_content", OWN, page(
        "<!-- a --!><script>go()</script>")),
    "image behind a noscript": ("active_content", OWN, page(
        '<noscript><p title="</noscript><img alt=a src=x onerror=go()>"></noscript>')),
    "script in a noscript": ("active_content", OWN, page("<noscript><script>go()</script>")),
    "script in a template": ("active_content", OWN, page(
        "<template><script>go()</script></template>")),
    "script in a style of a drawing": ("active_content", OWN, plain(
        "<svg><title>a</title><style><script>go()</script></style></svg>", "a.svg")),
    "entity in a drawing": ("active_content", OWN, plain(
        '<!DOCTYPE svg [<!ENTITY a "b">]><svg><title>a</title>&a;</svg>', "a.svg")),
    "style sheet of a drawing": ("active_content", OWN, plain(
        '<?xml-stylesheet href="//a.example/b.css"?><svg><title>a</title></svg>', "a.svg")),
    "tag where a browser wants none": ("active_content", OWN, page("<td onclick=go()>a</td>")),
    "too deep to be read": ("unreadable", KNOWN, page("<div>" * 3000)),
    "image elsewhere": ("outside_address", KNOWN, page('<img alt="a" src="https://a.example/b">')),
    "style elsewhere": ("outside_address", KNOWN, page(
        "", head='<link rel="stylesheet" href="//a.example/b.css">')),
    "font elsewhere": ("outside_address", KNOWN, plain(
        "@font-face{src:url('https://a.example/f.woff')}", "a.css")),
    "import elsewhere": ("outside_address", KNOWN, plain('@import "//a.example/a.css";', "a.css")),
    "style attribute": ("outside_address", KNOWN, page(
        '<p style="background:url(//a.example/b)">a</p>')),
    "drawing elsewhere": ("outside_address", KNOWN, plain(
        '<svg><title>a</title><image href="http://a.example/b"/></svg>', "a.svg")),
    "script asks": ("outside_address", KNOWN, plain("fetch('https://a.example')", "a.js")),
    "unescaped": ("unescaped", KNOWN, page("<p>A <b>bold</b> name</p>")),
    "no lang": ("missing_lang", KNOWN, plain("<html><body>a</body></html>", "a.html")),
    "no alt": ("missing_alt", KNOWN, page('<img src="a.png">')),
    "no svg title": ("missing_alt", KNOWN, page('<svg><circle r="3"/></svg>')),
    "svg after a described picture": ("missing_alt", KNOWN, page(
        '<div role="img" aria-label="a"><br></div><svg><circle r="3"/></svg>')),
    "form elsewhere": ("outside_address", KNOWN, page('<form action="https://a.example"></form>')),
    "workbook picture": ("missing_alt", KNOWN, xlsx([["a"]], picture="none")),
    "not a workbook": ("unreadable", KNOWN, plain("no archive", "a.xlsx")),
    "not a database": ("unreadable", KNOWN, plain("no database", "a.duckdb")),
    "not JSON": ("unreadable", KNOWN, plain("{", "a.json")),
}  # fmt: skip

NEAR = {
    "no league table": (KNOWN, page("<p>This is no league table, and is never ranked.</p>")),
    "correlation": (KNOWN, page("<p>A rank correlation of 0.4 in the model card.</p>")),
    "frank": (KNOWN, page("<p>A frank self-evaluation. Franked mail. Colleagues.</p>")),
    "dates": (KNOWN, page("<p>On the 3rd of May, in the 2nd of 12 months, page 3 of 4.</p>")),
    "quarters": (KNOWN, page("<p>The 3rd of 4 returns; 2 of 3 signs; number 2.</p>")),
    "top band": (KNOWN, page("<p>No pillar in the top band; top of the page; worst case.</p>")),
    "higher": (KNOWN, page("<p>Higher than expected, at the highest value since 2015.</p>")),
    "record": (KNOWN, page("<p>Of 20 that were warned of, 6 were later judged inadequate.</p>")),
    "no forecast": (KNOWN, page("<p>There is no probability of a grade here: 35% is a rate.</p>")),
    "chance alone": (KNOWN, page("<p>5% by chance alone. The grade was Good.</p>")),
    "roles": (KNOWN, page("<p>The director and the doctor are not named; mrs alder.</p>")),
    "part of a name": (KNOWN, page("<p>Robin Fenwickshire</p>")),
    "own tier": (KNOWN, page(f"<p>{HEARD}</p>")),
    "five words": (PUBLIC, page(f"<p>{' '.join(HEARD.split()[:5])} else</p>")),
    "kind without day": (AUTHORITY, page("<p>A partner agency. Heard on 1 March 2026.</p>")),
    "alphabet": (KNOWN, page(table(["Authority", "Referrals"], [[n, 5] for n in NAMES]))),
    "alphabet in regions": (KNOWN, page(items([*NAMES[1::2], *NAMES[0::2]]))),
    "action and name": (KNOWN, page(items([*NAMES[6:], *NAMES[:6]]))),
    "triage": (KNOWN, page(table(["Action", "Authority", "Score"], TRIAGE))),
    "bands": (KNOWN, page(table(["Authority", "Band now"], [[n, "watch"] for n in NAMES]))),
    "neighbours": (KNOWN, page(items(["Farrowby", "Carrow", "Holtwick", "Bexford", "Ildavale"]))),
    "four by score": (KNOWN, page(items(ROUTINE_BY_SCORE[:4]))),
    "mixed": (KNOWN, page(items(["Carrow", "Aldermoor", "Eskowen", "Dunmere", "Bexford",
                                 "Farrowby"]))),
    "unclosed in the alphabet": (KNOWN, page(
        "<TABLE><TR><TH>Authority<TH>Code" + "".join(f"<TR><TD>{n}<TD>5" for n in NAMES))),
    "words in a style": (KNOWN, page("<style>.ranked { color: red }</style>")),
    "plain comment": (KNOWN, page("<!-- A comment on the layout -->")),
    "two scores": (KNOWN, page(table(["Authority", "Score"], [["Carrow", 55.1], ["Bexford", 12]]))),
    "deprivation score": (PUBLIC, page(table(
        ["Authority", "Deprivation score"], [[n, "0.2"] for n in NAMES]))),
    "own score": (AUTHORITY, page("<p>Carrow has a score of 55.1 out of 100.</p>")),
    "supporter": (AUTHORITY, page("<p>Carrow: targeted peer review, led by Jarrowby.</p>")),
    "other published": (AUTHORITY, page("<p>Dunmere had 8.3 cases a worker.</p>")),
    "public index": (PUBLIC, page("<p>The deprivation score is 0.12; 31 of 153 published.</p>")),
    "own script": (OWN, both(plain(SCRIPT, "s.js"), page('<script src="s.js"></script>'))),
    "inline own script": (OWN, page(f"<script>{SCRIPT}</script>")),
    "data script": (OWN, both(data([1], "i.js"), page('<script src="i.js"></script>'))),
    "inert data": (OWN, page('<script type="application/json">{"a": 1}</script>')),
    "link elsewhere": (KNOWN, page('<a href="https://a.example/onclick">on</a>')),
    "namespace": (KNOWN, plain('<svg xmlns="http://www.w3.org/2000/svg"><title>a</title></svg>',
                               "a.svg")),
    "canonical": (KNOWN, page("", head='<link rel="canonical" href="https://a.example/">')),
    "own font": (KNOWN, plain(
        "@font-face{src:url(fonts/a.woff)} /* https://a.example */", "a.css")),
    "escaped": (KNOWN, page("<p>A &lt;b&gt;bold&lt;/b&gt; name and <b>strong</b></p>")),
    "empty alt": (KNOWN, page('<img alt="" src="a.png">')),
    "hidden svg": (KNOWN, page('<svg aria-hidden="true"><circle r="3"/></svg>')),
    "labelled svg": (KNOWN, page('<svg role="img" aria-label="a line"><circle r="3"/></svg>')),
    "svg in a described picture": (KNOWN, page(
        '<div role="img" aria-label="a line"><p><br><svg><circle r="3"/></svg></p></div>')),
    "search form": (KNOWN, page('<form role="search"><input aria-label="name"></form>')),
    "described picture": (KNOWN, xlsx([["a"]], picture="A line that rises")),
    "plain pdf": (KNOWN, pdf(["A pack about Carrow.", "No list."])),
    "codes": (KNOWN, page(table(["Authority", "Code"], [["Dunmere", 9], ["Aldermoor", 7],
                                ["Holtwick", 6], ["Bexford", 4], ["Carrow", 1]]))),
}  # fmt: skip


@pytest.mark.parametrize("name", TRIPS)
def test_a_rule_finds_what_it_is_for(name, tmp_path):
    rule, known, write = TRIPS[name]
    write(tmp_path)
    found = list(scan.scan(outputs_in([tmp_path]), known))
    assert rule in {one.rule for one in found}, found
    assert all(one.where and one.path.parent == tmp_path for one in found)
    assert all(one.excerpt for one in found)


@pytest.mark.parametrize("name", NEAR)
def test_a_rule_leaves_alone_what_only_looks_like_it(name, tmp_path):
    known, write = NEAR[name]
    write(tmp_path)
    assert outputs_in([tmp_path])
    assert list(scan.scan(outputs_in([tmp_path]), known)) == []


def test_every_rule_has_a_fixture_that_trips_it():
    rules = {rule for rule, _, _ in TRIPS.values()} | {"missing_lang"}
    source = Path(__file__).parents[2] / "src/earlywarning/scan"
    text = "".join(path.read_text(encoding="utf-8") for path in source.glob("*.py"))
    assert all(f'"{rule}"' in text for rule in rules)
    assert len(rules) == 17


def test_a_finding_says_file_place_rule_and_excerpt(tmp_path):
    page("<p>one</p>\n<p>Carrow is 3rd of 153 authorities.</p>")(tmp_path)
    found = next(scan.scan(outputs_in([tmp_path]), KNOWN))
    path = tmp_path / "page.html"
    assert found.line() == f"{path}: line 5: {POSITION}: Carrow is 3rd of 153 authorities."


def test_a_pdf_without_a_language_is_found(tmp_path):
    from pypdf import PdfWriter

    book = PdfWriter()
    book.add_blank_page(200, 200)
    book.write(tmp_path / "a.pdf")
    assert [one.rule for one in scan.scan(outputs_in([tmp_path]), KNOWN)] == ["missing_lang"]


def database(path: Path) -> None:
    with duckdb.connect(str(path)) as connection:
        connection.execute("create table score (old_la_code varchar, risk_of_decline double)")
        connection.execute("insert into score values ('902', 55.1), ('903', 8.3)")
        connection.execute("create table contribution (old_la_code varchar, explanation varchar)")
        connection.execute("insert into contribution values ('902', 'the 3rd of 153 authorities')")
        connection.execute("create table soft_text (item varchar, text varchar)")
        connection.execute("insert into soft_text values ('a', ?)", [HEARD])


@pytest.mark.parametrize(
    ("known", "rules"),
    [
        (KNOWN, {POSITION}),
        (AUTHORITY, {POSITION, "rows_outside_the_tier", SOFT}),
        (PUBLIC, {POSITION, "rows_outside_the_tier", SOFT}),
    ],
)
def test_a_database_is_searched_as_its_tier(known, rules, tmp_path):
    database(tmp_path / "a.duckdb")
    found = list(scan.scan(outputs_in([tmp_path]), known))
    assert {one.rule for one in found} == rules
    about = [one.excerpt for one in found if one.rule == "rows_outside_the_tier"]
    if known is AUTHORITY:
        assert about == ["1 rows about 903"]


HELD = f"Note: {HEARD}"


def commented(folder: Path) -> Path:
    with duckdb.connect(str(folder / "a.duckdb")) as connection:
        connection.execute("create table run (run varchar)")
        connection.execute(f"comment on table run is '{HELD}'")
    return folder / "a.duckdb"


def noted(folder: Path) -> Path:
    import xlsxwriter

    book = xlsxwriter.Workbook(str(folder / "a.xlsx"))
    book.add_worksheet("A").write_comment(0, 0, HELD)
    book.close()
    return folder / "a.xlsx"


def described(folder: Path) -> Path:
    from pypdf import PdfReader, PdfWriter

    book = PdfWriter(clone_from=PdfReader(pdf(["A pack."])(folder)))
    book.add_metadata({"/Subject": HELD})
    book.write(folder / "pack.pdf")
    return folder / "pack.pdf"


def columns(folder: Path) -> Path:
    duckdb.sql(f"copy (select 1 as n, '{HELD}' as told) to '{folder / 'a.parquet'}'")
    return folder / "a.parquet"


def zipped(folder: Path) -> Path:
    with zipfile.ZipFile(folder / "a.zip", "w") as archive:
        archive.writestr("deep/inner.txt", HELD)
    return folder / "a.zip"


def in_two_archives(folder: Path) -> Path:
    inner = io.BytesIO()
    with tarfile.open(fileobj=inner, mode="w") as archive:
        one = tarfile.TarInfo("inner.log")
        one.size = len(HELD)
        archive.addfile(one, io.BytesIO(HELD.encode()))
    with zipfile.ZipFile(folder / "no-suffix", "w") as archive:
        archive.writestr("b.tar", inner.getvalue())
    return folder / "no-suffix"


def pressed(folder: Path) -> Path:
    (folder / "a.txt.gz").write_bytes(gzip.compress(HELD.encode()))
    return folder / "a.txt.gz"


HIDING = {
    "a comment of a table": commented, "a note on a cell": noted, "a property": described,
    "a column file": columns, "an archive": zipped, "archives": in_two_archives, "gzip": pressed,
    "a log": plain(HELD, "run.log"), "no suffix": plain(HELD, "README"),
    "another suffix": plain(HELD, "a.bak"), "a page's comment": page(f"<!-- {HELD} -->"),
    "a name": plain("x", HEARD.replace(" ", "_") + ".txt"),
}  # fmt: skip


@pytest.mark.parametrize("name", HIDING)
def test_a_text_is_found_wherever_it_hides(name, tmp_path):
    written = HIDING[name](tmp_path)
    found = list(scan.scan(outputs_in([tmp_path]), PUBLIC))
    assert (written, SOFT) in {(one.path, one.rule) for one in found}, found


UNREADABLE = {
    "bytes": b"\x00\x01\x02" * 50, "not UTF-8": "Zo\xeb".encode("latin-1"),
    "a.zip": b"PK\x03\x04 cut off", "a.tar.gz": b"\x1f\x8b cut off",
    "a.parquet": b"PAR1 cut off", "a.png": b"\x00 no picture", "a.duckdb": b"no database",
}  # fmt: skip


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_cannot_be_read_is_a_finding(name, tmp_path):
    (tmp_path / name).write_bytes(UNREADABLE[name])
    assert [one.rule for one in scan.scan(outputs_in([tmp_path]), PUBLIC)] == ["unreadable"]


def test_an_encrypted_database_is_a_finding(tmp_path):
    with in_memory() as connection:
        load_strong_library(connection)
        attach(connection, tmp_path / "a.duckdb", "a", "a key of a test", write=True)
        connection.execute("create table a.run (run varchar)")
    assert [one.rule for one in scan.scan(outputs_in([tmp_path]), PUBLIC)] == ["unreadable"]


def test_pictures_and_type_are_known_by_their_first_bytes(tmp_path):
    (tmp_path / "a.png").write_bytes(PNG)
    (tmp_path / "a.woff2").write_bytes(b"wOF2" + bytes(40))
    assert list(scan.scan(outputs_in([tmp_path]), PUBLIC)) == []


TIERS_LOOKED_AT = [
    Audience("public"), Audience("authority", "901", "Place 901", ("901",)),
    Audience("region", "Eastmarch", "Eastmarch", ("901", "902")),
]  # fmt: skip


@pytest.fixture(scope="module")
def secrets(tmp_path_factory) -> Path:
    return planted(tmp_path_factory.mktemp("house"))[0]


def database_hits(path: Path, audience: Audience) -> set[tuple[str, str]]:
    known = Knowledge(
        tier=audience.tier, own=frozenset(audience.codes), tiers=load_tiers(REFERENCE)
    )
    wanted = ("rows_outside_the_tier", "column_outside_the_tier")
    hits = scan.scan([path], known)
    return {(one.where, one.rule) for one in hits if one.rule in wanted}


@pytest.mark.parametrize("audience", TIERS_LOOKED_AT, ids=lambda one: one.tier)
def test_each_rule_of_the_tiers_that_is_loosened_is_found(audience, secrets, tmp_path):
    tiers = load_tiers(REFERENCE)
    build_tier(secrets, tmp_path / "strict.duckdb", audience, tiers)
    assert database_hits(tmp_path / "strict.duckdb", audience) == set()
    names = [one.name for one in TABLES]
    loose = {name: SeenTable.model_validate({audience.tier: "all"}) for name in names}
    wide = tiers.model_copy(update={"tables": loose})
    build_tier(secrets, tmp_path / "wide.duckdb", audience, wide)
    expected = set()
    for name in names:
        if tiers.rows(name, audience.tier) != "all" and name not in NO_OTHERS:
            expected.add((f"table {name}", "rows_outside_the_tier"))
        for column in tiers.left_out(name, audience.tier):
            expected.add((f"table {name}, column {column}", "column_outside_the_tier"))
    assert database_hits(tmp_path / "wide.duckdb", audience) == expected
    assert len(expected) > 20


def published(path: Path) -> Path:
    connection = laid_out()
    put(connection, "run", run="a", as_of=dt.date(2026, 4, 30), started=dt.datetime(2026, 4, 30, 2))
    for place in KNOWN.places:
        put(connection, "local_authority", old_la_code=place.code, new_la_code=place.new_code,
            la_name=place.name, region=place.region)  # fmt: skip
        put(connection, "score", old_la_code=place.code, risk_of_decline=KNOWN.scores[place.code])
        put(connection, "recommendation", old_la_code=place.code, action=KNOWN.actions[place.code])
    put(connection, "finding", message="<b>bold</b>", severity="warning")
    connection.execute(f"attach '{path}' as kept")
    connection.execute("copy from database memory to kept")
    connection.close()
    return path


def test_what_the_rules_know_is_read_from_the_warehouse(tmp_path):
    with duckdb.connect(str(published(tmp_path / "w.duckdb")), read_only=True) as connection:
        known = known_from(connection, "consortium", ())
    assert known.scores == KNOWN.scores
    assert known.actions == KNOWN.actions
    assert {place.code: place for place in known.places} == KNOWN.by_code
    assert known.markup == ("<b>bold</b>",)


def test_the_command_has_an_exit_code_for_each_outcome(tmp_path):
    warehouse = published(tmp_path / "w.duckdb")
    out = tmp_path / "out"
    (out / "none").mkdir(parents=True)
    words = ("--warehouse", warehouse)
    assert earlywarning("check-outputs", out, *words).returncode == 4
    page(items(NAMES))(out)
    clean = earlywarning("check-outputs", out, *words)
    assert (clean.returncode, clean.stdout) == (0, "1 files looked at, 0 findings\n")
    page(items(BY_SCORE), "bad.html")(out)
    found = earlywarning("check-outputs", out, *words)
    assert found.returncode == 3
    assert found.stdout.splitlines()[0].startswith(f"{out / 'bad.html'}: line 4: order_of_score: ")
    assert found.stdout.endswith("2 files looked at, 1 findings\n")
    assert earlywarning("check-outputs", tmp_path / "nowhere").returncode == 2


def test_the_command_takes_register_names_and_tier(tmp_path):
    warehouse, out = published(tmp_path / "w.duckdb"), tmp_path / "out"
    out.mkdir()
    (out / "about.txt").write_text("earlywarning, authority 902\nmore\n", encoding="utf-8")
    page(f"<p>{HEARD}</p><p>Sam Underhill</p><p>Dunmere scores 8.3 points</p>")(out)
    register, names = tmp_path / "r.csv", tmp_path / "names.txt"
    register.write_text(f"item,text\nSI-1,{HEARD}\n", encoding="utf-8")
    names.write_text("Sam Underhill\n\n", encoding="utf-8")
    words = ("--warehouse", warehouse, "--register", register, "--names", names)
    found = earlywarning("check-outputs", out, *words)
    rules = {line.split(": ")[2] for line in found.stdout.splitlines()[:-1]}
    assert rules == {SOFT, "person_named", "score_of_another"}
    assert "as authority" in found.stderr
    wider = earlywarning("check-outputs", out, *words, "--tier", "consortium")
    assert {line.split(": ")[2] for line in wider.stdout.splitlines()[:-1]} == {"person_named"}


def test_without_a_warehouse_the_command_says_what_it_cannot_see(tmp_path):
    page(items(BY_SCORE))(tmp_path)
    done = earlywarning("check-outputs", tmp_path, "--warehouse", tmp_path / "none.duckdb")
    assert done.returncode == 0
    assert "order and scores cannot be looked at" in done.stderr


def test_a_folder_says_whose_it_is(tmp_path):
    assert whose(tmp_path) == ("consortium", "")
    with duckdb.connect(str(tmp_path / "a.duckdb")) as connection:
        connection.execute(
            "create table tier_content as select 'region' as tier, 'Eastmarch' as owner"
        )
    assert whose(tmp_path) == ("region", "Eastmarch")
    (tmp_path / "about.txt").write_text("earlywarning, public\n", encoding="utf-8")
    assert whose(tmp_path) == ("public", "")
