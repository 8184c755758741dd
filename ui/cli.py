"""The command `beslutsminne`. Exit code 0 done, 1 something failed, 2 wrong use.

This module puts the process together, so it alone may import from every layer, and does so inside each command: help
comes at once, and a command loads no more than it needs.
"""

from __future__ import annotations

import logging
import sys
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from corpus.errors import BeslutsminneError, MissingPath
from search_api import schemas
from search_api.client import Client
from search_api.settings import Settings
from ui import printing
from ui.commands import audit, backup, check, indexing, keys, measuring, watches
from ui.commands.given import AsJson, DataDir, Url, checked
from ui.commands.given import settings as settings_of
from ui.terminal import bar, err, out, print_json, speed

if TYPE_CHECKING:
    from indexer.index import Index
    from search_api.archive import Archive

app = typer.Typer(
    name="beslutsminne", help="Sök och fråga i nämndernas handlingar.", no_args_is_help=True, add_completion=False
)

Ignore = Annotated[
    list[str] | None, typer.Option(help="Id för något som lästs ur frågan men inte ska räknas; går att upprepa.")
]


def main() -> None:
    """Run the command line."""
    from corpus.masking import MaskedLog

    lines = logging.StreamHandler()
    lines.setFormatter(MaskedLog("%(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[lines])
    try:
        app()
    except MissingPath as error:
        err.print(str(error), markup=False)
        sys.exit(2)
    except BeslutsminneError as error:
        err.print(str(error), markup=False)
        sys.exit(1)


app.command(name="eval")(measuring.evaluate)
app.command()(check.check)
app.add_typer(keys.app, name="keys")
app.add_typer(audit.app, name="audit")
app.add_typer(watches.app, name="watches")
app.command()(backup.backup)
app.command()(backup.restore)


@app.command()
def index(
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Filer och mappar; mappar med allt som ligger i dem.")
    ] = None,
    data_dir: DataDir = None,
    url: Url = None,
    rebuild: Annotated[bool, typer.Option(help="Gör om sökindexet ur katalogen, med det som nu är inställt.")] = False,
    restore: Annotated[bool, typer.Option(help="Läs in också handlingar som har återkallats.")] = False,
    allow_removals: Annotated[
        bool, typer.Option("--allow-removals", help="Ta bort också när mycket är borta, eller en mapp inte går att se.")
    ] = False,
    replaces: Annotated[
        str | None, typer.Option(help="Id för den handling i tjänstens arkiv som filen ersätter; med --url.")
    ] = None,
) -> None:
    """Läs in handlingar. Bara det som är nytt eller ändrat kostar något."""
    if not paths and not rebuild:
        raise typer.BadParameter("Ange minst en fil eller mapp, eller --rebuild.")
    if url and rebuild:
        raise typer.BadParameter("En körande tjänst gör om sitt sökindex när den startas med serve --rebuild.")
    if replaces and not url:
        raise typer.BadParameter("--replaces gäller en fil som lämnas till en körande tjänst. Ange dess --url.")
    if url:
        indexing.give(url, paths or [], replaces)
        return
    with _open_index(data_dir, rebuilding=rebuild) as opened:
        if rebuild:
            with bar("Bygger om") as tick:
                for done, total in opened.rebuild():
                    tick(done, total, speed(opened.progress.per_second if opened.progress else 0.0))
        if paths:
            indexing.read_in(opened, paths, restore=restore, allow_removals=allow_removals)


@app.command()
def search(
    query: str,
    limit: Annotated[int, typer.Option(min=1, max=100)] = 10,
    ignore: Ignore = None,
    explain: Annotated[bool, typer.Option("--explain", help="Visa varför varje träff står där den står.")] = False,
    data_dir: DataDir = None,
    url: Url = None,
    as_json: AsJson = False,
) -> None:
    """Sök efter ställen i handlingarna."""
    request = checked(lambda: schemas.SearchRequest(query=query, limit=limit, ignore=ignore or [], explain=explain))
    with _answering(data_dir, url) as archive:
        response = archive.search(request)
    if as_json:
        print_json(response.model_dump(mode="json", by_alias=True))
        return
    out.print(*printing.found(response), sep="\n")


@app.command()
def ask(
    question: str, ignore: Ignore = None, data_dir: DataDir = None, url: Url = None, as_json: AsJson = False
) -> None:
    """Ställ en fråga och få svaret med de ställen som bevisar det."""
    request = checked(lambda: schemas.AskRequest(question=question, ignore=ignore or []))
    with _answering(data_dir, url) as archive:
        response = archive.ask(request)
    if as_json:
        print_json(response.model_dump(mode="json", by_alias=True))
        return
    out.print(*printing.answered(response), sep="\n")


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(show_default="127.0.0.1")] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65535, show_default="8000")] = None,
    data_dir: DataDir = None,
    rebuild: Annotated[
        bool,
        typer.Option(help="Gör om sökindexet med den modell som är inställd; den gamla svarar så länge."),
    ] = False,
) -> None:
    """Starta tjänsten: webbsidorna och API:et på samma adress."""
    _serve(settings_of(data_dir=data_dir, host=host, port=port), rebuild=rebuild)


@app.command()
def demo(
    host: Annotated[str | None, typer.Option(show_default="127.0.0.1")] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65535, show_default="8000")] = None,
    data_dir: DataDir = None,
    browser: Annotated[bool, typer.Option(help="Öppna sidan i webbläsaren.")] = False,
) -> None:
    """Läs in demonstrationsarkivet och starta tjänsten."""
    settings = settings_of(data_dir=data_dir, host=host, port=port)
    with (
        _open_index(data_dir) as opened,
        resources.as_file(resources.files("corpus").joinpath("demo/papers")) as papers,
    ):
        indexing.read_in(opened, [papers], fatal=False)
    if browser:
        webbrowser.open(f"http://{settings.host}:{settings.port}/")
    _serve(settings)


@app.command()
def status(
    data_dir: DataDir = None,
    url: Url = None,
    as_json: AsJson = False,
    quality: Annotated[bool, typer.Option(help="Visa hur väl handlingarna är lästa och vad som saknas.")] = False,
) -> None:
    """Visa vad arkivet innehåller."""
    with _answering(data_dir, url) as archive:
        if quality:
            from ui import quality as shown

            report = archive.quality()
            if as_json:
                print_json(report.model_dump(mode="json"))
                return
            for line in shown.lines(report):
                out.print(line, markup=False)
            return
        facets, ready = archive.facets(), archive.ready()
    if as_json:
        print_json(ready.model_dump(mode="json") | {"facets": facets.model_dump(mode="json")})
        return
    out.print(f"{ready.documents} handlingar", style="bold")
    if ready.isolation:
        out.print(printing.READERS.get(ready.isolation, ready.isolation))
    if move := ready.move:
        trouble = f" {move.trouble}" if move.trouble else ""
        pace = speed(move.passages_per_second)
        out.print(f"Byter modell: {move.done} av {move.total} handlingar, {pace}.{trouble}", markup=False)
    for name, label in (("organisation", "Organisation"), ("committee", "Organ"), ("kind", "Typ"), ("year", "År")):
        values = getattr(facets, name)
        out.print(f"{label}: " + ", ".join(f"{value.value} ({value.documents})" for value in values), markup=False)


@app.command()
def feedback(
    export: Annotated[
        Literal["rätt", "fel"] | None, typer.Option(help="Skriv de svaren som rader i en frågefil.")
    ] = None,
    data_dir: DataDir = None,
    url: Url = None,
) -> None:
    """Visa vad läsare har sagt om svaren."""
    from ui import feedback as shown

    with _answering(data_dir, url) as archive:
        opinions = archive if isinstance(archive, Client) else archive.opinions
        if export:
            sys.stdout.write(opinions.export_feedback(export))
            return
        for line in shown.lines(opinions):
            out.print(line, markup=False)


@contextmanager
def _open_index(data_dir: Path | None, *, rebuilding: bool = False) -> Iterator[Index]:
    from indexer.index import Index

    with Index(settings_of(data_dir=data_dir).index_options, rebuilding=rebuilding) as opened:
        if trouble := opened.truth.trouble:
            err.print(trouble, markup=False)
        yield opened


@contextmanager
def _answering(data_dir: Path | None, url: str | None) -> Iterator[Archive | Client]:
    """Who answers: the server at `url`, or the archive in this process."""
    if url:
        with Client(url, api_key=settings_of().api_key) as client:
            yield client
        return
    from search_api.app import open_archive

    settings = settings_of(data_dir=data_dir)
    with _open_index(data_dir) as opened:
        archive = open_archive(settings, opened)
        archive.retriever.vocabulary.refresh()  # the only question of this process should be read as a server's is
        yield archive


def _serve(settings: Settings, *, rebuild: bool = False) -> None:
    from corpus.isolation import isolation
    from indexer.index import Index
    from search_api import server, service_log
    from search_api.access.gate import GuardedPages
    from search_api.app import create_app
    from search_api.settings import EVERYWHERE, Login, local_url
    from ui import pages
    from ui.web.host import Desk

    address = f"{local_url(settings.host, settings.port)}{settings.root}"
    desk = Desk(address, upload_limit=settings.upload_limit, called=next(iter(settings.served), None))
    opened = Index(settings.index_options, rebuilding=rebuild)
    moving = rebuild and opened.answer_meanwhile()
    application = create_app(settings, opened, moving=moving, beside=desk.lifespan)
    pages.install(application)
    desk.mount(application, behind=GuardedPages)
    if trouble := opened.truth.trouble:
        err.print(trouble, markup=False)
    out.print(f"Beslutsminne svarar på {address}/ (API: {address}/v1). Avsluta med Ctrl+C.")
    out.print(printing.READERS[isolation()])
    if settings.host in EVERYWHERE and settings.login is Login.NONE and not settings.served:
        err.print(
            "Ingen inloggning är inställd (BESLUTSMINNE_LOGIN), så tjänsten svarar bara den som frågar från den här"
            " maskinen. Ska andra nå den utan att logga in, ange adressen de skriver i BESLUTSMINNE_HOSTS."
        )
    service_log.configure()
    server.run(application, settings)


if __name__ == "__main__":
    main()
