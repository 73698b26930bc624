"""No published file is taken for a return, and none is refused for being looked at."""

from __future__ import annotations

import pytest

from earlywarning.definitions.loader import load_definitions
from earlywarning.sources import returns
from earlywarning.sources.folders import offered_files
from earlywarning.sources.recognise import recognise
from tests.conftest import PUBLISHED, REFERENCE, needs_published

pytestmark = [needs_published, pytest.mark.whole]


def test_no_published_file_is_taken_for_a_return():
    offered = offered_files((PUBLISHED,))
    definitions = load_definitions(REFERENCE)
    for one in offered:
        recognise(one, definitions)
    assert len(offered) > 50
    assert [one.name for one in offered if one.kind in returns.KINDS] == []
