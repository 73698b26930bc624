"""The commands about reviews: the programme, the life of each offer, the history, the record."""

import click

from earlywarning.cli_review import offers, programme


@click.group()
def review() -> None:
    """Offers of help: this quarter's programme, what was answered and decided, what was found.

    OFFER is a number such as D-0001, or an authority with an open offer.
    """


for _command in (
    programme.programme, offers.propose, offers.share, offers.reply, offers.credit, offers.decide,
    offers.start, offers.report, offers.close, offers.withdraw, offers.list_, offers.verify,
    programme.record, programme.import_, programme.template, programme.record_of_warnings,
):  # fmt: skip
    review.add_command(_command)
