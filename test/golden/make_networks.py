"""Writes the golden fixtures of the networks: tiny randomly initialised models by diffusers and transformers, and what
they answer in float32 on the CPU. Needs torch, diffusers, transformers and tokenizers from PyPI.

    python test/golden/make_networks.py
"""

import json
import shutil
from pathlib import Path

import torch
from diffusers import AutoencoderKL, FlowMatchEulerDiscreteScheduler, UNet2DConditionModel
from safetensors.torch import load_file, save_file
from torch.nn.functional import pixel_shuffle, pixel_unshuffle
from transformers import CLIPTextConfig, CLIPTextModel

from tokenizer_fixtures import PROMPTS, write_clip_tokenizer, write_wordpiece_tokenizer

FIXTURES = Path(__file__).parent / "fixtures"
TEXT_WIDTH = 12
TEXT_LENGTH = 12

UNETS = {
    # As our own models: scale-shift norms, pooled text as a class embedding, one layer a block.
    "flow": dict(
        sample_size=8,
        block_out_channels=(8, 16),
        layers_per_block=1,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"),
        up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
        attention_head_dim=4,
        use_linear_projection=True,
        resnet_time_scale_shift="scale_shift",
        class_embed_type="simple_projection",
        projection_class_embeddings_input_dim=TEXT_WIDTH,
    ),
    # As Stable Diffusion 1.x: convolutional projections, eight heads everywhere, two layers a block.
    "sd1": dict(
        sample_size=8,
        block_out_channels=(8, 16),
        layers_per_block=2,
        down_block_types=("CrossAttnDownBlock2D", "DownBlock2D"),
        up_block_types=("UpBlock2D", "CrossAttnUpBlock2D"),
        attention_head_dim=8,
    ),
    # As Stable Diffusion 2.x: linear projections, heads per block; and the rarer switches.
    "sd2": dict(
        sample_size=8,
        block_out_channels=(8, 8, 16),
        layers_per_block=(1, 2, 1),
        transformer_layers_per_block=(1, 1, 2),
        down_block_types=("CrossAttnDownBlock2D", "DownBlock2D", "CrossAttnDownBlock2D"),
        up_block_types=("CrossAttnUpBlock2D", "UpBlock2D", "CrossAttnUpBlock2D"),
        attention_head_dim=(1, 2, 4),
        use_linear_projection=True,
        flip_sin_to_cos=False,
        freq_shift=1,
        downsample_padding=0,
        upcast_attention=True,
    ),
}

TEXT_ENCODERS = {
    "quick-gelu": dict(hidden_act="quick_gelu", eos_token_id=3, num_hidden_layers=2),
    # The end token of old configs is wrong, and the pooled output is taken at the highest id instead.
    "gelu": dict(hidden_act="gelu", eos_token_id=2, num_hidden_layers=3),
}

AUTOENCODERS = {
    "rgb": dict(in_channels=3, out_channels=3, mid_block_add_attention=True, layers_per_block=1),
    "rgba": dict(in_channels=4, out_channels=4, mid_block_add_attention=False, layers_per_block=2),
    "bare": dict(
        in_channels=3,
        out_channels=3,
        mid_block_add_attention=True,
        layers_per_block=1,
        use_quant_conv=False,
        use_post_quant_conv=False,
        shift_factor=0.25,
        scaling_factor=0.6,
    ),
    # As our own models: the networks see patches, PyTorch cuts images into them and puts them together.
    "patches": dict(
        in_channels=16,
        out_channels=16,
        patch_size=2,
        block_out_channels=(4, 4),
        mid_block_add_attention=False,
        layers_per_block=1,
    ),
}


def randomised(model, dtype):
    """Weights that are all used (norms and biases are not ones and zeros) and exact in the type they are stored in."""
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            noise = torch.randn(parameter.shape)
            if parameter.ndim == 1:
                value = (1 if "norm" in name and name.endswith("weight") else 0) + 0.2 * noise
            else:
                value = noise * (1.5 / parameter[0].numel() ** 0.5)
            parameter.copy_(value.to(dtype).float())
    return model.eval()


def save(model, folder, dtype):
    model.save_pretrained(folder, safe_serialization=True)
    (weights,) = folder.glob("*.safetensors")
    tensors = {name: value.to(dtype) for name, value in load_file(weights).items()}
    save_file(tensors, weights)


def unet(name, folder, dtype):
    config = dict(norm_num_groups=4, cross_attention_dim=TEXT_WIDTH, in_channels=4, out_channels=4) | UNETS[name]
    model = randomised(UNet2DConditionModel(**config), dtype)
    save(model, folder, dtype)
    sample = torch.randn(2, 4, 8, 12)
    timestep = torch.tensor(417.5)
    context = torch.randn(2, 5, TEXT_WIDTH)
    pooled = torch.randn(2, TEXT_WIDTH)
    labels = pooled if config.get("class_embed_type") else None
    output = model(sample, timestep, context, class_labels=labels).sample
    return {"sample": sample, "timestep": timestep.reshape(1), "context": context, "pooled": pooled, "output": output}


def text_encoder(name, folder, dtype, vocabulary):
    config = CLIPTextConfig(
        vocab_size=vocabulary,
        hidden_size=TEXT_WIDTH,
        intermediate_size=20,
        num_attention_heads=3,
        max_position_embeddings=TEXT_LENGTH,
        bos_token_id=2,
        pad_token_id=0,
        **TEXT_ENCODERS[name],
    )
    model = randomised(CLIPTextModel(config), dtype)
    save(model, folder, dtype)
    ids = torch.randint(4, vocabulary, (3, TEXT_LENGTH))
    ids[:, 0] = 2
    for row, end in enumerate((2, 7, TEXT_LENGTH - 1)):
        ids[row, end] = 3
        ids[row, end + 1 :] = 0
    output = model(ids)
    return {
        "ids": ids.float(),
        "last_hidden_state": output.last_hidden_state,
        "pooler_output": output.pooler_output,
    }


def autoencoder(name, folder, dtype):
    config = dict(
        latent_channels=4,
        block_out_channels=(8, 16),
        down_block_types=("DownEncoderBlock2D",) * 2,
        up_block_types=("UpDecoderBlock2D",) * 2,
        norm_num_groups=4,
        sample_size=16,
    )
    config |= AUTOENCODERS[name]
    patch = config.pop("patch_size", 1)
    model = randomised(AutoencoderKL(**config), dtype)
    if patch > 1:
        model.register_to_config(patch_size=patch)
    save(model, folder, dtype)
    image = torch.rand(2, config["in_channels"] // patch**2, 16, 24) * 2 - 1
    latents = torch.randn(2, 4, 8 // patch, 12 // patch)
    distribution = model.encode(pixel_unshuffle(image, patch)).latent_dist
    unscaled = latents / model.config.scaling_factor + (model.config.shift_factor or 0)
    return {
        "image": image,
        "mean": distribution.mean,
        "log_variance": distribution.logvar,
        "latents": latents,
        "decoded": pixel_shuffle(model.decode(unscaled).sample, patch),
    }


def write(path, tensors):
    save_file({name: value.detach().float().contiguous() for name, value in tensors.items()}, path)


def main():
    torch.manual_seed(20260)
    shutil.rmtree(FIXTURES / "networks", ignore_errors=True)
    root = FIXTURES / "networks"
    vocabulary = write_wordpiece_tokenizer(root / "model" / "tokenizer", TEXT_LENGTH)
    with torch.no_grad():
        # A whole model folder as diffusers writes it.
        model = root / "model"
        write(root / "unet-flow.safetensors", unet("flow", model / "unet", torch.float16))
        write(
            root / "text-quick-gelu.safetensors",
            text_encoder("quick-gelu", model / "text_encoder", torch.float16, vocabulary),
        )
        write(root / "vae-rgba.safetensors", autoencoder("rgba", model / "vae", torch.float16))
        FlowMatchEulerDiscreteScheduler(shift=1.5).save_pretrained(model / "scheduler")
        index = {
            "_class_name": "StableDiffusionPipeline",
            "scheduler": ["diffusers", "FlowMatchEulerDiscreteScheduler"],
            "text_encoder": ["transformers", "CLIPTextModel"],
            "tokenizer": ["transformers", "PreTrainedTokenizerFast"],
            "unet": ["diffusers", "UNet2DConditionModel"],
            "vae": ["diffusers", "AutoencoderKL"],
        }
        (model / "model_index.json").write_text(json.dumps(index, indent=2) + "\n")
        # Single components.
        write(root / "unet-sd1.safetensors", unet("sd1", root / "sd1" / "unet", torch.float16))
        write(root / "unet-sd2.safetensors", unet("sd2", root / "sd2" / "unet", torch.bfloat16))
        write(root / "text-gelu.safetensors", text_encoder("gelu", root / "gelu" / "text_encoder", torch.float32, 40))
        write(root / "vae-rgb.safetensors", autoencoder("rgb", root / "rgb" / "vae", torch.float16))
        write(root / "vae-bare.safetensors", autoencoder("bare", root / "bare" / "vae", torch.float16))
        write(root / "vae-patches.safetensors", autoencoder("patches", root / "patches" / "vae", torch.float16))
    write_clip_tokenizer(root / "clip-tokenizer", TEXT_LENGTH)


if __name__ == "__main__":
    main()
