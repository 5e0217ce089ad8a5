"""The dataset's pictures as dataset/build-dataset.ts leaves them, and as the autoencoder takes them."""

import json

import numpy as np
import torch


def open_artwork(folder):
    """-> dataset.json (dict), its pictures in its order: uint8 [n, size, size, 4], straight alpha, read as they are
    needed
    """
    dataset = json.loads((folder / "dataset.json").read_text())
    size = dataset["size"]
    return dataset, np.memmap(folder / "images.bin", np.uint8, "r", shape=(len(dataset["images"]), size, size, 4))


def premultiply(images):
    """uint8 [n, 256, 256, 4], straight alpha -> float32 [n, 4, 256, 256] in -1..1, colour premultiplied by alpha"""
    x = torch.from_numpy(np.array(images)).float() / 255
    x = torch.cat([x[..., :3] * x[..., 3:], x[..., 3:]], -1)
    return (x * 2 - 1).permute(0, 3, 1, 2).contiguous(memory_format=torch.channels_last)
