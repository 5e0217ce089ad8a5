"""The two networks that are trained, as diffusers and transformers define them, and the trainable word table."""

import json

import torch
import torch.nn.functional as F
from diffusers import UNet2DConditionModel
from diffusers.models.attention_processor import AttnProcessor
from torch import nn
from transformers import CLIPTextConfig, CLIPTextModel

from autoencoder import CONFIG
from vocabulary import END, PAD, POSITIONS, START, VECTOR_LENGTH

TEXT_WIDTH = 192

UNET_CONFIG = dict(
    sample_size=16,
    in_channels=CONFIG["latent_channels"],
    out_channels=CONFIG["latent_channels"],
    block_out_channels=(64, 160, 256),
    layers_per_block=1,
    down_block_types=("DownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D"),
    mid_block_type="UNetMidBlock2DCrossAttn",
    up_block_types=("CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "UpBlock2D"),
    attention_head_dim=4,  # diffusers' historical name: this is the NUMBER of heads
    cross_attention_dim=TEXT_WIDTH,
    use_linear_projection=True,
    norm_num_groups=32,
    # The pooled text is added to the time embedding and scales the norms: with cross-attention alone captions were
    # ignored.
    resnet_time_scale_shift="scale_shift",
    class_embed_type="simple_projection",
    projection_class_embeddings_input_dim=TEXT_WIDTH,
)


def text_config(tokens):
    return CLIPTextConfig(
        vocab_size=tokens,
        hidden_size=TEXT_WIDTH,
        intermediate_size=2 * TEXT_WIDTH,
        projection_dim=TEXT_WIDTH,
        num_hidden_layers=3,
        num_attention_heads=4,
        max_position_embeddings=POSITIONS,
        hidden_act="quick_gelu",
        pad_token_id=PAD,
        bos_token_id=START,
        eos_token_id=END,
    )


class WordTable(nn.Module):
    """Token embeddings = GloVe vectors x one learned projection + a learned residual for the words that captions may
    hold.

    A word that no caption contains still lands near its neighbours in GloVe. While training, residuals are left out at
    times, so that the projection alone learns to say something. `table()` bakes both into the plain table that the
    exported model has.
    """

    def __init__(self, vectors, residuals, drop=0.1):
        """vectors: float [tokens, 100]; residuals: how many of the first tokens have one"""
        super().__init__()
        self.register_buffer("vectors", vectors, persistent=False)
        self.projection = nn.Parameter(torch.randn(VECTOR_LENGTH, TEXT_WIDTH) * 0.03)
        has_vector = (vectors[:residuals].abs().sum(1) > 0).float()
        self.register_buffer("has_vector", has_vector, persistent=False)
        self.residual = nn.Parameter(torch.randn(residuals, TEXT_WIDTH) * (0.3 * (1 - has_vector))[:, None])
        self.drop = drop

    def forward(self, ids):
        """int64 [batch, positions] -> [batch, positions, 192]"""
        rows = len(self.residual)
        clamped = ids.clamp(max=rows - 1)
        keep = (ids < rows).to(self.residual.dtype)
        if self.training and self.drop > 0:
            keep = keep * (
                1 - (torch.rand(ids.shape, device=ids.device) < self.drop).to(keep.dtype) * self.has_vector[clamped]
            )
        return self.vectors[ids] @ self.projection + F.embedding(clamped, self.residual) * keep[..., None]

    @torch.no_grad()
    def table(self):
        """-> [tokens, 192]"""
        table = self.vectors @ self.projection
        table[: len(self.residual)] += self.residual
        return table

    @torch.no_grad()
    def adopt(self, table, old_words, words):
        """Starts from another model's baked table [old tokens, 192]: its projection is found by least squares on the
        words that had no residual there (the second half of its list), its residuals are what the projection leaves
        over."""
        index = {word: i for i, word in enumerate(words)}
        tail = [
            i
            for i in range(len(old_words) // 2, len(old_words))
            if old_words[i] in index and self.vectors[index[old_words[i]]].abs().sum() > 0
        ]
        vectors = self.vectors[[index[old_words[i]] for i in tail]]
        self.projection.copy_(torch.linalg.lstsq(vectors, table[tail]).solution)
        error = (vectors @ self.projection - table[tail]).abs().max().item()
        adopted = 0
        for i, word in enumerate(old_words):
            at = index.get(word)
            if at is not None and at < len(self.residual):
                self.residual[at] = table[i] - self.vectors[at] @ self.projection
                adopted += 1
        return error, adopted


class StickerModel(nn.Module):
    """Text encoder and UNet together, as one module for the optimizer."""

    def __init__(self, vectors, residuals):
        super().__init__()
        self.unet = UNet2DConditionModel(**UNET_CONFIG)
        self.text = CLIPTextModel(text_config(len(vectors)))
        self.text.embeddings.token_embedding = WordTable(vectors, residuals)
        # On a CPU, the backward pass of PyTorch's fused attention took a sixth of a step in bfloat16 for these few
        # positions; plain matrix products take a third of that.
        self.unet.set_attn_processor(AttnProcessor())
        self.text.set_attn_implementation("eager")

    @property
    def words(self):
        return self.text.embeddings.token_embedding

    def encode(self, ids):
        """int64 [batch, 24] -> hidden states [batch, 24, 192], pooled [batch, 192]"""
        output = self.text(ids)
        return output.last_hidden_state, output.pooler_output

    def forward(self, latents, sigma, ids):
        """latents [batch, 8, 16, 16], sigma [batch] in 0..1, ids [batch, 24] -> velocity [batch, 8, 16, 16]"""
        hidden, pooled = self.encode(ids)
        return self.unet(latents, sigma * 1000, hidden, class_labels=pooled, return_dict=False)[0]


def widen(state, unet):
    """Fits weights of a UNet with fewer latent channels to this one: it does not see the further channels at first and
    paints them grey.
    """
    for name, axis in (("conv_in.weight", 1), ("conv_out.weight", 0), ("conv_out.bias", 0)):
        fresh = torch.zeros_like(unet.get_parameter(name))
        fresh.narrow(axis, 0, state[name].shape[axis]).copy_(state[name])
        state[name] = fresh


def load_initial(model, folder, words):
    """Starts from an exported model folder with another vocabulary. Returns a line that says what was taken over."""
    from safetensors.torch import load_file

    unet = {k: v.float() for k, v in load_file(folder / "unet" / "diffusion_pytorch_model.safetensors").items()}
    widen(unet, model.unet)
    model.unet.load_state_dict(unet)
    state = {
        k.removeprefix("text_model."): v.float()
        for k, v in load_file(folder / "text_encoder" / "model.safetensors").items()
    }
    table = state.pop("embeddings.token_embedding.weight")
    missing, unexpected = model.text.load_state_dict(state, strict=False)
    if unexpected or any("token_embedding" not in key and "position_ids" not in key for key in missing):
        raise ValueError(f"text encoder of {folder}: missing {missing}, unexpected {unexpected}")
    vocabulary = json.loads((folder / "tokenizer" / "tokenizer.json").read_text())["model"]["vocab"]
    old_words = sorted(vocabulary, key=vocabulary.get)
    error, adopted = model.words.adopt(table, old_words, words)
    return f"projection recovered to {error:.5f}, {adopted} residuals adopted"
