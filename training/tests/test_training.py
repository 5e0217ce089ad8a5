"""Fast checks of the training code's own parts.  Run from training/: python -m unittest discover tests"""
import sys
import unittest
from pathlib import Path

import numpy as np
import torch

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from model import WordTable  # noqa: E402
from sampling import EMPTY_IDS, sample, start_noise  # noqa: E402
from train_autoencoder import reconstruction_loss  # noqa: E402
from vocabulary import END, POSITIONS, START, UNKNOWN, Encoder, build_vocabulary, tokenizer_json, vocabulary_vectors  # noqa: E402


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
        target = torch.randn(3, 4, 16, 16)

        def unet(z, time, hidden, class_labels, return_dict):
            sigma = (time / 1000)[:, None, None, None]
            return ((z - torch.cat([target, target])) / sigma,)  # the velocity of a flow whose data is one point

        def encode(ids):
            return torch.zeros(len(ids), POSITIONS, 192), torch.zeros(len(ids), 192)

        result = sample(unet, encode, torch.tensor([EMPTY_IDS] * 3), start_noise(3, 1), steps=5, guidance=3.5)
        torch.testing.assert_close(result, target, atol=1e-4, rtol=1e-4)

    def test_noise_depends_on_the_seed_alone(self):
        self.assertTrue(torch.equal(start_noise(2, 5), start_noise(2, 5)))
        self.assertFalse(torch.equal(start_noise(2, 5), start_noise(2, 6)))


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
