"""The command line: ``glossary``, or ``python -m glossary``. The commands are in ``glossary.commands``."""

from __future__ import annotations

import click

from glossary import __version__
from glossary.commands import (
    adopting,
    content,
    desk,
    exchanging,
    forms,
    hosts,
    keys,
    ledger,
    linking,
    linting,
    proving,
    reviewing,
    serving,
    starting,
    stating,
    vetting,
)
from glossary.commands.console import Group


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="glossary")
def main() -> None:
    """Vetted, translated definitions for other sites to show."""


for command in (
    serving.serve,
    serving.preview,
    serving.demo,
    serving.export,
    serving.package,
    hosts.hosts,
    starting.init,
    starting.new_concept,
    content.check,
    content.sync,
    content.merge,
    content.new_language,
    content.status,
    exchanging.take_in,
    exchanging.export_xliff,
    linking.link,
    linting.lint,
    forms.forms,
    reviewing.sheet,
    vetting.vet,
    stating.state,
    adopting.adopt,
    keys.signers,
    proving.verify,
    proving.log,
    proving.witness,
    ledger.confirm,
    desk.desk,
    desk.invite,
    desk.traces,
):
    main.add_command(command)
