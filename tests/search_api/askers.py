"""A service with log-in over papers of two organisations, and those who ask it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpx
from fastapi.routing import APIRoute

from search_api.access import keys
from search_api.access.roles import Grant, Role
from search_api.app import create_app

MINE, THEIRS = "Avika kommun", "Berga kommun"


def minutes(organisation: str, body: str, dnr: str, word: str, *, day: str = "2021-10-06") -> str:
    """Return minutes of one § that buys a thing."""
    return (
        f"{organisation}\n{body}\n\nProtokoll\nSammanträdesdatum {day}\n\nNärvarande\nAnna {word.title()}sson (S)\n\n"
        f"§ 3 Köp av {word}\nDnr {dnr}\n\nBeslut\n{body} beslutar att köpa {word} för 77 kronor.\n"
    )


@dataclass(frozen=True)
class House:
    """A running service with log-in, the ids of its papers by source, and a key for each who asks."""

    service: object
    ids: Mapping[str, str]
    keys: dict[str, str] = field(default_factory=dict)

    def key(self, name: str, role: Role, *organisations: str) -> str:
        """Make a key, once for each name."""
        if name not in self.keys:
            grant = Grant(role, frozenset(organisations) if organisations else None)
            self.keys[name] = keys.add(self.service.index.catalogue.api_keys, name, grant, None)
        return self.keys[name]

    def ask(self, method: str, path: str, key: str | None, **request: object) -> httpx.Response:
        """Send a request with a key, on top of what else is in `headers`."""
        headers = {**request.pop("headers", {}), **({"Authorization": f"Bearer {key}"} if key else {})}
        return self.service.http.request(method, path, headers=headers, **request)


@contextmanager
def house(start_service, papers: Mapping[str, str], **settings: object) -> Iterator[House]:
    """Run a service that wants keys, and give it `papers` by name."""
    with start_service(model="static", **({"login": "keys"} | settings)) as service:
        opened = House(service, {})
        admin = opened.key("administratör", Role.ADMINISTRATOR)
        files = [("files", (name, text.encode())) for name, text in papers.items()]
        service.http.headers["Authorization"] = f"Bearer {admin}"
        job = service.finished(opened.ask("POST", "/v1/documents", admin, files=files).json())
        del service.http.headers["Authorization"]
        assert [outcome["message"] for outcome in job["outcomes"]] == [""] * len(papers), job
        ids = {outcome["source"]: outcome["document_id"] for outcome in job["outcomes"]}
        yield House(service, ids, opened.keys)


def routes(settings, index=None) -> dict[str, APIRoute]:
    """Return every route of the service that `settings` make, by method and path; those of FastAPI's own too."""

    def walk(router):
        for route in router.routes:
            inner = getattr(route, "original_router", None)
            yield from walk(inner) if inner is not None else [route]

    found = {}
    for route in walk(create_app(settings, index).router):
        for method in route.methods:
            found[f"{method} {route.path}"] = route
    return found
