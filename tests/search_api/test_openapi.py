"""The description of the API: whole, true, and kept in docs/openapi.json, where a change of the contract shows."""

import json
from pathlib import Path

import pytest

from search_api.app import create_app
from search_api.settings import Settings

SNAPSHOT = Path(__file__).resolve().parents[2] / "docs" / "openapi.json"
REWRITE = (
    "python -c 'import json; from pathlib import Path; from search_api.app import create_app;"
    ' from search_api.settings import Settings; Path("docs/openapi.json").write_text('
    'json.dumps(create_app(Settings(), None).openapi(), ensure_ascii=False, indent=2) + "\\n", "utf-8")\''
)
# The routes of the wire contract.
CONTRACT = (
    ("post", "/v1/search"),
    ("post", "/v1/ask"),
    ("post", "/v1/ask/stream"),
    ("get", "/v1/documents"),
    ("get", "/v1/documents/{document_id}"),
    ("get", "/v1/documents/{document_id}/text"),
    ("get", "/v1/documents/{document_id}/file"),
    ("post", "/v1/documents"),
    ("delete", "/v1/documents/{document_id}"),
    ("get", "/v1/jobs/{job_id}"),
    ("get", "/v1/cases"),
    ("get", "/v1/cases/{case_number}"),
    ("get", "/v1/facets"),
    ("get", "/healthz"),
    ("get", "/readyz"),
    ("get", "/metrics"),
)


@pytest.fixture(scope="module")
def described() -> dict:
    """Return the description, made without an archive, which it says nothing of."""
    return create_app(Settings(), None).openapi()


@pytest.fixture(scope="module")
def operations(described: dict) -> dict[str, dict]:
    """Return each operation by its method and path."""
    return {f"{method} {path}": op for path, item in described["paths"].items() for method, op in item.items()}


@pytest.mark.parametrize(("method", "path"), CONTRACT, ids=lambda part: part.strip("/"))
def test_routes_of_the_contract(operations, method, path):
    assert f"{method} {path}" in operations


def test_operation_ids_are_unique_names(operations):
    ids = [operation["operationId"] for operation in operations.values()]
    assert len(set(ids)) == len(ids)
    assert all(name.isidentifier() for name in ids)


def test_each_operation_is_explained(operations):
    assert [name for name, operation in operations.items() if len(operation.get("description", "")) < 15] == []


def test_each_operation_names_its_problems(operations):
    """What a caller must be ready for: a bad request anywhere in /v1, an unknown name, an upload that is too large."""
    for name, operation in operations.items():
        expected = {"422"} if " /v1/" in name else set()
        expected |= {"404"} if "{" in name else set()
        expected |= {"413"} if name == "post /v1/documents" else set()
        expected |= {"503"} if name == "get /readyz" else set()
        assert expected <= set(operation["responses"]), name


def test_problems_are_described_as_they_are_sent(operations):
    """As application/problem+json with the schema of a problem, and as nothing else."""
    for name, operation in operations.items():
        for status, response in operation["responses"].items():
            if status.startswith(("4", "5")):
                assert list(response["content"]) == ["application/problem+json"], (name, status)
                schema = response["content"]["application/problem+json"]["schema"]
                assert schema == {"$ref": "#/components/schemas/Problem"}, (name, status)


def test_no_reference_leads_nowhere(described):
    names = {f"#/components/schemas/{name}" for name in described["components"]["schemas"]}

    def references(node: object) -> set[str]:
        if isinstance(node, dict):
            own = {node["$ref"]} if "$ref" in node else set()
            return own.union(*map(references, node.values()))
        return set().union(*map(references, node)) if isinstance(node, list) else set()

    assert references(described) <= names


def test_the_server_sends_it(service, described):
    assert service.http.get("/openapi.json").json() == described


def test_snapshot(described):
    """The contract as it was agreed on."""
    agreed = json.loads(SNAPSHOT.read_text("utf-8")) if SNAPSHOT.is_file() else None
    assert described == agreed, f"The API is not what {SNAPSHOT.name} says. If that is meant:\n{REWRITE}"
