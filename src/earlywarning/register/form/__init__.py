"""A small local web form for the ledgers: what was heard, and offers; no script."""

from earlywarning.register.form.offers import Offers
from earlywarning.register.form.reach import PASSWORD
from earlywarning.register.form.server import FormServer, make_server

__all__ = ["PASSWORD", "FormServer", "Offers", "make_server"]
