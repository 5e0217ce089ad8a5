"""Writes the fixture of a variant: low-rank changes of the UNet in fixtures/networks/model, saved by diffusers and
PEFT, and what PEFT answers with them. Run it after make_networks.py, which empties the folder. Needs torch, diffusers
and peft from PyPI.

    python test/golden/make_low_rank.py
"""

import json
import shutil
from pathlib import Path

import torch
from diffusers import StableDiffusionPipeline, UNet2DConditionModel
from peft import LoraConfig
from peft.utils import get_peft_model_state_dict
from safetensors.torch import load_file, save_file

FIXTURES = Path(__file__).parent / "fixtures" / "networks"
VARIANT = FIXTURES / "variant"
RANK = 3
# Of each kind one: 3 x 3 and 1 x 1 convolutions, a strided one, linear layers with and without bias, embeddings of time
# and text.
LAYERS = [
    "conv_in",
    "time_embedding.linear_1",
    "class_embedding",
    "down_blocks.0.resnets.0.conv1",
    "down_blocks.0.downsamplers.0.conv",
    "down_blocks.1.resnets.0.conv_shortcut",
    "down_blocks.1.resnets.0.time_emb_proj",
    "down_blocks.1.attentions.0.transformer_blocks.0.attn1.to_q",
    "mid_block.attentions.0.transformer_blocks.0.attn2.to_out.0",
    "up_blocks.0.attentions.1.transformer_blocks.0.ff.net.0.proj",
    "up_blocks.0.attentions.0.proj_in",
    "conv_out",
]


def main():
    torch.manual_seed(20261)
    shutil.rmtree(VARIANT, ignore_errors=True)
    unet = UNet2DConditionModel.from_pretrained(FIXTURES / "model" / "unet", torch_dtype=torch.float32).eval()
    golden = load_file(FIXTURES / "unet-flow.safetensors")
    inputs = [golden["sample"], golden["timestep"][0], golden["context"]]

    def answer():
        with torch.no_grad():
            return unet(*inputs, class_labels=golden["pooled"]).sample

    assert torch.allclose(answer(), golden["output"], atol=1e-5), (
        "the model is not the one that the fixture was made with"
    )
    unet.add_adapter(LoraConfig(r=RANK, lora_alpha=RANK, target_modules=LAYERS))
    with torch.no_grad():
        for name, parameter in unet.named_parameters():
            if "lora_" in name:
                parameter.copy_((torch.randn(parameter.shape) / parameter[0].numel() ** 0.5).half().float())
    changed = answer()
    assert not torch.allclose(changed, golden["output"], atol=0.1), "the changes change nothing"

    halves = {name: value.half() for name, value in get_peft_model_state_dict(unet).items()}
    StableDiffusionPipeline.save_lora_weights(VARIANT / "unet", unet_lora_layers=halves)
    assert len(load_file(VARIANT / "unet" / "pytorch_lora_weights.safetensors")) == 2 * len(LAYERS)
    (VARIANT / "ohmbrush.json").write_text(
        json.dumps({"base": "model", "name": "Tiny variant", "steps": 4, "guidance": 1}) + "\n"
    )
    save_file({"output": changed.contiguous()}, FIXTURES / "unet-variant.safetensors")


if __name__ == "__main__":
    main()
