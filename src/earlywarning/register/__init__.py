"""The soft-intelligence ledger: what people know, never changed unseen."""

from earlywarning.register.actions import (
    RefusedEntryError,
    add,
    correct,
    dispute,
    read,
    resolve,
    retire,
)
from earlywarning.register.chain import head_path, told, walk
from earlywarning.register.checking import COLUMNS, Checked, Fault, check
from earlywarning.register.ledger import BrokenLedgerError
from earlywarning.register.record import Entry, Record
from earlywarning.register.sheet import LIST_COLUMNS, import_rows, list_rows, template
from earlywarning.register.state import (
    ITEM_COLUMNS,
    Standing,
    items,
    sound_records,
    standing,
    texts,
)
from earlywarning.register.texts import shown
from earlywarning.register.words import Allowed, Places

__all__ = [
    "COLUMNS",
    "ITEM_COLUMNS",
    "LIST_COLUMNS",
    "Allowed",
    "BrokenLedgerError",
    "Checked",
    "Entry",
    "Fault",
    "Places",
    "Record",
    "RefusedEntryError",
    "Standing",
    "add",
    "check",
    "correct",
    "dispute",
    "head_path",
    "import_rows",
    "items",
    "list_rows",
    "read",
    "resolve",
    "retire",
    "shown",
    "sound_records",
    "standing",
    "template",
    "texts",
    "told",
    "walk",
]
