"""Fast checks of the training code's own parts.  Run from training/: python -m unittest discover tests"""

import sys
import unittest
from collections import OrderedDict
from pathlib import Path

import numpy as np
import torch
from torch import nn

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from diffusers import AutoencoderKL, UNet2DConditionModel  # noqa: E402

from autoencoder import CONFIG, Autoencoder, with_more_latents  # noqa: E402
from chip_noise import READ_NOISE, on_chip, programming_error, redraw, weight_error  # noqa: E402
from model import UNET_CONFIG, WordTable, widen  # noqa: E402
from optimizer import Optimizer, inner_matrices  # noqa: E402
from prepare_latents import pack  # noqa: E402
from sampling import EMPTY_IDS, Guidance, guide, sample, start_noise  # noqa: E402
from steepen_alpha import steepen  # noqa: E402
from train_autoencoder import reconstruction_loss  # noqa: E402
from vocabulary import (  # noqa: E402
    END,
    POSITIONS,
    START,
    UNKNOWN,
    Encoder,
    build_vocabulary,
    tokenizer_json,
    vocabulary_vectors,
)


class Tokenizer(unittest.TestCase):
    def setUp(self):
        self.vocabulary = build_vocabulary(["red", "apple", "dog", "red", "face", "extra"], 29)
        self.encode = Encoder(tokenizer_json(self.vocabulary))

    def words(self, text):
        return [self.vocabulary[i] for i in self.encode([text])[0] if i > END]

    def test_words_are_unique_and_cut_to_size(self):
        self.assertEqual(len(self.vocabulary), len(set(self.vocabulary)))
        self.assertEqual(len(build_vocabulary([str(i) for i in range(1000)], 100)), 100)

    def test_empty_prompt(self):
        self.assertEqual(self.encode([""])[0].tolist(), EMPTY_IDS)

    def test_case_plural_and_unknown(self):
        self.assertEqual(self.words("Red APPLES, dog"), ["red", "apple", "##s", ",", "dog"])
        self.assertIn(UNKNOWN, self.encode(["zebra"])[0].tolist())

    def test_long_prompt_is_cut_and_still_ends(self):
        ids = self.encode(["dog " * 100])[0].tolist()
        self.assertEqual((len(ids), ids[0], ids[-1]), (POSITIONS, START, END))

    def test_vectors_have_one_length(self):
        vectors = vocabulary_vectors(self.vocabulary, ["red", "dog"], np.array([[3.0] * 100, [0.0] * 100], np.float32))
        at = self.vocabulary.index("red")
        self.assertAlmostEqual(float(np.linalg.norm(vectors[at])), 10, places=4)
        self.assertEqual(float(np.abs(np.delete(vectors, at, 0)).sum()), 0)


class Words(unittest.TestCase):
    def test_adopting_a_table_keeps_known_words_and_finds_the_projection(self):
        torch.manual_seed(0)
        words = [f"w{i}" for i in range(400)]
        vectors = torch.randn(400, 100)
        projection = torch.randn(100, 192)
        old_words = words[50:]  # the first fifty are new
        old = vectors[50:] @ projection
        old[:20] += torch.randn(20, 192)  # words 50..69 had a residual there
        table = WordTable(vectors, 90)
        error, _ = table.adopt(old, old_words, words)
        self.assertLess(error, 1e-2)
        self.assertLess((table.table()[50:] - old).abs().max().item(), 1e-2)
        self.assertLess((table.table()[:50] - vectors[:50] @ projection).abs().max().item(), 1e-2)

    def test_table_equals_forward(self):
        table = WordTable(torch.randn(30, 100), 10).eval()
        ids = torch.arange(30)[None]
        torch.testing.assert_close(table(ids)[0], table.table())


class Sampling(unittest.TestCase):
    def test_a_straight_flow_is_followed_exactly(self):
        target = torch.randn(3, 8, 16, 16)
        asked = []

        def unet(z, time, hidden, class_labels, return_dict):
            asked.append((len(z), len(hidden), len(class_labels)))
            sigma = (time / 1000)[:, None, None, None]
            return (
                (z - target.repeat(len(z) // 3, 1, 1, 1)) / sigma,
            )  # the velocity of a flow whose data is one point

        def encode(ids):
            return torch.zeros(len(ids), POSITIONS, 192), torch.zeros(len(ids), 192)

        result = sample(
            unet, encode, torch.tensor([EMPTY_IDS] * 3), start_noise(3, 1), steps=5, guidance=Guidance(3.5, stop=0.7)
        )
        torch.testing.assert_close(result, target, atol=1e-4, rtol=1e-4)
        self.assertEqual(asked, [(6, 6, 6)] * 3 + [(3, 3, 3)] * 2)  # 3.5 guided steps are three, as in the engine

    def test_guidance_without_its_parallel_part_adds_nothing_along_the_clean_latents(self):
        torch.manual_seed(1)
        without, with_text, latents = torch.randn(3, 2, 8, 16, 16)
        plain = guide(without, with_text, latents, 0.6, Guidance(3.5))
        torch.testing.assert_close(plain, without + 3.5 * (with_text - without))
        across = guide(without, with_text, latents, 0.6, Guidance(3.5, 0.0))
        clean = latents - 0.6 * with_text
        along = ((across - with_text) * clean).sum((1, 2, 3)) / clean.square().sum((1, 2, 3))
        self.assertLess(along.abs().max().item(), 1e-6)
        half = guide(without, with_text, latents, 0.6, Guidance(3.5, 0.5))
        torch.testing.assert_close(half, (plain + across) / 2)

    def test_noise_depends_on_the_seed_alone(self):
        self.assertTrue(torch.equal(start_noise(2, 5), start_noise(2, 5)))
        self.assertFalse(torch.equal(start_noise(2, 5), start_noise(2, 6)))


class Autoencoders(unittest.TestCase):
    def test_steeper_alpha_stays_where_it_was_and_colours_do_not_change(self):
        torch.manual_seed(1)
        autoencoder = Autoencoder(AutoencoderKL(**CONFIG)).eval()
        latents = torch.randn(1, 8, 16, 16)
        with torch.no_grad():
            before = autoencoder.decode(latents)
            steepen(autoencoder, 1.5)
            after = autoencoder.decode(latents)
        self.assertTrue(torch.equal(after[:, :3], before[:, :3]))
        self.assertTrue(torch.allclose(after[:, 3], 1.5 * before[:, 3], atol=1e-5))

    def test_more_latents_leave_the_first_ones_and_the_picture_nearly_as_they_were(self):
        torch.manual_seed(1)
        narrow = Autoencoder(AutoencoderKL(**{**CONFIG, "latent_channels": 4})).eval()
        wide = with_more_latents(narrow, 8).eval()
        images = torch.randn(1, 4, 256, 256)
        with torch.no_grad():
            before, after = narrow.encode(images), wide.encode(images)
            silent = torch.cat([before.mean, torch.zeros_like(before.mean)], 1)
            self.assertEqual(tuple(after.mean.shape), (1, 8, 16, 16))
            self.assertTrue(torch.allclose(after.mean[:, :4], before.mean, atol=1e-5))
            self.assertTrue(torch.allclose(after.logvar[:, :4], before.logvar, atol=1e-5))
            self.assertTrue(torch.allclose(wide.decode(silent), narrow.decode(before.mean), atol=1e-4))


class Latents(unittest.TestCase):
    def test_packed_latents_come_back_within_half_a_step_of_their_channel(self):
        torch.manual_seed(1)
        latents = torch.randn(3, 2, 8, 16, 16) * torch.arange(1.0, 9)[:, None, None]
        packed, step = pack(latents)
        error = (packed * step[:, None, None] - latents).abs().amax((0, 1, 3, 4))
        self.assertEqual((packed.dtype, packed.shape), (torch.int8, latents.shape))
        self.assertTrue(bool((error <= step * 0.501).all()))
        self.assertLess(step.max().item(), 0.06 * 8)

    def test_a_unet_of_fewer_latent_channels_goes_on_as_before_in_a_wider_one(self):
        torch.manual_seed(1)
        narrow = UNet2DConditionModel(**{**UNET_CONFIG, "in_channels": 4, "out_channels": 4}).eval()
        wide = UNet2DConditionModel(**UNET_CONFIG).eval()
        state = {name: tensor.clone() for name, tensor in narrow.state_dict().items()}
        widen(state, wide)
        wide.load_state_dict(state)
        latents, hidden, pooled = torch.randn(1, 8, 16, 16), torch.randn(1, POSITIONS, 192), torch.randn(1, 192)
        with torch.no_grad():
            before = narrow(latents[:, :4], 500, hidden, class_labels=pooled).sample
            after = wide(latents, 500, hidden, class_labels=pooled).sample
        torch.testing.assert_close(after[:, :4], before)
        self.assertEqual(after[:, 4:].abs().max().item(), 0)


class TwoOptimizers(unittest.TestCase):
    def trained(self, memory_format):
        torch.manual_seed(1)
        model = nn.Sequential(OrderedDict(conv_in=nn.Conv2d(4, 8, 3), hidden=nn.Conv2d(8, 6, 3)))
        model.to(memory_format=memory_format)
        optimizer = Optimizer(model)
        model(torch.randn(8, 4, 9, 9)).square().sum().backward()
        before = model.hidden.weight.detach().clone()
        optimizer.step(0.01)
        self.assertIsNone(model.hidden.weight.grad)
        return model, optimizer, model.hidden.weight.detach() - before * (1 - 0.01 * 0.1)

    def test_an_inner_convolution_gets_an_orthogonal_step_however_it_lies_in_memory(self):
        _, _, step = self.trained(torch.contiguous_format)
        strength = torch.linalg.svdvals(step.flatten(1)) / (0.01 * 0.2 * 72**0.5)
        self.assertTrue(bool(((strength > 0.5) & (strength < 1.4)).all()), strength)
        torch.testing.assert_close(self.trained(torch.channels_last)[2], step, atol=2e-4, rtol=0.05)

    def test_the_outer_layers_are_adams(self):
        model, optimizer, _ = self.trained(torch.channels_last)
        self.assertEqual(inner_matrices(model), {"hidden.weight"})
        self.assertEqual([state["step"].item() for state in optimizer.moments if "step" in state], [1, 1, 1])

    def test_no_inner_weight_is_far_from_the_others_of_its_output(self):
        model = nn.Sequential(OrderedDict(conv_in=nn.Conv2d(4, 8, 3), hidden=nn.Conv2d(8, 6, 3)))
        for layer in model:
            layer.weight.data[0, 0, 0, 0] = 9
        optimizer = Optimizer(model, clip=2.5)
        model(torch.randn(8, 4, 9, 9)).square().sum().backward()
        optimizer.step(1e-3)
        self.assertGreater(model.conv_in.weight.max().item(), 8)
        self.assertLess(model.hidden.weight[0].max().item(), 3)

    def test_another_process_goes_on_with_the_same_moments(self):
        model, optimizer, _ = self.trained(torch.channels_last)
        twin = Optimizer(model, optimizer.moments)
        model(torch.randn(8, 4, 9, 9)).square().sum().backward()
        held = optimizer.moments[0]["momentum_buffer"].clone()
        twin.step(0.01)
        self.assertGreater((optimizer.moments[0]["momentum_buffer"] - held).abs().max().item(), 0)


class Noise(unittest.TestCase):
    def test_a_chip_in_training_errs_as_its_parts_say(self):
        torch.manual_seed(1)
        weight = torch.randn(64, 512)
        largest = weight.abs().amax(1, keepdim=True)
        deviation = (weight_error(weight, 0) / largest).std().item()
        share = weight.abs() / largest
        programming = (programming_error(share).square() + programming_error(torch.zeros(1)).square()).mean().item()
        self.assertAlmostEqual(
            deviation, (programming + READ_NOISE**2 + (1 / 31) ** 2 / 12) ** 0.5, delta=0.05 * deviation
        )

    def test_gradients_pass_the_converters(self):
        layer, x = torch.nn.Linear(8, 4), torch.randn(16, 8, requires_grad=True)
        on_chip(layer, 0)
        layer(x).sum().backward()
        self.assertGreater(x.grad.abs().min().item(), 0)
        self.assertGreater(layer.weight.grad.abs().min().item(), 0)

    def test_each_draw_is_another_and_each_layer_has_its_own(self):
        first, second, x = torch.nn.Linear(300, 40), torch.nn.Linear(300, 40), torch.randn(16, 300)
        second.load_state_dict(first.state_dict())
        on_chip(first, 0)
        on_chip(second, 7)
        found = first(x)
        self.assertEqual((first(x) - found).abs().max().item(), 0)
        self.assertGreater((second(x) - found).square().mean().item(), 0)
        redraw()
        self.assertGreater((first(x) - found).square().mean().item(), 0)


class Loss(unittest.TestCase):
    def test_zero_for_equal_and_higher_for_a_blurred_edge(self):
        x = torch.full((1, 4, 128, 128), -1.0)
        x[:, :, 32:96, 32:96] = 1
        background = torch.zeros(1, 3, 1, 1)
        self.assertEqual(reconstruction_loss(x, x, background).item(), 0)
        blurred = torch.nn.functional.avg_pool2d(torch.nn.functional.pad(x, (2, 2, 2, 2), value=-1), 5, 1)
        self.assertGreater(reconstruction_loss(blurred, x, background).item(), 0.01)


if __name__ == "__main__":
    unittest.main()
