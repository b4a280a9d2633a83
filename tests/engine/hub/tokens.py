"""Tokenizers for tiny twins, made from nothing: every byte is a token."""

from __future__ import annotations

from transformers import CLIPTokenizer, GemmaTokenizer, Qwen2Tokenizer, T5Tokenizer

CHAT = (
    "{% for m in messages %}<|im_start|>{{ m['role'] }}\n{{ m['content'] }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)


def alphabet() -> list[str]:
    """One printable character for each byte, as GPT-2's byte-level tokenizers write them."""
    plain = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = [byte for byte in range(256) if byte not in plain]
    return [chr(b) for b in plain] + [chr(256 + i) for i in range(len(others))]


def qwen(*more: str, **named: str) -> Qwen2Tokenizer:
    """With a chat template; ``more`` are further special tokens, of which some are ``named``."""
    special = ["<|endoftext|>", "<|im_start|>", "<|im_end|>", *more]
    vocab = {token: i for i, token in enumerate([*special, *alphabet()])}
    made = Qwen2Tokenizer(
        vocab=vocab, merges=[], additional_special_tokens=special[1:],
        model_specific_special_tokens=named,
    )  # fmt: skip
    made.chat_template = CHAT
    return made


def clip() -> CLIPTokenizer:
    """CLIP's: every byte within and at the end of a word."""
    letters = alphabet()
    special = ["<|startoftext|>", "<|endoftext|>"]
    tokens = [*special, *letters, *(f"{letter}</w>" for letter in letters)]
    vocab = {token: i for i, token in enumerate(tokens)}
    return CLIPTokenizer(vocab=vocab, merges=[], model_max_length=77)


def t5() -> T5Tokenizer:
    """T5's: a piece for every printable character."""
    pieces = [("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0), ("\u2581", -1.0)]
    pieces += [(chr(code), -1.0) for code in range(33, 127)]
    return T5Tokenizer(vocab=pieces, extra_ids=0, model_max_length=64)


def gemma() -> GemmaTokenizer:
    """Gemma's: every byte, and a piece for every printable character."""
    special = ["<pad>", "<eos>", "<bos>", "<unk>", "<mask>"]
    tokens = [*special, *(f"<0x{byte:02X}>" for byte in range(256)), "\u2581"]
    tokens += [chr(code) for code in range(33, 127)]
    vocab = {token: i for i, token in enumerate(tokens)}
    return GemmaTokenizer(vocab=vocab, merges=[], model_max_length=64)
