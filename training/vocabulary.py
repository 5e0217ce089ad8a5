"""The word-piece tokenizer: whole words an artist would use, English and Chinese, then the most frequent other words of
GloVe.

The tokenizer has no learned merges. A word is one token; an unknown plural falls apart into the word and '##s'. This
keeps the table small and lets a word that no caption contains start from its GloVe vector instead of from noise.

Chinese has no spaces: one regular expression, made of the vocabulary's Chinese words, cuts the longest known word off
each run of characters, or a single character where no word starts. So an unknown character spoils nothing but itself,
which it would if the words were word pieces: WordPiece gives up on the whole run.
"""

import json
import re
from collections import defaultdict

import numpy as np

PAD, UNKNOWN, START, END = range(4)
SPECIAL = ["<|pad|>", "<|unk|>", "<|startoftext|>", "<|endoftext|>"]
PIECES = ["##s", "##es"]
PUNCTUATION = list(",.'-:!?&()+/#*%\";")
# Written in Chinese, or by a phone's keyboard, and not made plain by NFKC.
PLAIN = {"\u2019": "'", "\u2018": "'", "\u201c": '"', "\u201d": '"', "\u3002": ".", "\u3001": ",", "\u00b7": " "}
HAN = "\u3400-\u4dbf\u4e00-\u9fff"
POSITIONS = 24
VECTOR_LENGTH = 100
# The length every GloVe vector is scaled to: its direction carries the meaning, its length mostly the word's frequency.
VECTOR_NORM = 10.0


def build_vocabulary(words, size):
    """The first `size` tokens: special tokens, pieces, punctuation, then `words` in their order (most useful first)."""
    vocabulary = SPECIAL + PIECES + PUNCTUATION
    known = set(vocabulary)
    for word in words:
        if len(vocabulary) == size:
            break
        if word not in known:
            vocabulary.append(word)
            known.add(word)
    return vocabulary


def vocabulary_vectors(vocabulary, words, vectors):
    """GloVe vectors of the vocabulary, scaled to one length: float32 [tokens, 100], zeros where it lacks the word."""
    index = {word: i for i, word in enumerate(words)}
    result = np.zeros((len(vocabulary), VECTOR_LENGTH), np.float32)
    for i, token in enumerate(vocabulary):
        if token in index:
            vector = vectors[index[token]]
            length = np.linalg.norm(vector)
            if length > 0:
                result[i] = vector / length * VECTOR_NORM
    return result


def chinese_word_pattern(vocabulary):
    """The regular expression of the vocabulary's longest Chinese word here, or of any one Chinese character. It
    branches by the first character, and is written with nothing that engines read differently."""
    rests = defaultdict(list)
    for word in vocabulary:
        if re.fullmatch(f"[{HAN}]{{2,}}", word):
            rests[word[0]].append(word[1:])
    words = [
        first + "(?:" + "|".join(sorted(rest, key=lambda text: (-len(text), text))) + ")"
        for first, rest in sorted(rests.items())
    ]
    return "|".join([*words, f"[{HAN}]"])


def tokenizer_json(vocabulary):
    """tokenizer.json as the tokenizers library (and npm's @huggingface/tokenizers) read it."""

    def special(i):
        return {
            "id": i,
            "content": SPECIAL[i],
            "single_word": False,
            "lstrip": False,
            "rstrip": False,
            "normalized": False,
            "special": True,
        }

    def frame(sequence, kind):
        return [
            {"SpecialToken": {"id": SPECIAL[START], "type_id": kind}},
            {"Sequence": {"id": sequence, "type_id": kind}},
            {"SpecialToken": {"id": SPECIAL[END], "type_id": kind}},
        ]

    return {
        "version": "1.0",
        "truncation": {"direction": "Right", "max_length": POSITIONS, "strategy": "LongestFirst", "stride": 0},
        "padding": {
            "strategy": {"Fixed": POSITIONS},
            "direction": "Right",
            "pad_to_multiple_of": None,
            "pad_id": PAD,
            "pad_type_id": 0,
            "pad_token": SPECIAL[PAD],
        },
        "added_tokens": [special(i) for i in range(len(SPECIAL))],
        "normalizer": {
            "type": "Sequence",
            "normalizers": [
                {"type": "NFKC"},
                *(
                    {"type": "Replace", "pattern": {"String": written}, "content": plain}
                    for written, plain in PLAIN.items()
                ),
                {
                    "type": "BertNormalizer",
                    "clean_text": True,
                    "handle_chinese_chars": False,
                    "strip_accents": True,
                    "lowercase": True,
                },
            ],
        },
        "pre_tokenizer": {
            "type": "Sequence",
            "pretokenizers": [
                {
                    "type": "Split",
                    "pattern": {"Regex": chinese_word_pattern(vocabulary)},
                    "behavior": "Isolated",
                    "invert": False,
                },
                {"type": "BertPreTokenizer"},
            ],
        },
        "post_processor": {
            "type": "TemplateProcessing",
            "single": frame("A", 0),
            "pair": frame("A", 0) + frame("B", 1),
            "special_tokens": {
                SPECIAL[i]: {"id": SPECIAL[i], "ids": [i], "tokens": [SPECIAL[i]]} for i in (START, END)
            },
        },
        "decoder": {"type": "WordPiece", "prefix": "##", "cleanup": True},
        "model": {
            "type": "WordPiece",
            "unk_token": SPECIAL[UNKNOWN],
            "continuing_subword_prefix": "##",
            "max_input_chars_per_word": 64,
            "vocab": {token: i for i, token in enumerate(vocabulary)},
        },
    }


TOKENIZER_CONFIG = {
    "tokenizer_class": "PreTrainedTokenizerFast",
    "model_max_length": POSITIONS,
    "bos_token": SPECIAL[START],
    "eos_token": SPECIAL[END],
    "pad_token": SPECIAL[PAD],
    "unk_token": SPECIAL[UNKNOWN],
    "padding_side": "right",
    "truncation_side": "right",
    "clean_up_tokenization_spaces": True,
    "do_lower_case": True,
}


class Encoder:
    """Turns captions into ids with the tokenizers library, padded and cut to 24 positions."""

    def __init__(self, definition):
        from tokenizers import Tokenizer

        self.tokenizer = Tokenizer.from_str(definition if isinstance(definition, str) else json.dumps(definition))

    def __call__(self, captions):
        """captions: list of str -> int64 [captions, 24]"""
        return np.array([encoding.ids for encoding in self.tokenizer.encode_batch(list(captions))], dtype=np.int64)
