"""Writes a checkpoint's averaged weights as a model folder in diffusers' layout, float16 safetensors.

    python export.py --data .work/train-data.safetensors --run .work/run --autoencoder .work/autoencoder \
        --out ../resources/models/sticker

README.md (the model card), LICENSES.md, ohmbrush.json and sheet.webp in the folder are left alone. The variant's
low-rank changes are written by distil_steps.py.
"""

import argparse
import json
from pathlib import Path

import torch
from safetensors.torch import save_file

from autoencoder import load_autoencoder
from model import StickerModel, TEXT_WIDTH, UNET_CONFIG
from train import load_data
from vocabulary import END, PAD, POSITIONS, START, TOKENIZER_CONFIG

HERE = Path(__file__).parent
DIFFUSERS_VERSION = "0.30.0"  # the oldest version whose classes read these files
SIZE_LIMIT = 60_000_000  # of all built-in models together


def write_json(path, value):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n")


def half(state, prefix=""):
    return {prefix + key: tensor.detach().float().half().contiguous() for key, tensor in state.items()}


def load_average(run, data_path, device="cpu"):
    """-> the averaged StickerModel of a run, its data's metadata, and how far it has come"""
    *_, vectors, data = load_data(data_path)
    model = StickerModel(vectors, data["ours"])
    saved = torch.load(run / "checkpoint.pt", map_location="cpu", weights_only=True, mmap=True)
    model.load_state_dict(saved["average"])
    return model.eval().requires_grad_(False).to(device), data, dict(step=saved["step"], elapsed=saved["elapsed"])


def text_state(model):
    """The text encoder's weights with the word table baked, named as CLIPTextModel names them."""
    state = {
        key: value
        for key, value in model.text.state_dict().items()
        if not key.startswith("embeddings.token_embedding.")
    }
    state.pop("embeddings.position_ids", None)
    state["embeddings.token_embedding.weight"] = model.words.table()
    return half(state, "text_model.")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=HERE / ".work" / "train-data.safetensors")
    parser.add_argument("--run", type=Path, default=HERE / ".work" / "run")
    parser.add_argument("--autoencoder", type=Path, default=HERE / ".work" / "autoencoder")
    parser.add_argument("--out", type=Path, default=HERE.parent / "resources" / "models" / "sticker")
    options = parser.parse_args()
    model, data, progress = load_average(options.run, options.data)
    out = options.out

    write_json(
        out / "model_index.json",
        {
            "_class_name": "StableDiffusionPipeline",
            "_diffusers_version": DIFFUSERS_VERSION,
            "feature_extractor": [None, None],
            "image_encoder": [None, None],
            "requires_safety_checker": False,
            "safety_checker": [None, None],
            "scheduler": ["diffusers", "FlowMatchEulerDiscreteScheduler"],
            "text_encoder": ["transformers", "CLIPTextModel"],
            "tokenizer": ["transformers", "PreTrainedTokenizerFast"],
            "unet": ["diffusers", "UNet2DConditionModel"],
            "vae": ["diffusers", "AutoencoderKL"],
        },
    )
    write_json(
        out / "scheduler" / "scheduler_config.json",
        {
            "_class_name": "FlowMatchEulerDiscreteScheduler",
            "_diffusers_version": DIFFUSERS_VERSION,
            "num_train_timesteps": 1000,
            "shift": 1.0,
        },
    )
    (out / "tokenizer").mkdir(parents=True, exist_ok=True)
    (out / "tokenizer" / "tokenizer.json").write_text(json.dumps(data["tokenizer"], ensure_ascii=False))
    write_json(out / "tokenizer" / "tokenizer_config.json", TOKENIZER_CONFIG)

    # Every field that a reader might otherwise have to guess is written out, defaults too.
    write_json(
        out / "unet" / "config.json",
        {
            "_class_name": "UNet2DConditionModel",
            "_diffusers_version": DIFFUSERS_VERSION,
            **{key: list(value) if isinstance(value, tuple) else value for key, value in UNET_CONFIG.items()},
            "act_fn": "silu",
            "addition_embed_type": None,
            "center_input_sample": False,
            "conv_in_kernel": 3,
            "conv_out_kernel": 3,
            "downsample_padding": 1,
            "dual_cross_attention": False,
            "flip_sin_to_cos": True,
            "freq_shift": 0,
            "mid_block_scale_factor": 1,
            "norm_eps": 1e-05,
            "num_attention_heads": None,
            "num_class_embeds": None,
            "only_cross_attention": False,
            "time_embedding_type": "positional",
            "transformer_layers_per_block": 1,
            "upcast_attention": False,
        },
    )
    save_file(half(model.unet.state_dict()), out / "unet" / "diffusion_pytorch_model.safetensors", {"format": "pt"})

    write_json(
        out / "text_encoder" / "config.json",
        {
            "architectures": ["CLIPTextModel"],
            "attention_dropout": 0.0,
            "bos_token_id": START,
            "dropout": 0.0,
            "eos_token_id": END,
            "hidden_act": "quick_gelu",
            "hidden_size": TEXT_WIDTH,
            "initializer_factor": 1.0,
            "initializer_range": 0.02,
            "intermediate_size": 2 * TEXT_WIDTH,
            "layer_norm_eps": 1e-05,
            "max_position_embeddings": POSITIONS,
            "model_type": "clip_text_model",
            "num_attention_heads": 4,
            "num_hidden_layers": 3,
            "pad_token_id": PAD,
            "projection_dim": TEXT_WIDTH,
            "torch_dtype": "float16",
            "vocab_size": len(model.words.vectors),
        },
    )
    save_file(text_state(model), out / "text_encoder" / "model.safetensors", {"format": "pt"})

    autoencoder = load_autoencoder(options.autoencoder)
    autoencoder.vae.half()
    autoencoder.save(out / "vae")

    total = sum(path.stat().st_size for path in out.parent.rglob("*") if path.is_file())
    print(f"step {progress['step']}, {progress['elapsed']:.0f} s, written to {out}; with its variants {total} bytes")
    if total > SIZE_LIMIT:
        raise SystemExit(f"the models in {out.parent} are larger than {SIZE_LIMIT} bytes")


if __name__ == "__main__":
    main()
