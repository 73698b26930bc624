"""The form for both ledgers, with the words that entries may use and the rules of offers."""

from __future__ import annotations

from pathlib import Path

from earlywarning.register.form.offers import Offers
from earlywarning.register.form.server import FormServer, make_server
from earlywarning.run.offers import rules
from earlywarning.run.soft import allowed
from earlywarning.settings import today


def form_server(
    host: str, port: int, ledgers: tuple[Path, Path], reference: Path, warehouse: Path
) -> FormServer:
    """Return the form for both ledgers, what was heard and what was decided; not yet serving."""
    offers = Offers(ledgers[1], rules(reference, warehouse))
    words = allowed(reference, warehouse)
    return make_server(host, port, ledgers[0], words, today, offers)
