"""The form: both ledgers, the accounts, the words that entries may use, the rules of offers."""

from __future__ import annotations

from pathlib import Path

from earlywarning.definitions.loader import load_definitions
from earlywarning.errors import UsageError
from earlywarning.register.accounts.store import Accounts
from earlywarning.register.form.form import Form
from earlywarning.register.form.serving import FormServer, Where
from earlywarning.run.confided import CONCLUDED, rests_on_confidence
from earlywarning.run.offers import rules
from earlywarning.run.own import own_shelf
from earlywarning.run.soft import allowed
from earlywarning.settings import today


def form_server(
    where: Where, ledgers: tuple[Path, Path], accounts: Path, reference: Path, warehouse: Path
) -> FormServer:
    """Return the form for both ledgers, what was heard and what was decided; not yet serving.

    Raises:
        UsageError: if nobody could sign in, or passwords would travel in the open.
    """
    kept = Accounts(accounts)
    if not kept.read().accounts:
        raise UsageError(
            f"{accounts}: nobody could sign in; first `earlywarning accounts add NAME --role ROLE "
            "--consortium --expires DAY`"
        )

    def doubt(item: str) -> str:
        return CONCLUDED if rests_on_confidence(ledgers[1], warehouse, item) else ""

    form = Form(
        ledgers[0], ledgers[1], allowed(reference, warehouse), rules(reference, warehouse), kept,
        own_shelf(warehouse, reference), today, doubt=doubt, called=_called(reference),
    )  # fmt: skip
    return FormServer(form, where)


def _called(reference: Path) -> dict[str, str]:
    """Return the names of what an offer can rest on: a figure, a pattern, what people said."""
    known = load_definitions(reference)
    return (
        {f"indicator:{key}": one.name for key, one in known.indicators.items()}
        | {f"pattern:{key}": one.name for key, one in known.patterns.items()}
        | {f"soft_flag:{key}": one.name for key, one in known.soft_flags.items()}
    )
