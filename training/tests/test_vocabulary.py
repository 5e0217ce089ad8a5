"""Chinese in the tokenizer.  Run from training/: python -m unittest tests.test_vocabulary"""

import sys
import unittest
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from vocabulary import END, UNKNOWN, Encoder, build_vocabulary, tokenizer_json, vocabulary_vectors  # noqa: E402

WORDS = "a red apple dog 3d style cat 苹果 红 红色 小狗 狗 猫 墨镜 可爱 风格 的 戴 一只 生日 蛋糕 生日蛋糕 熊猫 大熊猫 果".split()


class Chinese(unittest.TestCase):
    def setUp(self):
        self.vocabulary = build_vocabulary(WORDS, 1000)
        self.encode = Encoder(tokenizer_json(self.vocabulary))

    def words(self, text):
        return [self.vocabulary[i] for i in self.encode([text])[0] if i > END or i == UNKNOWN]

    def test_prompts_are_cut_into_known_words(self):
        self.assertEqual(self.words("红苹果，3D风格"), ["红", "苹果", ",", "3d", "风格"])
        self.assertEqual(self.words("戴墨镜的猫"), ["戴", "墨镜", "的", "猫"])
        self.assertEqual(self.words("一只可爱的小狗"), ["一只", "可爱", "的", "小狗"])

    def test_the_longest_word_wins(self):
        self.assertEqual(self.words("生日蛋糕生日"), ["生日蛋糕", "生日"])
        self.assertEqual(self.words("大熊猫熊猫猫"), ["大熊猫", "熊猫", "猫"])

    def test_chinese_and_english_mix(self):
        self.assertEqual(self.words("a红色cat"), ["a", "红色", "cat"])
        self.assertEqual(self.words("Red APPLES, 3D Style"), ["red", "apple", "##s", ",", "3d", "style"])

    def test_chinese_punctuation_and_full_width_letters_are_read_as_plain_ones(self):
        self.assertEqual(self.words("“猫”、狗。（３Ｄ）！"), ['"', "猫", '"', ",", "狗", ".", "(", "3d", ")", "!"])

    def test_an_unknown_character_spoils_nothing_else(self):
        unknown = self.vocabulary[UNKNOWN]
        self.assertEqual(self.words("可爱龘小狗"), ["可爱", unknown, "小狗"])
        self.assertEqual(self.words("苹苹果果"), [unknown, "苹果", "果"])

    def test_a_vocabulary_without_chinese_words_works(self):
        vocabulary = build_vocabulary(["red", "apple"], 100)
        ids = Encoder(tokenizer_json(vocabulary))(["red 苹apple"])[0]
        self.assertEqual([vocabulary[i] for i in ids[1:5]], ["red", vocabulary[UNKNOWN], "apple", vocabulary[END]])

    def test_chinese_vectors_have_the_length_of_the_others(self):
        vectors = vocabulary_vectors(self.vocabulary, ["狗", "dog"], np.array([[0.5] * 100, [3.0] * 100], np.float32))
        lengths = np.linalg.norm(vectors, axis=1)
        np.testing.assert_allclose(lengths[[self.vocabulary.index("狗"), self.vocabulary.index("dog")]], 10, rtol=1e-5)


if __name__ == "__main__":
    unittest.main()
