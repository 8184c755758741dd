"""The WordPiece tokenizer of the bundled model."""

from collections.abc import Iterable, Mapping, Sequence

from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, trainers

from indexer.training.recipe import Recipe

UNKNOWN = "[UNK]"
SPECIAL = ("[PAD]", UNKNOWN)
INSIDE = "##"


def bare_tokenizer(vocabulary: Mapping[str, int] | None = None) -> Tokenizer:
    """Make a tokenizer that normalises and splits as the model does, with the given pieces or none yet.

    Text is NFKC-normalised, freed of control and format characters and lower-cased; accents stay, so that råd and
    rad differ. NFKC is the product analyser's NFC plus what PDF files need: ligatures, full-width forms and
    no-break spaces become plain letters and spaces. Removing format characters heals words with soft hyphens.
    """
    tokenizer = Tokenizer(models.WordPiece(dict(vocabulary or {}), unk_token=UNKNOWN))
    clean = normalizers.BertNormalizer(clean_text=True, handle_chinese_chars=False, strip_accents=False, lowercase=True)
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), clean])
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    return tokenizer


def train_tokenizer(texts: Sequence[str], recipe: Recipe) -> Tokenizer:
    """Learn a WordPiece vocabulary of at most ``recipe.vocabulary`` tokens (Schuster and Nakajima 2012).

    The same texts give the same vocabulary. The library alone does not see to that: it numbers the pieces inside
    words in the order of a hash map, and breaks ties by those numbers (huggingface/tokenizers issue 1794).

    Args:
        texts: what the vocabulary shall cover.
        recipe: gives the vocabulary's size and the least frequency.

    """
    tokenizer = bare_tokenizer()
    trainer = trainers.WordPieceTrainer(
        vocab_size=recipe.vocabulary,
        min_frequency=recipe.min_frequency,
        # first come, first numbered: as special tokens the pieces inside words get their numbers in a fixed order
        special_tokens=[*SPECIAL, *(INSIDE + letter for letter in _letters(tokenizer, texts))],
        show_progress=False,
    )
    tokenizer.train_from_iterator(texts, trainer)
    # a fresh tokenizer, for which those pieces are not special
    return bare_tokenizer(tokenizer.get_vocab(with_added_tokens=False))


def _letters(tokenizer: Tokenizer, texts: Iterable[str]) -> list[str]:
    letters: set[str] = set()
    for text in texts:
        letters.update(tokenizer.normalizer.normalize_str(text))
    return sorted(letter for letter in letters if not letter.isspace())
