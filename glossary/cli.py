"""The command line: ``glossary``, or ``python -m glossary``. The commands are in ``glossary.commands``."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

import click

from glossary import __version__
from glossary.commands.console import Group

COMMANDS: Mapping[str, str] = {
    "serve": "serving.serve",
    "preview": "serving.preview",
    "demo": "serving.demo",
    "export": "serving.export",
    "package": "serving.package",
    "pack": "packing.pack",
    "hosts": "hosts.hosts",
    "init": "starting.init",
    "new-concept": "starting.new_concept",
    "check": "content.check",
    "sync": "content.sync",
    "merge": "content.merge",
    "new-language": "content.new_language",
    "status": "content.status",
    "import": "exchanging.take_in",
    "export-xliff": "exchanging.export_xliff",
    "link": "linking.link",
    "lint": "linting.lint",
    "forms": "forms.forms",
    "sheet": "reviewing.sheet",
    "vet": "vetting.vet",
    "state": "stating.state",
    "adopt": "adopting.adopt",
    "signers": "keys.signers",
    "verify": "proving.verify",
    "log": "proving.log",
    "witness": "proving.witness",
    "confirm": "ledger.confirm",
    "desk": "desk.desk",
    "invite": "desk.invite",
    "traces": "desk.traces",
}
"""Each command by its name: its module in ``glossary.commands``, and what it is there. A module is imported when its command
is wanted."""


class _Commands(Group):
    def list_commands(self, _ctx: click.Context) -> list[str]:
        """Return the names of all commands, sorted."""
        return sorted(COMMANDS)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command by its name; ``None`` where there is none."""
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name].split(".")
        command: click.Command = getattr(import_module(f"glossary.commands.{module}"), name)
        return command


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="glossary")
def main() -> None:
    """Vetted, translated definitions for other sites to show."""
