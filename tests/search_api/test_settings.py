"""Settings: one object, read once, frozen, and every field of it explained to those who run the service."""

import re
from pathlib import Path

import pytest
from pydantic import ValidationError

from indexer.embedding import EmbeddingOptions
from search_api.settings import Settings

OPERATIONS = Path(__file__).resolve().parents[2] / "docs" / "operations.md"
PREFIX = "BESLUTSMINNE_"


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no setting of the machine reach the tests."""
    for name in Settings.model_fields:
        monkeypatch.delenv(f"{PREFIX}{name.upper()}", raising=False)


@pytest.mark.parametrize(
    ("name", "given", "value"),
    [
        ("data_dir", "/srv/arkiv", Path("/srv/arkiv")),
        ("model", "intfloat/multilingual-e5-small", "intfloat/multilingual-e5-small"),
        ("model_download", "true", True),
        ("model_dimensions", "256", 256),
        ("model_longest", "512", 512),
        ("model_device", "cpu", "cpu"),
        ("query_prompt", "query: ", "query: "),
        ("query_prompt", "", ""),
        ("document_prompt", "passage: ", "passage: "),
        ("qdrant_url", "http://qdrant:6333", "http://qdrant:6333"),
        ("qdrant_api_key", "nyckel", "nyckel"),
        ("catalogue_url", "postgresql+psycopg://arkiv", "postgresql+psycopg://arkiv"),
        ("host", "0.0.0.0", "0.0.0.0"),
        ("port", "9000", 9000),
        ("upload_limit", "1000", 1000),
        ("rate", "120/minute", "120/minute"),
        ("at_once", "3", 3),
        ("disk_reserve", "0", 0),
        ("accessibility_contact", "till+ganglig@kommun.example", "till+ganglig@kommun.example"),
        ("accessibility_contact", "https://kommun.example/kontakt", "https://kommun.example/kontakt"),
    ],
)
def test_a_setting_from_the_environment(monkeypatch, name, given, value):
    """With the prefix; the same name without it is someone else's."""
    default = getattr(Settings(), name)
    assert default != value
    monkeypatch.setenv(name.upper(), given)
    assert getattr(Settings(), name) == default
    monkeypatch.setenv(f"{PREFIX}{name.upper()}", given)
    assert getattr(Settings(), name) == value


@pytest.mark.parametrize(
    "contact",
    ["kommunen", "javascript:alert(1)", "a@b?bcc=c@d", "https://x@kommun.example", "Åsa <asa@kommun.example>"],
)
def test_a_contact_is_an_address_that_can_be_followed(contact):
    with pytest.raises(ValidationError, match="accessibility_contact"):
        Settings(accessibility_contact=contact)


def test_what_is_given_goes_before_the_environment(monkeypatch):
    monkeypatch.setenv(f"{PREFIX}PORT", "9000")
    assert Settings(port=9001).port == 9001


def test_read_once(monkeypatch):
    settings = Settings()
    monkeypatch.setenv(f"{PREFIX}PORT", "9000")
    assert settings.port == Settings.model_fields["port"].default


@pytest.mark.parametrize("name", list(Settings.model_fields))
def test_frozen(name):
    settings = Settings()
    with pytest.raises(ValidationError, match="frozen"):
        setattr(settings, name, getattr(settings, name))


def test_an_unknown_setting_is_refused():
    with pytest.raises(ValidationError, match="prot"):
        Settings(prot=9000)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("port", -1),
        ("port", 65_536),
        ("port", "http"),
        ("upload_limit", 0),
        ("upload_limit", -5),
        ("model_dimensions", 0),
        ("model_longest", 0),
        ("model_download", "kanske"),
        ("rate", "ofta"),
        ("rate", "0/minute"),
        ("at_once", 0),
        ("disk_reserve", -1),
        ("embed_timeout", 0),
        ("readers_memory", 1),
        ("otlp_url", "localhost:4318"),
        ("otlp_url", "http://namn:nyckel@localhost:4318"),
        ("embed_timeout", "inf"),
        ("read_timeout", 0),
    ],
)
def test_a_value_that_cannot_be(name, value):
    with pytest.raises(ValidationError, match=name):
        Settings(**{name: value})


def test_secrets_are_not_shown():
    """A key must not reach a log with the settings."""
    held = {
        "qdrant_api_key": "hemlig", "qdrant_url": "http://hemlig@q", "catalogue_url": "postgresql://a:hemlig@b/c",
        "llm_api_key": "hemlig", "llm_url": "http://hemlig", "otlp_url": "http://hemlig",
    }  # fmt: skip
    assert "hemlig" not in repr(Settings(**held))


def test_an_error_does_not_tell_what_was_given():
    with pytest.raises(ValidationError) as error:
        Settings(llm_api_key="hemlig ")
    assert "hemlig" not in str(error.value)


def test_the_index_is_opened_with_the_settings():
    settings = Settings(
        data_dir="annat", model="modell", query_prompt="f: ", model_dimensions=64, model_longest=128,
        model_device="cpu", model_download=True, qdrant_url="http://q", catalogue_url="u",
    )  # fmt: skip
    options = settings.index_options
    assert options.data_dir == Path("annat")
    assert options.embedding == EmbeddingOptions("modell", "f: ", None, 64, 128, "cpu", True)
    assert (options.qdrant_url, options.qdrant_api_key, options.catalogue_url) == ("http://q", None, "u")


@pytest.mark.parametrize("name", list(Settings.model_fields))
def test_each_setting_says_what_it_is(name):
    assert len(Settings.model_fields[name].description or "") > 15


@pytest.mark.skipif(not OPERATIONS.is_file(), reason="docs/operations.md is not written yet")
def test_each_setting_is_in_the_manual():
    """And the manual names no setting that there is not."""
    named = set(re.findall(rf"\b{PREFIX}([A-Z_]+)\b", OPERATIONS.read_text("utf-8")))
    assert named == {name.upper() for name in Settings.model_fields}
