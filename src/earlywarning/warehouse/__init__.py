"""Builds a new dated database aside, then swaps the link that readers open."""

from earlywarning.warehouse.build import DERIVED_FROM, QUALITY_FROM, Building, begin, load, run_sql
from earlywarning.warehouse.connect import describe_tables, open_published, query
from earlywarning.warehouse.encryption import KEY, WEAKER, is_encrypted, key_given
from earlywarning.warehouse.gated import falsified_after, first_known, gated_past
from earlywarning.warehouse.keep import keep_bytes
from earlywarning.warehouse.known import Past, as_known, past_of, release_days
from earlywarning.warehouse.one_at_a_time import AlreadyRunningError, lock_path, one_at_a_time
from earlywarning.warehouse.publish import publish
from earlywarning.warehouse.tiers import Audience, TierFile, build_tier

__all__ = [
    "DERIVED_FROM",
    "KEY",
    "QUALITY_FROM",
    "WEAKER",
    "AlreadyRunningError",
    "Audience",
    "Building",
    "Past",
    "TierFile",
    "as_known",
    "begin",
    "build_tier",
    "describe_tables",
    "falsified_after",
    "first_known",
    "gated_past",
    "is_encrypted",
    "keep_bytes",
    "key_given",
    "load",
    "lock_path",
    "one_at_a_time",
    "open_published",
    "past_of",
    "publish",
    "query",
    "release_days",
    "run_sql",
]
