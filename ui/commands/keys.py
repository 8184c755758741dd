"""Keys of the API: made, listed and revoked where the archive lies, also while the service runs."""

from __future__ import annotations

import datetime as dt
import getpass
import sys
from typing import Annotated

import typer

from corpus.errors import BadRequest
from search_api.access.roles import Grant, Role
from ui.commands.given import DataDir, catalogue
from ui.terminal import err, out

app = typer.Typer(help="Nycklar till API:et.", no_args_is_help=True)

VALID = dt.timedelta(days=365)


@app.command()
def add(
    name: Annotated[str, typer.Argument(help="Vad nyckeln heter: vem eller vad den är till.")],
    role: Annotated[Role, typer.Option(help="Vad den får göra.")] = Role.READER,
    organisation: Annotated[
        list[str] | None,
        typer.Option(help="Bara handlingar från den organisationen; går att upprepa. Utan den: alla handlingar."),
    ] = None,
    expires: Annotated[
        dt.datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Sista dagen som den gäller.", show_default="om ett år"),
    ] = None,
    data_dir: DataDir = None,
) -> None:
    """Gör en nyckel. Den visas en gång, och går sedan inte att få fram."""
    from corpus.catalogue.auditlog import Deed
    from search_api.access import keys

    now = dt.datetime.now(dt.UTC)
    ends = expires.astimezone(dt.UTC) + dt.timedelta(days=1) if expires else now + VALID
    if ends <= now:
        raise BadRequest(f"Nyckeln skulle gälla till {expires:%Y-%m-%d}, som har varit. Ange en senare dag.")
    grant = Grant(role, frozenset(organisation) if organisation else None)
    with catalogue(data_dir) as opened:
        key = keys.add(opened.api_keys, name, grant, ends)
        opened.audit_log.note(_who(), Deed.ADDED_KEY, f"{name} ({role})")
    err.print(f"Nyckeln ”{name}” ({role}) gäller till {ends.astimezone():%Y-%m-%d}. Spara den nu:", markup=False)
    sys.stdout.write(f"{key}\n")


@app.command(name="list")
def all_keys(data_dir: DataDir = None) -> None:
    """Visa nycklarna: vad de får göra, hur länge de gäller och när de senast användes."""
    with catalogue(data_dir) as opened:
        keys = opened.api_keys.all()
    now = dt.datetime.now(dt.UTC)
    for key in keys:
        state = "spärrad" if key.revoked else "gäller" if key.is_valid(now) else "har gått ut"
        until = f"till {key.expires.astimezone():%Y-%m-%d}" if key.expires else "tills vidare"
        used = f"{key.used.astimezone():%Y-%m-%d %H:%M}" if key.used else "aldrig"
        bound = "alla organisationer" if key.organisations is None else ", ".join(key.organisations)
        out.print(f"{key.name}: {key.role}, {bound}; {state}, {until}; senast använd {used}", markup=False)


@app.command()
def revoke(name: str, data_dir: DataDir = None) -> None:
    """Spärra en nyckel: den gäller inte från och med nu."""
    from corpus.catalogue.auditlog import Deed

    with catalogue(data_dir) as opened:
        opened.api_keys.revoke(name)
        opened.audit_log.note(_who(), Deed.REVOKED_KEY, name)
    out.print(f"Nyckeln ”{name}” är spärrad.", markup=False)


def _who() -> str:
    return f"kommandoraden ({getpass.getuser()})"
