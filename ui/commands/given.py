"""What commands are given alike: the settings, with what stands on the command line before them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from search_api.settings import Settings

if TYPE_CHECKING:
    from corpus.catalogue import Catalogue

DataDir = Annotated[Path | None, typer.Option(help="Arkivets mapp.", show_default="arkiv")]
Url = Annotated[str | None, typer.Option(help="Adressen till en körande server, som då gör arbetet.")]
AsJson = Annotated[bool, typer.Option("--json", help="Svara i JSON, som API:et gör.")]


def settings(**given: Any) -> Settings:
    """The settings; raises `typer.BadParameter` for one that is not as it must be."""
    from pydantic import ValidationError

    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        wrong = "; ".join(_told(found["loc"], found["input"], found["msg"]) for found in error.errors())
        raise typer.BadParameter(f"Inställningen är fel: {wrong}. Se docs/operations.md.") from error


def _told(place: tuple[int | str, ...], value: object, message: str) -> str:
    message = message.removeprefix("Value error, ")
    if not place:  # what is wrong is how several go together
        return message
    field = Settings.model_fields.get(str(place[0]))
    shown = repr(value) if field is None or field.repr else "hemligt"
    return f"BESLUTSMINNE_{str(place[0]).upper()} är {shown}: {message}"


def checked(make: Callable[[], Any]) -> Any:
    """What `make` makes; raises `typer.BadParameter` for what the wire contract does not take."""
    from pydantic import ValidationError

    try:
        return make()
    except ValidationError as error:
        raise typer.BadParameter(
            "; ".join(str(found.get("ctx", {}).get("error", found["msg"])) for found in error.errors())
        ) from error


@contextmanager
def catalogue(data_dir: Path | None) -> Iterator[Catalogue]:
    """The catalogue alone, which a running server may have open too."""
    from indexer.options import open_catalogue

    with closing(open_catalogue(settings(data_dir=data_dir).index_options)) as opened:
        yield opened
