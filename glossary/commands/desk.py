"""Commands of the review desk, for maintainers: ``desk`` and ``invite``."""

from __future__ import annotations

import os

import click

from glossary.commands import console


@click.command(epilog="Example: GLOSSARY_DESK_URL=https://desk.example.org PORT=8001 glossary desk")
def desk() -> None:
    """Run the review desk, where reviewers read, approve and comment in a browser. It is never part of the public service.

    It listens on this machine only: for others, a proxy with HTTPS stands in front of it (docs/operating.md).
    """
    from glossary.desk.app import create_desk
    from glossary.serving import server

    chosen = console.settings()
    os.environ |= {"GLOSSARY_DESK_STATE": chosen.desk_state, "GLOSSARY_DESK_URL": chosen.desk_url}
    create_desk(chosen)  # says what is wrong before anything listens
    console.say(f"The desk is at {chosen.desk_url}")
    server.run_alone("glossary.desk.app:create_desk", chosen)
