"""A small local web form for the register: one page, no script."""

from earlywarning.register.form.reach import PASSWORD
from earlywarning.register.form.server import FormServer, make_server

__all__ = ["PASSWORD", "FormServer", "make_server"]
