"""Builds a new dated database aside, then swaps the link that readers open."""

from earlywarning.warehouse.build import DERIVED_FROM, QUALITY_FROM, Building, begin, load, run_sql
from earlywarning.warehouse.connect import describe_tables, open_published, query, table_hashes
from earlywarning.warehouse.keep import keep_bytes
from earlywarning.warehouse.known import Past, as_known, past_of, release_days
from earlywarning.warehouse.one_at_a_time import AlreadyRunningError, lock_path, one_at_a_time
from earlywarning.warehouse.publish import publish

__all__ = [
    "DERIVED_FROM",
    "QUALITY_FROM",
    "AlreadyRunningError",
    "Building",
    "Past",
    "as_known",
    "begin",
    "describe_tables",
    "keep_bytes",
    "load",
    "lock_path",
    "one_at_a_time",
    "open_published",
    "past_of",
    "publish",
    "query",
    "release_days",
    "run_sql",
    "table_hashes",
]
