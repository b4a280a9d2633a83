"""The language model: any GGUF through llama.cpp, one answer at a time, cancelled at any token.

The only module that imports llama_cpp. A grammar that llama.cpp refuses would end the process with
a signal when it is used, so every grammar is tried first; so is everything in a file that can be
read without llama.cpp (``weights``).
"""

from __future__ import annotations

import ctypes
import os
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

os.environ.setdefault("GGML_NO_BACKTRACE", "1")  # an abort would start a debugger first

import jinja2
import llama_cpp
import llama_cpp.llama_cpp as low
from llama_cpp.llama_chat_format import Jinja2ChatFormatter
from llama_cpp.llama_grammar import LlamaGrammar

from engine.api import CancelJob, EngineError
from engine.director import weights
from engine.director.interview import Answer

LOOK_EVERY = 0.05  # seconds between two looks at the cancel button while a prompt is read
BATCH = 256  # prompt tokens per call: small enough that a slow machine can stop between two
# A template is a small program of somebody else's, and these are the ways in which one fails
_TEMPLATE_FAULTS = (
    jinja2.TemplateError,
    ValueError,
    TypeError,
    LookupError,
    ArithmeticError,
    AttributeError,
    RecursionError,
    MemoryError,
)


class Model:
    """One loaded GGUF. Not for two threads."""

    def __init__(self, path: str, context: int = 4096, threads: int = 0) -> None:
        """Load the file. ``context`` in tokens, at most what the model was trained to see;
        ``threads`` 0 = all real
        cores but one.

        Raises EngineError with a sentence. A file that makes llama.cpp abort ends the process: load
        in a child.
        """
        self.weights = weights.read(path)
        trained = self.weights.context or context
        self.context = max(min(context, trained), 64)
        threads = threads or max(cores() - 1, 1)
        _avoid_tiles()
        try:
            self._llama = llama_cpp.Llama(
                model_path=str(self.weights.path),
                n_ctx=self.context,
                n_batch=min(BATCH, self.context),
                n_threads=threads,
                n_threads_batch=threads,
                n_gpu_layers=-1 if llama_cpp.llama_supports_gpu_offload() else 0,
                use_mmap=True,
                verbose=False,
            )
        except (ValueError, RuntimeError, AssertionError) as problem:
            raise EngineError(
                f"llama.cpp cannot load {self.weights.name} ({problem}); the file may be damaged "
                "or of a kind that this version does not know: choose another one."
            ) from problem
        except MemoryError as problem:
            raise EngineError(
                f"There is not enough memory for {self.weights.name}; choose a smaller model or "
                "a smaller context."
            ) from problem
        except jinja2.TemplateError as problem:
            raise EngineError(
                f"The chat template inside {self.weights.name} is broken ({problem}); "
                "choose another file."
            ) from problem
        self._vocabulary = llama_cpp.llama_model_get_vocab(self._llama.model)
        self._formatter = self._template()
        self._tried: set[str] = set()
        self._stop: BaseException | None = None
        self._look: Callable[[], None] = lambda: None
        self._looked = 0.0
        self._callback = llama_cpp.ggml_abort_callback(self._asked_to_stop)  # kept alive here
        self._nothing = llama_cpp.ggml_abort_callback(0)

    @property
    def name(self) -> str:
        return self.weights.name

    @property
    def large(self) -> bool:
        """Large enough that thinking before the boxes helps: some two billion parameters."""
        return self.weights.bytes > 1_500_000_000

    def unload(self) -> None:
        """Free its memory. It cannot answer afterwards."""
        self._llama.close()

    def forget(self) -> None:
        """Forget what it has read. The same questions after this get the same answers, whatever was
        asked before.
        """
        self._llama.reset()  # type: ignore[no-untyped-call]

    def count(self, text: str) -> int:
        """Tokens of a text, without any that the template adds."""
        return len(self._llama.tokenize(text.encode(), add_bos=False, special=False))

    def prompt_tokens(self, messages: Sequence[Mapping[str, str]]) -> list[int]:
        """The conversation in the model's own template, thinking switched off, as tokens."""
        text = self._render(messages)
        start = self._piece(self._llama.token_bos(), special=True).decode(errors="replace")
        add = not (start and text.startswith(start))
        return self._llama.tokenize(text.encode(), add_bos=add, special=True)

    def answer(
        self,
        messages: Sequence[Mapping[str, str]],
        grammar: str | None,
        *,
        longest: int,
        temperature: float,
        seed: int,
        heard: Callable[[str, int], None],
    ) -> Answer:
        """One JSON value that follows ``grammar`` (GBNF, start ``root``; None = free words), or its
        beginning when ``longest`` tokens are full.

        ``heard(text so far, tokens)`` is called after every token and now and then while the prompt
        is read; what it raises ends the answer, and the model stays usable. Raises EngineError when
        prompt and answer exceed the context.
        """
        started = time.monotonic()
        tokens = self.prompt_tokens(messages)
        if len(tokens) + longest > self.context:
            raise EngineError(
                f"{self.name} sees {self.context} tokens at once and this prompt needs "
                f"{len(tokens) + longest}; choose a larger context or a shorter note."
            )
        if grammar is not None:
            self.try_grammar(grammar)
        self._llama.set_seed(seed % 0xFFFFFFFE + 1)
        said = _Said()
        self._stop, self._look = None, lambda: heard(said.words, said.tokens)
        stream = self._llama.generate(
            tokens,
            temp=temperature,
            top_k=40,
            top_p=0.95,
            min_p=0.02,
            grammar=None if grammar is None else LlamaGrammar.from_string(grammar, verbose=False),
        )
        try:
            self._listen(stream, said, longest, heard)
        finally:
            stream.close()
            llama_cpp.llama_set_abort_callback(self._llama.ctx, self._nothing, None)
        seconds = time.monotonic() - started
        return Answer(said.words, said.whole, said.tokens, len(tokens), seconds)

    def _listen(
        self,
        stream: Iterator[int],
        said: _Said,
        longest: int,
        heard: Callable[[str, int], None],
    ) -> None:
        """Hear an answer out: to the end of its value, or until it is ``longest`` tokens long."""
        llama_cpp.llama_set_abort_callback(self._llama.ctx, self._callback, None)
        try:
            for token in stream:
                if not said.tokens:  # the prompt is read: from here on, a look after every token
                    llama_cpp.llama_set_abort_callback(self._llama.ctx, self._nothing, None)
                if llama_cpp.llama_vocab_is_eog(self._vocabulary, token):
                    break
                said.add(self._piece(token))
                heard(said.words, said.tokens)
                if said.whole or said.tokens >= longest:
                    break
        except RuntimeError as problem:  # llama_decode gave up: asked to, or it could not go on
            self._llama.reset()  # type: ignore[no-untyped-call]
            if self._stop is not None:
                raise self._stop from None
            raise EngineError(
                f"{self.name} stopped in the middle of an answer ({problem}); try again."
            ) from problem

    def try_grammar(self, grammar: str) -> None:
        """Let llama.cpp read a grammar without using it. Raises EngineError when it refuses."""
        if grammar in self._tried:
            return
        sampler = llama_cpp.llama_sampler_init_grammar(self._vocabulary, grammar.encode(), b"root")
        if not sampler or not grammar.strip():
            raise EngineError(
                "llama.cpp refuses the grammar of this plan; report this script to us."
            )
        llama_cpp.llama_sampler_free(sampler)
        self._tried.add(grammar)

    def can_spell(self, characters: frozenset[str]) -> bool:
        """Whether the vocabulary has every character by itself: without one, a grammar can reach a
        dead end.
        """
        return all(self._spells(character) for character in characters)

    def _spells(self, character: str) -> bool:
        tokens = self._llama.tokenize(character.encode(), add_bos=False, special=False)
        spelled = b"".join(self._piece(token) for token in tokens)
        return spelled.strip() == character.encode().strip()

    def _piece(self, token: int, special: bool = False) -> bytes:
        if token < 0:
            return b""
        room = 64
        while True:
            buffer = ctypes.create_string_buffer(room)
            length = llama_cpp.llama_token_to_piece(
                self._vocabulary, token, buffer, room, 0, special
            )
            if length >= 0:
                return buffer.raw[:length]
            room = -length

    def _template(self) -> Jinja2ChatFormatter | None:
        source = self._llama.metadata.get("tokenizer.chat_template", "")
        if not source:
            return None
        return Jinja2ChatFormatter(
            template=source,
            eos_token=self._piece(self._llama.token_eos(), special=True).decode(errors="replace"),
            bos_token=self._piece(self._llama.token_bos(), special=True).decode(errors="replace"),
        )

    def _render(self, messages: Sequence[Mapping[str, str]]) -> str:
        if self._formatter is None:
            return "\n\n".join(message["content"] for message in messages) + "\n"
        try:
            return self._rendered(messages)
        except EngineError:
            # some templates refuse a system message: say it in the first words of the person
            # instead
            if len(messages) < 2 or messages[0]["role"] != "system":
                raise
            first, second, *rest = messages
            merged = {
                "role": second["role"],
                "content": f"{first['content']}\n\n{second['content']}",
            }
            return self._rendered([merged, *rest])

    def _rendered(self, messages: Sequence[Mapping[str, str]]) -> str:
        assert self._formatter is not None
        try:
            said = self._formatter(messages=cast(Any, list(messages)), enable_thinking=False).prompt
        except _TEMPLATE_FAULTS as problem:
            raise EngineError(
                f"The chat template inside {self.name} does not work ({problem}); "
                "choose another file."
            ) from problem
        # some models are made to think whatever one asks: their thought is over before it begins
        opened = _THOUGHT.search(said)
        return f"{said}\n</{opened.group(1)}>\n\n" if opened else said

    def _asked_to_stop(self, _: object) -> bool:
        """Called by llama.cpp while it computes. Nothing may be raised through native code."""
        now = time.monotonic()
        if now - self._looked < LOOK_EVERY:
            return False
        self._looked = now
        try:
            self._look()
        except CancelJob as stop:
            self._stop = stop
            return True
        return False


_THOUGHT = re.compile(r"<(think|thinking|thought)>\s*$")


@lru_cache(maxsize=1)
def _avoid_tiles() -> None:
    """Leave llama.cpp's repacked weights alone where they would be multiplied by AMX tiles.

    llama.cpp 0.3.36's build ends the process there at the first token of any quantised model; its
    Python package has no argument for this, so its default is changed, once.
    """
    if b"AMX_INT8 = 1" not in llama_cpp.llama_print_system_info():
        return
    usual = low.llama_model_default_params

    def plain() -> Any:
        found = usual()
        found.use_extra_bufts = False
        return found

    low.llama_model_default_params = plain


def cores() -> int:
    """Real cores that this process may use; two threads of one core only wait for each other."""
    try:
        mine = os.sched_getaffinity(0)
        topology = [Path(f"/sys/devices/system/cpu/cpu{n}/topology") for n in mine]
        names = ("physical_package_id", "core_id")
        return len({tuple((core / name).read_text() for name in names) for core in topology})
    except (AttributeError, OSError):  # not Linux: half of what the system counts, as llama.cpp
        return max((os.cpu_count() or 2) // 2, 1)


class _Said:
    """What a model has said of an answer, and whether its value has ended."""

    def __init__(self) -> None:
        self.text = bytearray()
        self.tokens = 0
        self.whole = False
        self._end = _End()

    @property
    def words(self) -> str:
        return self.text.decode(errors="ignore")

    def add(self, piece: bytes) -> None:
        self.text += piece
        self.tokens += 1
        self.whole = self._end.reached(piece)


class _End:
    """Notices the end of a JSON value, so that the model need not say that it is done."""

    def __init__(self) -> None:
        self.depth = 0
        self.quoted = False
        self.escaped = False

    def reached(self, piece: bytes) -> bool:
        for byte in piece:
            if self.escaped:
                self.escaped = False
            elif self.quoted:
                self.escaped = byte == 0x5C
                self.quoted = byte != 0x22
            elif byte == 0x22:
                self.quoted = True
            elif byte in b"[{":
                self.depth += 1
            elif byte in b"]}":
                self.depth -= 1
                if self.depth == 0:
                    return True
        return False
