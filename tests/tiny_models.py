"""Tiny real embedding models with chance weights, of each kind that the product may be pointed at.

Their tokenizer gives one token a letter, and two that mark where a text begins and ends: the length of a text in
tokens is its letters and two.
"""

from pathlib import Path

LETTERS = "abcdefghijklmnopqrstuvwxyzåäöABCDEFGHIJKLMNOPQRSTUVWXYZÅÄÖ0123456789:.,|-/§"
MARKS = 2
# Positions 0 and 1 of RoBERTa's are of the padding, which is token 1: a text gets those from 2.
ROBERTA_UNUSED = 2


def network(
    folder: Path,
    kind: str = "bert",
    *,
    pooling: str = "mean",
    dimensions: int = 32,
    positions: int = 64,
    prompts: dict[str, str] | None = None,
    normalized: bool = True,
    seed: int = 1,
) -> Path:
    """Save a network of `kind` ("bert", "xlm-roberta", "modernbert") with room for `positions` tokens in `folder`."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.base.modules import Normalize, Transformer
    from sentence_transformers.sentence_transformer.modules import Pooling
    from transformers import AutoConfig, AutoModel

    tokenizer = _tokenizer()
    own = {"bert": {}, "xlm-roberta": {}, "modernbert": {"layer_types": ["full_attention"] * 2}}[kind]
    config = AutoConfig.for_model(
        kind,
        vocab_size=len(tokenizer),
        hidden_size=dimensions,
        num_hidden_layers=2,
        num_attention_heads=4,
        intermediate_size=2 * dimensions,
        max_position_embeddings=positions + (ROBERTA_UNUSED if kind == "xlm-roberta" else 0),
        pad_token_id=tokenizer.pad_token_id,
        bos_token_id=tokenizer.cls_token_id,
        eos_token_id=tokenizer.sep_token_id,
        cls_token_id=tokenizer.cls_token_id,
        sep_token_id=tokenizer.sep_token_id,
        initializer_range=0.5,
        **own,
    )
    torch.manual_seed(seed)
    body = folder.parent / f"{folder.name}-body"
    AutoModel.from_config(config).save_pretrained(body)
    tokenizer.save_pretrained(body)
    modules = [Transformer(str(body)), Pooling(dimensions, pooling_mode=pooling)]
    SentenceTransformer(modules=[*modules, *([Normalize()] if normalized else [])], prompts=prompts).save(
        str(folder), create_model_card=False
    )
    return folder


def _tokenizer():
    from tokenizers import Tokenizer, models, pre_tokenizers, processors
    from transformers import PreTrainedTokenizerFast

    tokens = ["[UNK]", "[PAD]", "[CLS]", "[SEP]", *LETTERS, *(f"##{letter}" for letter in LETTERS)]
    vocabulary = {token: number for number, token in enumerate(tokens)}
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]", max_input_chars_per_word=10_000))
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", vocabulary["[CLS]"]), ("[SEP]", vocabulary["[SEP]"])]
    )
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, unk_token="[UNK]", pad_token="[PAD]", cls_token="[CLS]", sep_token="[SEP]"
    )
