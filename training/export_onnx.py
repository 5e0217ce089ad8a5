"""Writes the UNet of an exported model as an ONNX graph: the float32 peer that `ohmbrush bench` times with onnxruntime.

    python export_onnx.py [--model ../resources/models/sticker --out ../resources/bench/sticker-unet.onnx]

The graph holds no weights. Each is ONNX "external data" whose location is a tensor's name in the model's safetensors
file: whoever loads the graph hands over the stretches of that file, so the graph fits every training of the same
architecture. A cast brings what is stored in float16 to the float32 that is computed with; onnxruntime does the casts
once, when it loads.

Inputs are one guided step of a picture of the model's own size: latents [2, C, H, W], timestep [2], context [2, words,
channels] and pooled [2, channels], all float32. Output: out, of the latents' shape. Diffusers' module computes it, so
it is no work of ours that is compared with.
"""

import argparse
import json
import struct
from pathlib import Path

import numpy as np
import onnx
import torch
from diffusers import UNet2DConditionModel

HERE = Path(__file__).parent
OPSET = 17
BATCH = 2
WEIGHTS = "diffusion_pytorch_model.safetensors"
ONNX_TYPES = {"F16": onnx.TensorProto.FLOAT16, "F32": onnx.TensorProto.FLOAT}


class Guided(torch.nn.Module):
    """The UNet with positional inputs and a bare output, as the exporter wants it."""

    def __init__(self, unet):
        super().__init__()
        self.unet = unet

    def forward(self, latents, timestep, context, pooled):
        return self.unet(latents, timestep, context, class_labels=pooled, return_dict=False)[0]


def export_plain(folder, words, path):
    """A self-contained float32 file, weights named 'unet.' and then as in the safetensors file."""
    unet = UNet2DConditionModel.from_pretrained(folder, torch_dtype=torch.float32).eval()
    config = unet.config
    example = (
        torch.zeros(BATCH, config.in_channels, config.sample_size, config.sample_size),
        torch.zeros(BATCH),
        torch.zeros(BATCH, words, config.cross_attention_dim),
        torch.zeros(BATCH, config.projection_class_embeddings_input_dim),
    )
    # Without folding, linear layers keep their weights as stored and are transposed when onnxruntime loads them.
    torch.onnx.export(
        Guided(unet),
        example,
        path,
        input_names=["latents", "timestep", "context", "pooled"],
        output_names=["out"],
        dynamo=False,
        opset_version=OPSET,
        do_constant_folding=False,
    )


def stored_tensors(file):
    """Type and shape of each tensor of a safetensors file."""
    with open(file, "rb") as stream:
        (length,) = struct.unpack("<Q", stream.read(8))
        header = json.loads(stream.read(length))
    header.pop("__metadata__", None)
    return {name: (entry["dtype"], entry["shape"]) for name, entry in header.items()}


def refer_to_weights(model, stored):
    """Replaces each weight by a reference to a tensor of the safetensors file, cast to float32."""
    casts = []
    used = set()
    for tensor in model.graph.initializer:
        name = tensor.name.removeprefix("unet.")
        if name not in stored:
            continue
        dtype, shape = stored[name]
        assert list(tensor.dims) == shape, f"{name}: {list(tensor.dims)} in the graph, {shape} in the file"
        used.add(name)
        if dtype != "F32":
            casts.append(
                onnx.helper.make_node("Cast", [f"{tensor.name}.stored"], [tensor.name], to=onnx.TensorProto.FLOAT)
            )
            tensor.name += ".stored"
        tensor.data_type = ONNX_TYPES[dtype]
        tensor.ClearField("raw_data")
        tensor.data_location = onnx.TensorProto.EXTERNAL
        tensor.external_data.add(key="location", value=name)
    missing = stored.keys() - used
    assert not missing, f"the graph does not use {sorted(missing)}"
    nodes = casts + list(model.graph.node)
    del model.graph.node[:]
    model.graph.node.extend(nodes)


def shorten(model):
    """Gives intermediate results numbers for names and drops the exporter's notes: half the file, and none of the
    arithmetic.
    """
    kept = {value.name for value in [*model.graph.input, *model.graph.output, *model.graph.initializer]}
    short = {}
    for node in model.graph.node:
        for field in ("doc_string", "name", "metadata_props"):
            node.ClearField(field)
        for names in (node.input, node.output):
            names[:] = [name if name in kept or not name else short.setdefault(name, str(len(short))) for name in names]
    del model.graph.value_info[:]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", type=Path, default=HERE / "../resources/models/sticker")
    parser.add_argument("--out", type=Path, default=HERE / "../resources/bench/sticker-unet.onnx")
    parser.add_argument(
        "--plain", type=Path, default=None, help="also keep the self-contained float32 file, to compare with"
    )
    args = parser.parse_args()

    words = json.loads((args.model / "text_encoder/config.json").read_text())["max_position_embeddings"]
    plain = args.plain or args.out.with_suffix(".plain.onnx")
    args.out.parent.mkdir(parents=True, exist_ok=True)
    export_plain(args.model / "unet", words, str(plain))
    model = onnx.load(str(plain))
    if args.plain is None:
        plain.unlink()
    refer_to_weights(model, stored_tensors(args.model / "unet" / WEIGHTS))
    shorten(model)
    embedded = sum(
        np.prod(tensor.dims) for tensor in model.graph.initializer if tensor.data_location != onnx.TensorProto.EXTERNAL
    )
    args.out.write_bytes(model.SerializeToString())
    print(
        f"{args.out}: {args.out.stat().st_size} bytes, {len(model.graph.node)} nodes, {int(embedded)} numbers of "
        f"its own"
    )


if __name__ == "__main__":
    main()
