"""The network of a BERT in eight-bit integers, run by ONNX Runtime: made of the model's own weights when it is loaded.

Matrix products are of integers, everything between them of float32. A weight is rounded by the largest of its column
(Jacob et al. 2018), an activation by the range that its tensor was seen to have. Before that each channel of an
activation is divided, and the row of the weights that meets it multiplied, by a number that evens out the two, since a
few channels of a BERT are far larger than the rest (Xiao et al. 2023, SmoothQuant).
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from indexer.embedding.late import Floats, Ids, States
from indexer.embedding.source import RANGES_FILE, read_object, unreadable

if TYPE_CHECKING:
    from onnx import NodeProto, TensorProto
    from onnxruntime import SessionOptions

# How much of an activation's size its weights take over (the alpha of SmoothQuant); 0.5 would part it evenly.
_TO_WEIGHTS = 0.7
_LEVELS, _WEIGHT_LEVELS = 255, 127
_TINY = 1e-5
_TABLE = "embeddings.word_embeddings.weight"
# ONNX's number for float32.
_FLOAT = 1
# Of ONNX Runtime's levels of what is logged.
_ERRORS = 3
# Versions of ONNX that the model is written in, and the name space of what ONNX Runtime adds to it.
_OPSET, _IR_VERSION, _CONTRIBUTED = 18, 9, "com.microsoft"

Matrix = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Linear:
    """A matrix product in eight bits: ``y = step · scale · (rounded - zero) @ weights + bias``.

    ``rounded`` is ``x · spread / step + zero``, rounded and clipped to 0 to 255.

    Attributes:
        weights: shape (in, out), of -127 to 127.
        scale: of each column, shape (out,).
        bias: shape (out,).
        spread: what each channel of the input is multiplied by first, shape (in,).
        step: of the input's rounding.
        zero: the number that the input's 0 becomes.

    """

    weights: npt.NDArray[np.int8]
    scale: Matrix
    bias: Matrix
    spread: Matrix
    step: np.float32
    zero: np.uint8

    @classmethod
    def of(cls, weights: Matrix, bias: Matrix, seen: Matrix) -> Linear:
        """Round ``weights``, of shape (in, out), for inputs of the ranges ``seen``, of shape (2, in)."""
        size = np.maximum(np.abs(seen).max(0), _TINY)
        evened = size**_TO_WEIGHTS / np.maximum(np.abs(weights).max(1), _TINY) ** (1 - _TO_WEIGHTS)
        low, high = float(min(0.0, (seen[0] / evened).min())), float(max(_TINY, (seen[1] / evened).max()))
        step = (high - low) / _LEVELS
        spread_out = weights * evened[:, None]
        scale = np.maximum(np.abs(spread_out).max(0), _TINY) / _WEIGHT_LEVELS
        return cls(
            np.round(spread_out / scale).astype(np.int8),
            scale.astype(np.float32),
            bias,
            (1 / evened).astype(np.float32),
            np.float32(step),
            np.uint8(round(-low / step)),
        )


def by_onnxruntime(folder: Path) -> States:
    """Run the BERT of ``folder`` in integers; may be used by several threads at once. Raises as `graph` does."""
    import onnxruntime

    onnxruntime.disable_telemetry_events()
    onnxruntime.set_default_logger_severity(_ERRORS)
    session = onnxruntime.InferenceSession(graph(folder), session_options(), providers=["CPUExecutionProvider"])

    def states(ids: Ids, mask: Ids) -> Floats:
        found: Floats = session.run(["states"], {"ids": ids, "mask": mask.astype(np.int32)})[0]
        return found

    return states


def session_options() -> SessionOptions:
    """How ONNX Runtime is to compute: on the processors that this process may use, exactly."""
    from onnxruntime import SessionOptions

    options = SessionOptions()
    options.intra_op_num_threads = _cores()
    # Sums of products of unlike signs overflow on processors without VNNI, silently, unless this is asked for.
    options.add_session_config_entry("session.x64quantprecision", "1")
    # Threads that wait by turning round and round take the processors from questions that are answered beside them.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return options


def graph(folder: Path) -> bytes:
    """The network of a folder as an ONNX model: ``ids`` and ``mask`` of shape (rows, tokens) to ``states``.

    Raises:
        ModelUnavailable: a file is missing, or is not what a BERT's is.

    """
    config = read_object(folder / "config.json")
    return _Graph(config, _tensors(folder / "model.safetensors"), _tensors(folder / RANGES_FILE)).whole()


def _tensors(path: Path) -> dict[str, Matrix]:
    from safetensors import SafetensorError
    from safetensors.numpy import load_file

    try:
        found: dict[str, Matrix] = load_file(path)
    except (OSError, SafetensorError) as error:  # the library's errors name no file
        raise unreadable(path, error) from error
    return found


def _cores() -> int:
    """The processors that this process may use, which may be fewer than the machine has."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class _Graph:
    """Nodes and constants of the ONNX model, written one after another; every method gives the name of its output."""

    def __init__(self, config: Mapping[str, Any], weights: Mapping[str, Matrix], seen: Mapping[str, Matrix]) -> None:
        # the table of pieces, by far the largest, stays in the numbers that it is kept in
        self._table = weights[_TABLE]
        self._weights = {name: value.astype(np.float32) for name, value in weights.items() if name != _TABLE}
        self._config, self._seen = config, seen
        self._nodes: list[NodeProto] = []
        self._constants: list[TensorProto] = []

    def whole(self) -> bytes:
        """Write all layers."""
        from onnx import TensorProto, helper

        here = self._embedded()
        for number in range(self._config["num_hidden_layers"]):
            here = self._layer(f"encoder.layer.{number}", here)
        self._node("Identity", [here], "states")
        ids = helper.make_tensor_value_info("ids", TensorProto.INT64, ["rows", "tokens"])
        mask = helper.make_tensor_value_info("mask", TensorProto.INT32, ["rows", "tokens"])
        states = helper.make_tensor_value_info("states", TensorProto.FLOAT, ["rows", "tokens", "dimensions"])
        made = helper.make_graph(self._nodes, "bert", [ids, mask], [states], self._constants)
        versions = [helper.make_opsetid("", _OPSET), helper.make_opsetid(_CONTRIBUTED, 1)]
        whole: bytes = helper.make_model(made, opset_imports=versions, ir_version=_IR_VERSION).SerializeToString()
        return whole

    def _embedded(self) -> str:
        weights = self._weights
        place = weights["embeddings.position_embeddings.weight"] + weights["embeddings.token_type_embeddings.weight"][0]
        read = self._node("Gather", [self._constant("pieces", self._table), "ids"], "pieces.read")
        zero, one, two = (self._constant(f"number.{number}", np.array([number], np.int64)) for number in range(3))
        width = self._node("Slice", [self._node("Shape", ["ids"], "shape"), one, two], "width")
        places = self._node("Slice", [self._constant("place", place), zero, width, zero], "places")
        summed = self._node("Add", [self._node("Cast", [read], "read", to=_FLOAT), places], "summed")
        return self._node(
            "LayerNormalization", [summed, *self._norm("embeddings.LayerNorm")], "embedded", epsilon=self._epsilon
        )

    def _layer(self, name: str, here: str) -> str:
        """A layer of attention and of two matrices, each added to what it read and normed."""
        heads = self._config["num_attention_heads"]
        asked = self._product([f"{name}.attention.self.{part}" for part in ("query", "key", "value")], here)
        parts = [f"{name}.{part}" for part in ("queries", "keys", "values")]
        self._nodes.append(_made("Split", [asked], parts, axis=-1, num_outputs=3))
        attended = self._contributed("MultiHeadAttention", [*parts, "", "mask"], f"{name}.attended", num_heads=heads)
        here = self._added(f"{name}.attention.output", attended, here)
        between = self._contributed("Gelu", [self._product([f"{name}.intermediate.dense"], here)], f"{name}.gelu")
        return self._added(f"{name}.output", between, here)

    def _added(self, name: str, read: str, beside: str) -> str:
        product = self._product([f"{name}.dense"], read)
        return self._contributed(
            "SkipLayerNormalization", [product, beside, *self._norm(f"{name}.LayerNorm")], name, epsilon=self._epsilon
        )

    def _product(self, names: Sequence[str], here: str) -> str:
        """The matrices of ``names``, side by side, times what is ``here``."""
        name = names[0]
        weights = np.concatenate([self._weights[f"{each}.weight"] for each in names]).T
        bias = np.concatenate([self._weights[f"{each}.bias"] for each in names])
        linear = Linear.of(weights, bias, self._seen[name])
        step, zero = self._constant(f"{name}.step", linear.step), self._constant(f"{name}.zero", linear.zero)
        evened = self._node("Mul", [here, self._constant(f"{name}.spread", linear.spread)], f"{name}.evened")
        rounded = self._node("QuantizeLinear", [evened, step, zero], f"{name}.rounded")
        inputs = [
            rounded,
            self._constant(f"{name}.weights", linear.weights),
            step,
            self._constant(f"{name}.scale", linear.scale),
            zero,
            self._constant(f"{name}.none", np.zeros(len(bias), np.int8)),
            self._constant(f"{name}.bias", bias),
        ]
        return self._contributed("MatMulIntegerToFloat", inputs, f"{name}.product")

    def _norm(self, name: str) -> tuple[str, str]:
        gain, shift = (self._weights[f"{name}.{part}"] for part in ("weight", "bias"))
        return self._constant(f"{name}.gain", gain), self._constant(f"{name}.shift", shift)

    @property
    def _epsilon(self) -> float:
        return float(self._config["layer_norm_eps"])

    def _constant(self, name: str, value: npt.NDArray[Any] | np.generic) -> str:
        from onnx import numpy_helper

        self._constants.append(numpy_helper.from_array(np.ascontiguousarray(value).reshape(np.shape(value)), name))
        return name

    def _node(self, kind: str, inputs: Sequence[str], output: str, **settings: float) -> str:
        self._nodes.append(_made(kind, inputs, [output], **settings))
        return output

    def _contributed(self, kind: str, inputs: Sequence[str], output: str, **settings: float) -> str:
        """A node of ONNX Runtime's own kinds, which do in one pass what takes several of ONNX's."""
        self._nodes.append(_made(kind, inputs, [output], domain=_CONTRIBUTED, **settings))
        return output


def _made(kind: str, inputs: Sequence[str], outputs: Sequence[str], **settings: Any) -> NodeProto:
    from onnx import helper

    return helper.make_node(kind, inputs, outputs, name=outputs[0], **settings)
