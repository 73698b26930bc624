"""Sources and the rules that data are held to, in words: the same wherever a finding is told."""

from __future__ import annotations

from earlywarning.reports.phrases import plain

RULES = {
    "low_reliability": "withheld by the publisher because the quality was too low",
    "not_returned": "not submitted by the authority",
    "identity": "figures that contradict those beside them",
    "isolated_count": "a count far from its own years beside; held back here",
    "impossible_share": "a share that no other authority comes near; held back here",
    "closed_authority": "figures of an authority that had closed by then",
    "person_named": "a source in a register that may name a person",
    "newer_inspection": "an inspection that Ofsted's lists do not have yet",
    "neighbour_models_disagree": "two files of one neighbour model name other neighbours",
    "two_grades": "one inspection with two grades",
    "no_file": "a link to a folder or to nothing",
    "grade": "a word that is no grade",
    "code_twice": "one code for two authorities in a list of codes",
    "two_regions": "one authority in two regions",
    "life_of_authority": "first and last days that no authority can have",
    "change_of_authority": "a reorganisation that cannot be",
    "published_day": "a day of publication that cannot be, or is not understood",
    "neighbours_missing": "an authority without a full set of neighbours",
    "neighbour_place": "a place in a neighbour model that was no authority then",
    "neighbours": "a neighbour model that is cut off",
    "two_files": "two files of one day that say different things; held back here",
    "not_listed": "an authority that a table leaves out",
    "returns_gone": "returns on which an open alert rests are gone",
    "share_of_one": "percentages written as shares of one",
    "implausible_middle": "a series whose middle lies where it never lay",
    "over_100_percent": "a share of more than a hundred per cent",
    "percentage_range": "a share outside nought to a hundred per cent",
    "not_negative": "a count below nought",
    "number_or_symbol": "neither a number nor a symbol that the publisher declares",
    "recording_jump": "moved so far within a year that mostly the recording changed",
    "revision_alarm": "many figures of one series moved at once",
    "sources_disagree": "two publications say different things",
    "correction_outdated": "a known error that no file holds any more",
    "coverage": "authorities that are missing from a table",
    "national_row": "a table without a row for the nation",
    "repeated_row": "the same row twice",
    "known_authority": "a code that is no authority of that time",
    "la_code": "a code that is written wrongly",
    "new_column": "a column that was not there before",
    "hidden": "rows, columns or sheets that the workbook does not show, and that were read",
    "error_cell": "an error, or a formula without a value, where one is needed",
    "too_large": "larger than any file that is published",
    "unexpected": "a fault of this program met in the file",
    "refused_cell": "a cell that can mean two things, and was not read",
    "pathway": "more children come out of a step than can have gone in",
    "late": "a return that came late",
    "too_smooth": "figures that move less than chance would make them",
    "contradictory": "two figures that contradict each other",
    "unknown_table": "a file that no table is declared for",
    "screen_filter_no_total": "a breakdown without a total",
    "screen_filter_one_level": "a breakdown with one label only",
    "screen_label_length": "a label that is too long",
    "screen_name_digit_first": "a column whose name begins with a digit",
    "screen_name_snake_case": "a column whose name is not in the form asked for",
    "screen_name_length": "a column whose name is too long",
    "screen_no_value_text": "a word or mark where a symbol is asked for",
    "screen_obsolete_symbol": "a symbol that is no longer in use",
    "screen_symbol": "a symbol that the standard does not know",
    "screen_blank": "empty cells",
    "screen_duplicate_row": "the same place, time and breakdown twice",
    "inspection_day": "a day on which no inspection can have been",
    "places_disagree": "codes and names of different authorities in one row",
    "screen_la_trio": "code, nine-character code and name that do not belong together",
    "screen_time_mixed": "kinds of year mixed in one table",
}
# Rules whose findings about one release are told as one, with the series that they are about.
TOGETHER = (
    "low_reliability", "not_returned", "identity", "recording_jump", "isolated_count",
    "impossible_share", "closed_authority", "person_named", "over_100_percent",
)  # fmt: skip
HELD_HERE = "; held back here"
FORM = "screen_"
SEVERITY = {
    "critical": "file refused",
    "warning": "counts as a doubt",
    "info": "to know",
}
REVISED = {
    "value": "a value",
    "population_basis": "a rate, because the number of children was estimated again",
    "symbol": "a symbol in place of a number, or a number in place of a symbol",
    "code": "a code of an authority",
}


# Sources that no publication names: the consortium's own registers, and Ofsted's lists.
SOURCES = {
    "comparator_groups": "The consortium's own groups to compare",
    "decision_ledger": "Decisions and replies",
    "in_year_returns": "In-year returns",
    "lait": "Local authority interactive tool",
    "ofsted": "Ofsted: inspections",
    "ofsted_history": "Ofsted: earlier inspections",
    "ofsted_outcomes": "Ofsted: outcomes of inspections",
    "ofsted_summary": "Ofsted: summary of inspections",
    "ofsted_visits": "Ofsted: visits and letters",
    "ofsted_wide": "Ofsted: lists with one line for each authority",
    "peer_reviews": "Register of peer reviews",
    "review_conflicts": "Who should not review whom",
    "reviewers": "Register of reviewers",
    "section_251": "Section 251 returns of spending",
    "soft_intelligence": "Register of what people said",
    "soft_register": "Register of what people said",
}


def source_name(source: str | None) -> str:
    """Return a source in words."""
    return SOURCES.get(source or "", plain(source))


def in_words(rule: str | None) -> str:
    """Return what a finding of a rule says."""
    return RULES.get(rule or "", plain(rule).lower() or "no rule named")


def is_about_form(rule: str | None) -> bool:
    """Tell whether a rule is about the form of a file and not about a figure."""
    return (rule or "").startswith(FORM)
