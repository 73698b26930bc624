"""Every tier is built from a warehouse full of secrets, and every byte of it is searched."""

from __future__ import annotations

import csv
import datetime as dt
import os
import re
from pathlib import Path

import duckdb
import pytest

from earlywarning.definitions.tier import load_tiers
from earlywarning.errors import (
    DefinitionError,
    EarlyWarningError,
    NothingUsableError,
    SourceError,
    UsageError,
)
from earlywarning.reports.tiered import brief
from earlywarning.run.share import ABOUT, DATABASE, Wanted, share
from earlywarning.warehouse import encryption
from earlywarning.warehouse.connect import open_published
from tests.conftest import REFERENCE, earlywarning
from tests.support.planted import Secret, found_in_bytes, found_in_database, planted

KEY = "one-Key-that-is-nowhere-else-4711"
TEXTS = {code: f"Zq-free-text-{code}-qz" for code in ("901", "902", "903")}
WANTED = {
    "public": (Wanted("public"), ()),
    "authority": (Wanted("authority", authority="901"), ("901",)),
    "region": (Wanted("region", region="Eastmarch"), ("901", "902")),
    "consortium": (Wanted("consortium"), ("901", "902", "903")),
}
COMMENTS = "select table_name, comment from duckdb_tables()"
# What must hold, written down here a second time: nothing of this is read from tiers.toml.
OWN = {
    "comparison", "signal", "signal_history", "pattern_match", "alert", "score", "contribution",
    "recommendation", "in_year_return", "in_year_difference", "watch", "watch_alert",
    "contaminated_period", "soft_item", "peer_review", "score_history", "override", "journey",
    "line_of_enquiry", "review_clock", "review_event", "offer", "offer_finding", "offer_outcome",
    "offer_reply", "standing", "level", "improved", "unread_report", "pattern_gone", "brake",
    "after_judgement", "intervention", "support_watch", "lent",
}  # fmt: skip
NEVER = {
    "public": {("pathway", "expected"), ("pathway", "position_z"), ("pathway", "movement_z")},
    "authority": {
        ("soft_item", "source_kind"), ("soft_item", "reliability"), ("soft_item", "recorded_by"),
        ("soft_item", "source_area"), ("soft_item", "weight_now"),
        ("alert", "channel"), ("alert", "held_back_by"),
        ("peer_review", "source"), ("review_event", "source"), ("intervention", "source"),
        ("intervention", "days_lent"), ("intervention", "backfill"),
    },
    "region": set(),
}  # fmt: skip
# Tables that are the consortium's alone: whose turn it is, who lends whom, who must not meet.
WHOLE_TABLES = {
    "intake", "programme", "programme_note", "programme_group", "reviewer", "review_conflict",
    "warning_record",
}  # fmt: skip
CONSORTIUM_ALONE = {
    ("release", "file_name"), ("finding", "file_name"), ("fetched_file", "address"),
    ("run", "inputs_sha256"), ("unread_report", "file_name"),
}  # fmt: skip


def may_see(secret: Secret, tier: str, codes: tuple[str, ...]) -> bool:
    """Tell from the rules in words, not from the declarations, whether a tier may hold a cell."""
    cell = (secret.table, secret.column)
    if tier == "consortium":
        return True
    if secret.table in WHOLE_TABLES or cell in CONSORTIUM_ALONE or cell in NEVER[tier]:
        return False
    if secret.table == "offer_reply" and tier == "region":
        return False
    if secret.in_year or secret.table in OWN:
        return secret.code in codes
    if secret.table == "pathway" and tier != "public":
        return secret.code in codes
    return not (secret.table == "in_year_shared" and tier == "public")


def leaked(folder: Path, secrets: list[Secret], tier: str, codes: tuple[str, ...]) -> set[Secret]:
    """Return the secrets that a folder holds and must not."""
    with open_published(folder / DATABASE) as connection:
        found = found_in_database(connection, secrets)
    found |= found_in_bytes(folder, secrets)
    return {secret for secret in found if not may_see(secret, tier, codes)}


@pytest.fixture(scope="module")
def house(tmp_path_factory) -> tuple[Path, list[Secret]]:
    return planted(tmp_path_factory.mktemp("house"))


@pytest.fixture(scope="module")
def register(house) -> Path:
    path = house[0].parent / "register.csv"
    items = {s.code: s.value for s in house[1] if (s.table, s.column) == ("soft_item", "item")}
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["item", "old_la_code", "text"])
        writer.writerows([items[code], code, text] for code, text in TEXTS.items())
        writer.writerow(["SI-unknown", "901", "of an entry that the run does not know"])
    return path


@pytest.fixture(scope="module")
def folders(house, register, tmp_path_factory) -> dict[str, Path]:
    place = tmp_path_factory.mktemp("shared")
    for tier, (wanted, _) in WANTED.items():
        given = Wanted(tier, wanted.authority, wanted.region, None)
        if tier == "consortium":
            given = Wanted(tier, register=register)
        share(given, place / tier, house[0], REFERENCE)
    return {tier: place / tier for tier in WANTED}


@pytest.mark.parametrize("tier", WANTED)
def test_what_is_handed_out_names_no_place_on_this_machine(tier, house, folders):
    about = (folders[tier] / ABOUT).read_text(encoding="utf-8")
    assert DATABASE in about
    own = [str(folders[tier].parent), str(house[0].parent), str(REFERENCE), str(Path.home())]
    for path in folders[tier].rglob("*"):
        content = path.read_bytes() if path.is_file() else b""
        assert not [name for name in own if len(name) > 5 and name.encode() in content], path
    with open_published(folders[tier] / DATABASE) as connection:
        for (table,) in connection.execute("select table_name from duckdb_tables()").fetchall():
            rows = str(connection.execute(f"from {table}").fetchall())
            assert not [name for name in own if len(name) > 5 and name in rows], table


@pytest.mark.parametrize("tier", WANTED)
def test_a_tier_holds_what_it_may_see_and_nothing_else(tier, house, folders):
    secrets, codes = house[1], WANTED[tier][1]
    assert leaked(folders[tier], secrets, tier, codes) == set()
    with open_published(folders[tier] / DATABASE) as connection:
        found = found_in_database(connection, secrets)
    assert found == {secret for secret in secrets if may_see(secret, tier, codes)}
    assert 0 < len(found) <= len(secrets)


def test_the_search_finds_all_there_is_in_the_consortiums(house, folders):
    secrets = house[1]
    assert len(secrets) > 500
    with open_published(folders["consortium"] / DATABASE) as connection:
        assert found_in_database(connection, secrets) == set(secrets)
    texts = {s for s in secrets if isinstance(s.value, str)}
    assert len(found_in_bytes(folders["consortium"], secrets) & texts) > 0.9 * len(texts)


@pytest.mark.parametrize("tier", WANTED)
def test_free_text_is_in_the_consortiums_database_and_papers_alone(tier, folders):
    holding = {
        path.relative_to(folders[tier]).parts[0]
        for path in folders[tier].rglob("*")
        if path.is_file() and any(text.encode() in path.read_bytes() for text in TEXTS.values())
    }
    assert holding == ({DATABASE, "briefing"} if tier == "consortium" else set())
    with open_published(folders[tier] / DATABASE) as connection:
        tables = {
            r[0] for r in connection.execute("select table_name from duckdb_tables()").fetchall()
        }
        assert ("soft_text" in tables) == (tier == "consortium")
        if tier == "consortium":
            rows = connection.execute("select text from soft_text order by 1").fetchall()
            assert [text for (text,) in rows] == sorted(TEXTS.values())


LOOSENED = {
    "score of all": ("score", 'authority = "own"', 'authority = "all"', "authority"),
    "score for everybody": ("score", "whose =", 'public = "all"\nwhose =', "public"),
    "offers of all": ("recommendation", 'authority = "own"', 'authority = "all"', "authority"),
    "other regions heard": ("soft_item", 'region = "own"', 'region = "all"', "region"),
    "who spoke": ("soft_item", '"source_kind", ', "", "authority"),
    "budget": ("alert", ', "held_back_by"', "", "authority"),
    "returns of all": ("observation", 'authority = "published_and_own"', 'authority = "all"',
                       "authority"),
    "returns are published": ("observation", 'public = "published"', 'public = "all"', "public"),
    "doubts about returns": ("finding", 'public = "published"', 'public = "all"', "public"),
    "files": ("intake", 'region = "none"', 'region = "all"', "region"),
    "paths": ("release", 'public = ["file_name"], ', "", "public"),
    "distances": ("pathway", '"position_z", ', "", "public"),
}  # fmt: skip


@pytest.mark.whole
@pytest.mark.parametrize("name", LOOSENED)
def test_a_loosened_declaration_is_found_by_the_search(name, house, tmp_path):
    table, before, after, tier = LOOSENED[name]
    text = (REFERENCE / "tiers.toml").read_text()
    parts = re.split(r"(?m)^(?=\[tables\.)", text)
    [at] = [n for n, part in enumerate(parts) if part.startswith(f"[tables.{table}]")]
    assert before in parts[at]
    parts[at] = parts[at].replace(before, after, 1)
    (tmp_path / "tiers.toml").write_text("".join(parts))
    wanted, codes = WANTED[tier]
    share(wanted, tmp_path / "to", house[0], tmp_path)
    found = leaked(tmp_path / "to", house[1], tier, codes)
    assert {secret.table for secret in found} == {table}


def test_a_source_called_published_that_is_not_is_found(house, tmp_path):
    text = (REFERENCE / "tiers.toml").read_text()
    text = text.replace("published = [", 'published = ["in_year_returns", ', 1)
    (tmp_path / "tiers.toml").write_text(text)
    share(Wanted("public"), tmp_path / "to", house[0], tmp_path)
    found = leaked(tmp_path / "to", house[1], "public", ())
    assert {"observation", "known_value", "finding"} <= {secret.table for secret in found}


def test_a_table_that_is_not_declared_is_the_consortiums_alone(house, tmp_path):
    text = (REFERENCE / "tiers.toml").read_text()
    parts = re.split(r"(?m)^(?=\[tables\.)", text)
    (tmp_path / "tiers.toml").write_text(
        "".join(p for p in parts if "[tables.inspection]" not in p)
    )
    for tier, (wanted, _) in WANTED.items():
        share(wanted, tmp_path / tier, house[0], tmp_path)
        with open_published(tmp_path / tier / DATABASE) as connection:
            [many] = connection.execute("select count(*) from inspection").fetchone()
        assert many == (3 if tier == "consortium" else 0), tier


@pytest.mark.parametrize(
    ("words", "says"),
    [('public = "own"', "nobody's own rows"), ('region = "own"', "whose"),
     ('public = "published"', "release or source"), ('everybody = "all"', "everybody")],
)  # fmt: skip
def test_a_declaration_that_cannot_be_kept_is_refused(words, says, tmp_path):
    (tmp_path / "tiers.toml").write_text(f'published = ["x"]\n[tables.t]\n{words}\n')
    with pytest.raises(DefinitionError, match=says):
        load_tiers(tmp_path)


def test_views_and_macros_show_what_their_file_holds(folders):
    """They hold nothing themselves: whoever may not see a table sees nothing through them."""
    for tier, own, others in [("public", 0, 0), ("authority", 1, 0), ("region", 1, 0),
                              ("consortium", 1, 1)]:  # fmt: skip
        with open_published(folders[tier] / DATABASE) as connection:
            seen = [
                connection.execute(
                    f"select count(*) > 0 from why('{code}') where part like 'score%'"
                ).fetchone()
                for code in ("901", "903")
            ]
            figures = connection.execute("select count(*) from figure").fetchone()
            values = connection.execute(
                "select count(*) from indicator_value where geographic_level = 'Local authority'"
            ).fetchone()
        assert seen == [(bool(own),), (bool(others),)], tier
        assert figures == values, tier


def test_comments_come_along_and_the_file_says_what_it_holds(folders):
    with open_published(folders["authority"] / DATABASE) as connection:
        meant = dict(
            connection.execute("select table_name, comment from duckdb_tables()").fetchall()
        )
        rows = connection.execute(
            "select * from tier_content where table_name = 'alert'"
        ).fetchall()
    assert all(meant.values())
    assert rows == [
        ("authority", "901", "Place 901", "alert", "own", ["channel", "held_back_by"], 1)
    ]


# -- pages ------------------------------------------------------------


def pages_of(folder: Path) -> dict[str, str]:
    return {
        p.relative_to(folder).as_posix(): p.read_text(encoding="utf-8")
        for p in folder.rglob("*.html")
    }


def test_public_pages_have_no_score_and_say_why(folders):
    pages = pages_of(folders["public"])
    assert {f"authority/{code}-place-{code}.html" for code in ("901", "902", "903")} <= set(pages)
    for name, text in pages.items():
        assert "Public edition: published figures only." in text
        for word in ("out of 100", "Risk of decline", "What help is recommended", "Could help",
                     "not heard", "Points"):  # fmt: skip
            assert word not in text, (name, word)


def test_pages_are_about_those_that_the_tier_is_for(folders):
    for tier, (_, codes) in WANTED.items():
        wanted = codes or ("901", "902", "903")
        pages = pages_of(folders[tier])
        for kind in ("authority", "briefing"):
            names = {n for n in pages if n.startswith(f"{kind}/") and n.count("/") == 1}
            assert names == {f"{kind}/{code}-place-{code}.html" for code in wanted}, tier
        others = {code for code in ("901", "902", "903") if code not in wanted}
        for name, text in pages.items():
            if "/" not in name or name.startswith(("indicator/", "pattern/")):
                assert not [code for code in others if f"Place {code}" in text], (tier, name)
    index = pages_of(folders["region"])["index.html"]
    assert index.index("Place 901") < index.index("Place 902")
    assert "Place 903" not in index


def test_no_page_holds_the_scores_of_two_authorities(house, folders):
    scores = [s for s in house[1] if s.table == "score"]
    for tier, folder in folders.items():
        for name, text in pages_of(folder).items():
            # The consortium's pack is its triage view: bands, in order of action and name.
            is_pack = tier == "consortium" and name.startswith("pack/")
            told = [s for s in scores if s.shown in text and not (is_pack and s.column == "band")]
            assert len({s.code for s in told}) <= 1, (tier, name)


def test_an_authority_sees_its_own_entries_without_their_source(folders):
    text = pages_of(folders["authority"])["authority/901-place-901/history.html"]
    assert "Zq-soft-item-flag-901" in text
    assert "not shown here" in text
    offer = pages_of(folders["authority"])["authority/901-place-901/offer.html"]
    assert "Zq-recommendation-supporters-901" in offer


@pytest.mark.parametrize("tier", ["public", "authority", "region"])
def test_a_briefing_is_written_as_its_tier_may_see_it(tier, house, tmp_path):
    codes = WANTED[tier][1]
    pages = brief(house[0], REFERENCE, tmp_path, tier, "901", lambda _: None)
    assert [path.name for path in pages] == ["901-place-901.html", "901-place-901.pdf"]
    found = found_in_bytes(tmp_path, house[1])
    assert {secret for secret in found if not may_see(secret, tier, codes)} == set()
    assert bool({s for s in found if s.table == "score"}) == (tier != "public")


def test_a_tier_for_one_needs_to_know_whom(house, tmp_path):
    words = ("brief", "--all", "--to", tmp_path / "b", "--warehouse", house[0], "--tier")
    done = earlywarning(*words, "authority")
    assert done.returncode == 2
    assert "name the authority" in done.stderr
    assert earlywarning(*words, "public").returncode == 0
    assert len(list((tmp_path / "b" / "briefing").iterdir())) == 6


@pytest.fixture(scope="module")
def in_confidence(tmp_path_factory) -> Path:
    """A published file in which one of two entries was told in confidence."""
    place = tmp_path_factory.mktemp("confidence")
    warehouse, _ = planted(place)
    built = warehouse.resolve()
    with duckdb.connect(str(built)) as connection:
        connection.execute("update soft_item set heard_on = '2026-03-17', expires = '2027-03-17'")
        connection.execute("update contribution set newest = '2026-03-17', kind = 'flag'")
        for table in ("soft_item", "contribution"):
            connection.execute(f"insert into {table} from {table} where old_la_code = '901'")
            connection.execute(
                f"update {table} set told = false, item = 'secret-' || item where rowid = "
                f"(select max(rowid) from {table})"
            )
        # What the run works out without it; here the score alone, and the rest is as it was.
        connection.execute("create schema told")
        connection.execute("create table told.standing as from standing where old_la_code = '901'")
        connection.execute("create table told.score as from score where old_la_code = '901'")
        connection.execute("update told.score set risk_of_decline = 12.5")
    return warehouse


def test_an_authority_is_told_months_and_words_and_nothing_of_what_is_in_confidence(
    in_confidence, tmp_path
):
    wanted, _ = WANTED["authority"]
    share(wanted, tmp_path / "to", in_confidence, REFERENCE)
    assert b"secret-" not in b"".join(
        path.read_bytes() for path in (tmp_path / "to").rglob("*") if path.is_file()
    )
    with open_published(tmp_path / "to" / DATABASE) as connection:
        rows = connection.execute("select heard_on, expires, weight_now from soft_item").fetchall()
        assert rows == [(dt.date(2026, 3, 1), dt.date(2027, 3, 1), None)]
        veiled = connection.execute(
            "select points > 0, kind, title, newest, entries from contribution where not told"
        ).fetchall()
        assert veiled == [(True, "flag", "Told in confidence", None, None)]
        [(told,)] = connection.execute("select newest from contribution where told").fetchall()
        assert told == dt.date(2026, 3, 1)
        sums = "select sum(points) from contribution where old_la_code = '901'"
        own = connection.execute(sums).fetchall()
    with open_published(in_confidence) as connection:
        assert connection.execute(sums).fetchall() == own
    region, _ = WANTED["region"]
    share(region, tmp_path / "region", in_confidence, REFERENCE)
    with open_published(tmp_path / "region" / DATABASE) as connection:
        rows = connection.execute("select count(*), max(heard_on) from soft_item").fetchall()
        assert rows == [(3, dt.date(2026, 3, 17))]
        scores = connection.execute("select risk_of_decline from score").fetchall()
        assert len(scores) == 2
        assert (12.5,) not in scores


def test_an_authoritys_score_is_the_one_worked_out_without_what_is_in_confidence(
    in_confidence, tmp_path
):
    share(WANTED["authority"][0], tmp_path / "to", in_confidence, REFERENCE)
    with open_published(tmp_path / "to" / DATABASE) as connection:
        assert connection.execute("select risk_of_decline from score").fetchall() == [(12.5,)]
    with duckdb.connect(str(in_confidence.resolve())) as connection:
        connection.execute("drop schema told cascade")
    with pytest.raises(EarlyWarningError, match="run once more"):
        share(WANTED["authority"][0], tmp_path / "to", in_confidence, REFERENCE)


# -- encryption ------------------------------------------------------------


@pytest.fixture
def key(monkeypatch, tmp_path_factory) -> str:
    monkeypatch.setenv("EARLYWARNING_KEY", KEY)
    monkeypatch.setenv("EARLYWARNING_REGISTER", str(tmp_path_factory.mktemp("register")))
    return KEY


@pytest.mark.parametrize("tier", ["region", "consortium"])
def test_an_encrypted_folder_holds_no_plain_string_and_opens_with_the_key(
    tier, key, house, register, tmp_path, monkeypatch, capfd
):
    wanted, codes = WANTED[tier]
    given = register if tier == "consortium" else None
    told = share(Wanted(tier, region=wanted.region, register=given), tmp_path / "to", *house[:1],
                 REFERENCE)  # fmt: skip
    assert found_in_bytes(tmp_path / "to", house[1]) == set()
    files = {p.name: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    assert set(files) == {DATABASE, ABOUT}
    for word in (*TEXTS.values(), "risk_of_decline", "Place 901", KEY):
        assert word.encode() not in files[DATABASE]
    assert KEY not in "\n".join(told) + "".join(capfd.readouterr())
    assert KEY.encode() not in files[ABOUT]
    with open_published(tmp_path / "to" / DATABASE) as connection:
        found = found_in_database(connection, house[1])
        settings = connection.execute("select value from duckdb_settings()").fetchall()
        assert not any(KEY in str(value) for (value,) in settings)
    assert found == {secret for secret in house[1] if may_see(secret, tier, codes)}


def test_an_encrypted_file_says_plainly_that_the_key_is_missing_or_wrong(
    key, house, tmp_path, monkeypatch
):
    share(WANTED["region"][0], tmp_path / "to", house[0], REFERENCE)
    file = tmp_path / "to" / DATABASE
    monkeypatch.delenv("EARLYWARNING_KEY")
    with pytest.raises(UsageError, match="encrypted; set EARLYWARNING_KEY"):
        open_published(file)
    monkeypatch.setenv("EARLYWARNING_KEY", "another key, quite")
    with pytest.raises(UsageError, match="does not open it") as told:
        open_published(file)
    assert "another key" not in str(told.value)
    with pytest.raises(duckdb.Error):
        duckdb.connect(str(file), read_only=True)


def test_a_tier_can_be_built_from_the_consortiums_encrypted_file(key, house, tmp_path, monkeypatch):
    share(Wanted("consortium"), tmp_path / "all", house[0], REFERENCE)
    wanted, codes = WANTED["authority"]
    share(wanted, tmp_path / "to", tmp_path / "all" / DATABASE, REFERENCE)
    assert leaked(tmp_path / "to", house[1], "authority", codes) == set()
    monkeypatch.delenv("EARLYWARNING_KEY")
    with pytest.raises(UsageError, match="encrypted; set EARLYWARNING_KEY"):
        share(Wanted("public"), tmp_path / "no", tmp_path / "all" / DATABASE, REFERENCE)


def test_a_file_that_is_no_database_is_told(tmp_path):
    (tmp_path / "w.duckdb").write_text("not a database, and longer than a header would be")
    with pytest.raises(EarlyWarningError, match="cannot build from"):
        share(Wanted("public"), tmp_path / "to", tmp_path / "w.duckdb", REFERENCE)


def test_the_same_key_and_content_never_give_the_same_bytes(key, house, tmp_path):
    blocks = []
    for name in ("a", "b"):
        share(WANTED["region"][0], tmp_path / name, house[0], REFERENCE)
        raw = (tmp_path / name / DATABASE).read_bytes()
        blocks.append([raw[at : at + 4096] for at in range(3 * 4096, len(raw), 4096)])
    full = [block for block in blocks[0] if len(set(block)) > 200]
    assert len(full) > 20
    assert not set(full) & set(blocks[1])


@pytest.mark.parametrize("tier", ["public", "authority"])
def test_other_tiers_are_not_encrypted_with_the_regions_key(tier, key, house, tmp_path):
    wanted = WANTED[tier][0]
    share(wanted, tmp_path / "to", house[0], REFERENCE)
    duckdb.connect(str(tmp_path / "to" / DATABASE), read_only=True).close()
    with pytest.raises(UsageError, match="--encrypt"):
        share(Wanted(tier, wanted.authority, encrypt=True), tmp_path / "no", house[0], REFERENCE)
    assert not (tmp_path / "no").exists()


def key_file(place: Path, words: str, mode: int = 0o600) -> Path:
    path = place / "own.key"
    path.write_text(words + "\n", encoding="utf-8")
    path.chmod(mode)
    return path


def test_an_authoritys_file_is_encrypted_with_its_own_key_from_a_file(
    key, house, tmp_path, monkeypatch
):
    wanted = Wanted("authority", "901", key_file=key_file(tmp_path, "a key of the authority"))
    share(wanted, tmp_path / "to", house[0], REFERENCE)
    file = tmp_path / "to" / DATABASE
    assert b"risk_of_decline" not in file.read_bytes()
    with pytest.raises(UsageError, match="does not open it"):
        open_published(file)
    monkeypatch.delenv("EARLYWARNING_KEY")
    monkeypatch.setenv("EARLYWARNING_KEY_FILE", str(wanted.key_file))
    open_published(file).close()
    wanted.key_file.chmod(0o644)
    with pytest.raises(SourceError, match="chmod 600"):
        open_published(file)


@pytest.mark.parametrize(
    ("words", "mode", "why"),
    [("fifteen letters", 0o600, "15 characters"), ("", 0o600, "holds no key"),
     ("long enough to be a key", 0o640, "chmod 600")],
)  # fmt: skip
def test_a_short_or_open_key_writes_nothing(words, mode, why, house, tmp_path):
    wanted = Wanted("region", region="Eastmarch", key_file=key_file(tmp_path, words, mode))
    with pytest.raises((UsageError, SourceError), match=why):
        share(wanted, tmp_path / "to", house[0], REFERENCE)
    assert not (tmp_path / "to").exists()


def test_a_key_is_for_one_recipient_alone(key, house, tmp_path):
    share(WANTED["region"][0], tmp_path / "to", house[0], REFERENCE)
    share(WANTED["region"][0], tmp_path / "to", house[0], REFERENCE)
    with pytest.raises(UsageError, match="was used for region Eastmarch"):
        share(Wanted("consortium"), tmp_path / "all", house[0], REFERENCE)
    (tmp_path / "own.key").write_text(KEY)
    (tmp_path / "own.key").chmod(0o600)
    with pytest.raises(UsageError, match="was used for region Eastmarch"):
        share(
            Wanted("authority", "901", key_file=tmp_path / "own.key"), tmp_path / "one", house[0],
            REFERENCE,
        )  # fmt: skip
    log = Path(os.environ["EARLYWARNING_REGISTER"]) / "access.jsonl"
    assert KEY not in log.read_text()


def test_without_the_strong_library_nothing_is_written(key, house, tmp_path, monkeypatch):
    monkeypatch.setattr(encryption, "PACKAGE", "no_such_package_here")
    with pytest.raises(EarlyWarningError, match="nothing can be encrypted without the package"):
        share(WANTED["region"][0], tmp_path / "to", house[0], REFERENCE)
    assert not (tmp_path / "to").exists()


def test_encrypt_without_a_key_writes_nothing(house, tmp_path, monkeypatch):
    monkeypatch.delenv("EARLYWARNING_KEY", raising=False)
    with pytest.raises(UsageError, match="nothing was written"):
        share(Wanted("consortium", encrypt=True), tmp_path / "to", house[0], REFERENCE)
    assert list(tmp_path.iterdir()) == []


# -- the folder and the command ------------------------------------------------------------


def test_a_folder_with_other_things_is_refused_and_an_earlier_share_replaced(house, tmp_path):
    share(WANTED["authority"][0], tmp_path / "to", house[0], REFERENCE)
    (tmp_path / "to" / "authority" / "old.html").write_text("of an earlier run")
    share(WANTED["authority"][0], tmp_path / "to", house[0], REFERENCE)
    assert not (tmp_path / "to" / "authority" / "old.html").exists()
    for other in (Wanted("public"), Wanted("authority", authority="902")):
        with pytest.raises(UsageError, match="holds earlywarning, authority 901"):
            share(other, tmp_path / "to", house[0], REFERENCE)
    assert [path.name for path in tmp_path.iterdir()] == ["to"]
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("mine")
    with pytest.raises(UsageError, match="holds other things"):
        share(Wanted("public"), tmp_path / "mine", house[0], REFERENCE)
    assert (tmp_path / "mine" / "notes.txt").read_text() == "mine"


@pytest.mark.parametrize(
    ("wanted", "says"),
    [
        (Wanted("authority"), "--authority names whose"),
        (Wanted("region"), "--region names whose"),
        (Wanted("public", authority="901"), "--authority goes with"),
        (Wanted("authority", authority="Plaice 901"), "did you mean Place 901"),
        (Wanted("region", region="Eastmarsh"), "did you mean Eastmarch"),
        (Wanted("region", region="Nowhere"), "Eastmarch, Westfell"),
        (Wanted("region", region="Eastmarch", register=Path("x.csv")), "consortium's file alone"),
        (Wanted("consortium", register=REFERENCE / "authorities.csv"), "columns item and text"),
    ],
)
def test_wrong_and_missing_names_are_told(wanted, says, house, tmp_path):
    with pytest.raises(UsageError, match=says):
        share(wanted, tmp_path / "to", house[0], REFERENCE)
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_share_left_is_removed(house, tmp_path):
    left = tmp_path / ".to.999999999.building"
    left.mkdir()
    (left / DATABASE).write_text("half a file of the consortium's")
    share(Wanted("public"), tmp_path / "to", house[0], REFERENCE)
    assert [path.name for path in tmp_path.iterdir()] == ["to"]


def test_a_share_that_fails_leaves_the_earlier_one(house, tmp_path, monkeypatch):
    share(Wanted("public"), tmp_path / "to", house[0], REFERENCE)
    before = (tmp_path / "to" / DATABASE).read_bytes()

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("earlywarning.reports.site.write_site", full)
    with pytest.raises(EarlyWarningError, match="No space left"):
        share(Wanted("public"), tmp_path / "to", house[0], REFERENCE)
    assert [path.name for path in tmp_path.iterdir()] == ["to"]
    assert (tmp_path / "to" / DATABASE).read_bytes() == before


def test_nothing_published_is_told(tmp_path):
    with pytest.raises(NothingUsableError):
        share(Wanted("public"), tmp_path / "to", tmp_path / "none.duckdb", REFERENCE)


def test_the_command_line_shares_queries_and_explains(key, house, tmp_path, monkeypatch):
    words = ("share", "--tier", "region", "--region", "eastmarch", "--warehouse", house[0])
    done = earlywarning(*words, "--to", tmp_path / "r", "--encrypt")
    assert done.returncode == 0, done.stderr
    assert "holds: its own authorities' scores" in done.stdout
    assert "leaves out: everything about other regions" in done.stdout
    file = tmp_path / "r" / DATABASE
    asked = ("query", "select count(*) from score", "--format", "csv", "--warehouse", file)
    assert earlywarning(*asked).stdout.split() == ["count_star()", "2"]
    assert "score:" in earlywarning("tables", "--warehouse", file).stdout
    monkeypatch.delenv("EARLYWARNING_KEY")
    done = earlywarning(*asked)
    assert done.returncode == 2
    assert "set EARLYWARNING_KEY" in done.stderr
    assert "Traceback" not in done.stderr
    done = earlywarning(*words, "--to", tmp_path / "s", "--encrypt")
    assert done.returncode == 2
    assert "--encrypt" in done.stderr
    done = earlywarning(
        "share", "--tier", "public", "--to", tmp_path / "p", "--warehouse", house[0]
    )
    assert done.returncode == 0, done.stderr
    told = earlywarning("explain", "901", "--warehouse", tmp_path / "p" / DATABASE).stdout
    assert told == "This file is for everybody (public) and holds no score of Place 901.\n"
