"""Small tokenizers of the two kinds that models come with, trained on the prompts below, and the ids that the Python
libraries give. Used by make_networks.py."""

import json

from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors, trainers
from transformers import CLIPTokenizer

SUBJECTS = (
    "red apple|dog face|hamburger|grinning face|house|automobile|slice of pizza|octopus|sunflower|rocket|cat with sunglasses|"
    "snow-capped mountain|3 balloons|hot-air balloon|café au lait|piñata|jalapeño|crème brûlée|naïve robot|O'Brien's cottage|"
    "robot that can't dance|they're friends|I'm happy|we've arrived|she'll sing|he'd rather not|Ünïcödé|Straße|ΑΒΓ δέλτα|"
    "日本の城|熊猫|привет мир|🍎|👩‍🚀 astronaut|flag 🇫🇷|fish & chips|50% off!|(parenthesised) [brackets]|snake_case_word|"
    'e-mail@example.org|http://example.org/a?b=c|"quoted"|it’s curly|tabs\tand\nnewlines|  spaces   everywhere  |'
    "antidisestablishmentarianism|zzzyx qwrtp|x|…|—|#hashtag|$100|1234567890|a\u0301 combining|\u00a0nbsp"
).split("|")
STYLES = (
    "",
    ", 3d style",
    ", flat style",
    " IN CAPITALS, line art",
    ", pixel-art; on white background with a soft shadow",
)
PROMPTS = [""] + [subject + style for subject in SUBJECTS for style in STYLES]

START, END, PAD, UNKNOWN = "<|startoftext|>", "<|endoftext|>", "<|pad|>", "<|unk|>"


def write_expected(folder, ids):
    expected = [{"prompt": prompt, "ids": row} for prompt, row in zip(PROMPTS, ids, strict=True)]
    lines = ",\n".join(json.dumps(entry, ensure_ascii=False) for entry in expected)
    (folder.parent / f"{folder.name}-ids.json").write_text(f"[\n{lines}\n]\n")


def write_wordpiece_tokenizer(folder, length):
    """As our own models: BERT's normalizer and words, WordPiece, pad 0, unknown 1, start 2, end 3. Returns the
    vocabulary's size.
    """
    tokenizer = Tokenizer(models.WordPiece(unk_token=UNKNOWN, max_input_chars_per_word=64))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Replace("’", "'"), normalizers.BertNormalizer(strip_accents=True, lowercase=True)]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    trainer = trainers.WordPieceTrainer(
        vocab_size=300, special_tokens=[PAD, UNKNOWN, START, END], initial_alphabet=[], show_progress=False
    )
    tokenizer.train_from_iterator(PROMPTS, trainer)
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{START} $A {END}", pair=f"{START} $A {END} $B:1 {END}:1", special_tokens=[(START, 2), (END, 3)]
    )
    tokenizer.enable_truncation(length)
    tokenizer.enable_padding(length=length, pad_id=0, pad_token=PAD)
    folder.mkdir(parents=True)
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    config = {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "model_max_length": length,
        "bos_token": START,
        "eos_token": END,
        "pad_token": PAD,
        "unk_token": UNKNOWN,
    }
    (folder / "tokenizer_config.json").write_text(json.dumps(config, indent=1) + "\n")
    write_expected(folder, [encoding.ids for encoding in tokenizer.encode_batch(PROMPTS)])
    return tokenizer.get_vocab_size()


def write_clip_tokenizer(folder, length):
    """As Stable Diffusion 1.x: vocab.json and merges.txt of a byte-level BPE with '</w>', padded with the end token."""
    tokenizer = Tokenizer(models.BPE(unk_token=END, end_of_word_suffix="</w>", continuing_subword_prefix=""))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFC(), normalizers.Replace(Regex(r"\s+"), " "), normalizers.Lowercase()]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(
                Regex(r"'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"), behavior="removed", invert=True
            ),
            pre_tokenizers.ByteLevel(add_prefix_space=False),
        ]
    )
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    trainer = trainers.BpeTrainer(
        vocab_size=1000,
        initial_alphabet=alphabet,
        end_of_word_suffix="</w>",
        special_tokens=[letter + "</w>" for letter in alphabet],
        show_progress=False,
    )
    tokenizer.train_from_iterator(PROMPTS, trainer)
    trained = json.loads(tokenizer.to_str())["model"]
    vocabulary = dict(trained["vocab"])
    vocabulary[START] = len(vocabulary)
    vocabulary[END] = len(vocabulary)
    folder.mkdir(parents=True)
    (folder / "vocab.json").write_text(json.dumps(vocabulary, ensure_ascii=False))
    merges = [pair if isinstance(pair, str) else " ".join(pair) for pair in trained["merges"]]
    (folder / "merges.txt").write_text("\n".join(["#version: 0.2", *merges]) + "\n")
    config = {"tokenizer_class": "CLIPTokenizer", "pad_token": END, "model_max_length": length}
    (folder / "tokenizer_config.json").write_text(json.dumps(config, indent=1) + "\n")
    clip = CLIPTokenizer(vocab=vocabulary, merges=[tuple(pair.split(" ")) for pair in merges], pad_token=END)
    write_expected(folder, clip(PROMPTS, padding="max_length", truncation=True, max_length=length)["input_ids"])
