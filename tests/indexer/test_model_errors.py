"""Models that cannot be loaded: each is named, with what is wrong and what to do, and no code of theirs is run."""

import json
import shutil
from pathlib import Path

import pytest

from corpus.errors import ModelUnavailable
from indexer.embedding import Embedder, EmbeddingOptions
from tests import tiny_models


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a model that nothing is wrong with."""
    return tiny_models.network(tmp_path_factory.mktemp("nät") / "hel")


@pytest.fixture
def folder(whole: Path, tmp_path: Path) -> Path:
    """Return a copy of it to break."""
    return shutil.copytree(whole, tmp_path / "trasig")


def refusal(model: Path | str, **options: object) -> str:
    """The message that a model is refused with; it names the model."""
    with pytest.raises(ModelUnavailable) as caught:
        Embedder(EmbeddingOptions(str(model), **options))
    message = str(caught.value)
    assert str(model) in message or options
    return message


# Folders


@pytest.mark.parametrize("name", ["finns-inte", "./finns-inte", "/finns/inte/här", "", "a/b/c", "två ord/modell"])
def test_neither_a_folder_nor_a_name(name: str) -> None:
    message = refusal(name)
    assert "varken en mapp eller ett namn" in message
    assert "”static”" in message
    assert "”multilingual”" in message


def test_a_model_that_was_bundled_once() -> None:
    """Whoever has it in the settings is told what has come in its place, and how the archive moves to it."""
    message = refusal("contextual")
    assert "ersatts av ”multilingual”" in message
    assert "index --rebuild" in message


def test_a_file(tmp_path: Path) -> None:
    (tmp_path / "modell.zip").write_bytes(b"PK")
    assert "varken en mapp" in refusal(tmp_path / "modell.zip")


def test_a_network_that_is_no_sentence_transformers_model(folder: Path) -> None:
    (folder / "modules.json").unlink()
    assert "saknar modules.json" in refusal(folder)


@pytest.mark.parametrize("content", ["", "{", "{}x", '["StaticEmbedding"]', '[{"idx": 0}]', "3"])
def test_a_list_of_modules_that_cannot_be_read(folder: Path, content: str) -> None:
    (folder / "modules.json").write_text(content, "utf-8")
    message = refusal(folder)
    assert "modules.json" in message
    assert "på nytt" in message


def test_no_weights(folder: Path) -> None:
    (folder / "model.safetensors").unlink()
    assert "saknar vikter (model.safetensors)" in refusal(folder)


def test_weights_that_git_left_behind(folder: Path) -> None:
    pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 470000000\n"
    (folder / "model.safetensors").write_text(pointer, "utf-8")
    assert "git lfs pull" in refusal(folder)


def test_some_weights_are_missing(folder: Path) -> None:
    """The library fills them with chance and only logs it; an index made so would find nothing."""
    from safetensors.torch import load_file, save_file

    weights = load_file(folder / "model.safetensors")
    kept = {name: weight for name, weight in weights.items() if "layer.1.output.dense" not in name}
    assert len(kept) == len(weights) - 2
    save_file(kept, folder / "model.safetensors", metadata={"format": "pt"})
    message = refusal(folder)
    assert "2 av dess vikter saknas" in message
    assert "layer.1.output.dense" in message


def test_a_part_that_no_sentence_needs_may_be_missing(folder: Path) -> None:
    from safetensors.torch import load_file, save_file

    weights = load_file(folder / "model.safetensors")
    kept = {name: weight for name, weight in weights.items() if not name.startswith("pooler.")}
    assert len(kept) == len(weights) - 2
    save_file(kept, folder / "model.safetensors", metadata={"format": "pt"})
    assert Embedder(EmbeddingOptions(str(folder))).dimensions == 32


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("model.safetensors", b""),
        ("model.safetensors", b"\xff" * 1_000),
        ("config.json", b"{"),
        ("config.json", b'{"model_type": "okand"}'),
        ("tokenizer.json", b"{"),
        ("1_Pooling/config.json", b"{"),
        ("1_Pooling/config.json", b'{"embedding_dimension": 32, "pooling_mode": "okand"}'),
    ],
)
def test_a_file_that_cannot_be_read(folder: Path, file: str, content: bytes) -> None:
    (folder / file).write_bytes(content)
    message = refusal(folder)
    assert "kan inte laddas" in message
    assert "docs/models.md" in message


@pytest.mark.parametrize("dropped", ["1_Pooling/config.json", "config.json", "tokenizer.json"])
def test_a_file_that_is_not_there(folder: Path, dropped: str) -> None:
    (folder / dropped).unlink()
    assert "kan inte laddas" in refusal(folder)


def test_a_network_without_pooling_gives_no_vector(folder: Path) -> None:
    modules = json.loads((folder / "modules.json").read_text("utf-8"))
    (folder / "modules.json").write_text(json.dumps(modules[:1]), "utf-8")
    assert "kan inte laddas" in refusal(folder)


# Code of the model's own

TRAP = "from pathlib import Path\nPath({trace!r}).write_text('kört')\n"


def test_code_named_among_the_modules(folder: Path, tmp_path: Path) -> None:
    trace = tmp_path / "spår"
    (folder / "egen.py").write_text(TRAP.format(trace=str(trace)) + "class Egen: pass\n", "utf-8")
    modules = json.loads((folder / "modules.json").read_text("utf-8"))
    (folder / "modules.json").write_text(
        json.dumps([*modules, {"idx": 3, "name": "3", "path": "", "type": "egen.Egen"}])
    )
    assert "kräver programkod" in refusal(folder)
    assert not trace.exists()


def test_code_named_by_the_network(folder: Path, tmp_path: Path) -> None:
    trace = tmp_path / "spår"
    (folder / "egen.py").write_text(TRAP.format(trace=str(trace)), "utf-8")
    config = json.loads((folder / "config.json").read_text("utf-8"))
    config |= {"model_type": "egen", "auto_map": {"AutoConfig": "egen.Config", "AutoModel": "egen.Model"}}
    (folder / "config.json").write_text(json.dumps(config), "utf-8")
    message = refusal(folder)
    assert "kräver programkod" in message
    assert "docs/models.md" in message
    assert not trace.exists()


# Devices


@pytest.mark.parametrize("device", ["kvant", "cuda:99"])
def test_a_device_that_there_is_not(whole: Path, device: str) -> None:
    message = refusal(whole, device=device)
    assert f"BESLUTSMINNE_MODEL_DEVICE är ”{device}”" in message
    assert "”cpu”" in message
