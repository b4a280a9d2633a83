import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.api import CancelJob, EngineError
from engine.director.llama import Answer, Model
from tests import gguf_models

ASK = [{"role": "system", "content": "Be short."}, {"role": "user", "content": "Hello."}]
LIST = 'root ::= "[" [0-9] ("," [0-9]){40,60} "]"\n'
BAD_GRAMMARS = [
    'root ::= "a',
    'start ::= "a"',
    "root ::= b",
    'root ::= root "a" | "b"',
    "root ::= [a-",
    "",
]


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return gguf_models.build(tmp_path_factory.mktemp("gguf") / "tiny.gguf", context=8192)


@pytest.fixture(scope="module")
def model(tiny: Path) -> Iterator[Model]:
    model = Model(str(tiny), 8192, threads=1)
    yield model
    model.unload()


def ask(model: Model, seed: int = 1, longest: int = 200, temperature: float = 1.0) -> Answer:
    return model.answer(
        ASK, LIST, longest=longest, temperature=temperature, seed=seed, heard=lambda text, n: None
    )


def test_an_answer_follows_the_grammar_and_ends_with_it(model: Model) -> None:
    answer = ask(model)
    assert answer.whole
    assert 41 <= len(json.loads(answer.text)) <= 61
    assert len(answer.text) / 2 < answer.tokens <= len(answer.text)
    assert answer.prompt_tokens == len(model.prompt_tokens(ASK))


def test_the_same_seed_gives_the_same_answer_and_another_seed_another(model: Model) -> None:
    assert ask(model, seed=5).text == ask(model, seed=5).text
    assert len({ask(model, seed=seed).text for seed in range(6)}) > 1


def test_zero_weights_and_no_temperature_give_the_least_answer(tmp_path: Path) -> None:
    zero = Model(str(gguf_models.build(tmp_path / "zero.gguf", zero=True)), 512, threads=1)
    rules = 'root ::= "{\\"a\\":" ("[]" | "[" [0-9] "]") ",\\"b\\":\\"" [a-z]* "\\"}"\n'
    answer = zero.answer(
        ASK, rules, longest=50, temperature=0.0, seed=1, heard=lambda text, n: None
    )
    assert answer.text == '{"a":[],"b":""}'
    zero.unload()


def test_an_answer_that_is_too_long_is_cut_and_says_so(model: Model) -> None:
    answer = ask(model, longest=10)
    assert not answer.whole
    assert answer.tokens == 10


def test_tokens_are_heard_one_by_one(model: Model) -> None:
    heard: list[tuple[str, int]] = []
    answer = model.answer(
        ASK,
        LIST,
        longest=200,
        temperature=1.0,
        seed=1,
        heard=lambda text, n: heard.append((text, n)),
    )
    spoken = [one for one in heard if one[1]]
    assert [n for _, n in spoken] == list(range(1, answer.tokens + 1))
    assert all(answer.text.startswith(text) for text, _ in heard)


@pytest.mark.parametrize("at", [1, 7, 30])
def test_cancelled_at_a_token_it_can_answer_again(model: Model, at: int) -> None:
    before = ask(model).text

    def heard(text: str, tokens: int) -> None:
        if tokens == at:
            raise CancelJob

    with pytest.raises(CancelJob):
        model.answer(ASK, LIST, longest=200, temperature=1.0, seed=1, heard=heard)
    assert ask(model).text == before


def test_cancelled_while_it_reads_it_stops_at_once_and_can_answer_again(model: Model) -> None:
    before = ask(model).text
    long = [{"role": "user", "content": "Anna walks. " * 600}]
    calls = []

    def heard(text: str, tokens: int) -> None:
        calls.append(tokens)
        raise CancelJob

    started = time.monotonic()
    with pytest.raises(CancelJob):
        model.answer(long, LIST, longest=100, temperature=1.0, seed=1, heard=heard)
    assert calls == [0]  # no token was said: it stopped in the prompt
    assert time.monotonic() - started < 2
    assert ask(model).text == before


def test_a_prompt_longer_than_the_context_is_a_sentence(model: Model) -> None:
    long = [{"role": "user", "content": "x" * 9000}]
    with pytest.raises(EngineError, match="sees 8192 tokens at once and this prompt needs"):
        model.answer(long, LIST, longest=9, temperature=1.0, seed=1, heard=lambda text, n: None)


@pytest.mark.parametrize("grammar", BAD_GRAMMARS)
def test_a_bad_grammar_is_refused_before_it_is_used(model: Model, grammar: str) -> None:
    with pytest.raises(EngineError, match="refuses the grammar"):
        model.answer(ASK, grammar, longest=9, temperature=1.0, seed=1, heard=lambda text, n: None)
    assert ask(model).whole


def test_thinking_is_switched_off_in_the_template(tmp_path: Path) -> None:
    template = "{% if enable_thinking %}think{% else %}no{% endif %}:{{ messages[-1]['content'] }}"
    path = gguf_models.build(tmp_path / "thinker.gguf", template=template)
    model = Model(str(path), 256, threads=1)
    assert len(model.prompt_tokens(ASK)) == len("no:Hello.")
    model.unload()


def test_a_model_that_always_thinks_has_thought_before_it_begins(tmp_path: Path) -> None:
    template = "{{ messages[-1]['content'] }}<think>\n"
    path = gguf_models.build(tmp_path / "always.gguf", template=template)
    model = Model(str(path), 256, threads=1)
    assert len(model.prompt_tokens(ASK)) == len("Hello.<think>\n</think>\n\n")
    model.unload()


def test_a_template_without_system_messages_gets_them_with_the_first_words(tmp_path: Path) -> None:
    template = (
        "{% if messages[0]['role'] == 'system' %}{{ raise_exception('no system') }}{% endif %}"
        "{% for m in messages %}{{ m['content'] }}{% endfor %}"
    )
    model = Model(str(gguf_models.build(tmp_path / "g.gguf", template=template)), 256, threads=1)
    assert len(model.prompt_tokens(ASK)) == len("Be short.\n\nHello.")
    model.unload()


def test_a_model_without_a_template_is_asked_in_plain_words(tmp_path: Path) -> None:
    model = Model(str(gguf_models.build(tmp_path / "plain.gguf", template="")), 512, threads=1)
    assert ask(model).whole
    model.unload()


@pytest.mark.parametrize(
    "template",
    ["{% for", "{{ ''.__class__.__mro__ }}", "{{ messages[9]['content'] }}", "{{ 1 / 0 }}"],
)
def test_a_broken_template_is_a_sentence(tmp_path: Path, template: str) -> None:
    path = gguf_models.build(tmp_path / "bad.gguf", template=template)
    with pytest.raises(EngineError, match=r"chat template inside tiny (is broken|does not work)"):
        ask(Model(str(path), 256, threads=1))


def test_a_model_that_lacks_a_tensor_is_a_sentence(tmp_path: Path) -> None:
    path = gguf_models.build(tmp_path / "part.gguf", without="blk.0.ffn_up.weight")
    with pytest.raises(EngineError, match=r"llama\.cpp cannot load tiny"):
        Model(str(path), 256, threads=1)


def test_it_knows_what_its_vocabulary_can_spell(model: Model) -> None:
    assert model.can_spell(frozenset('{}[]:,"abc 019-é'))  # é from bytes
    assert model.count("Anna") == 4


def test_a_model_that_knows_its_lines_says_them(tmp_path: Path) -> None:
    lines = [("Shots:", '{"a":[1,2],"b":"x"}'), ("Boxes:", '{"a":[3],"b":"y"}')]
    model = Model(str(gguf_models.knowing(tmp_path / "k.gguf", lines)), 512, threads=1)
    rules = 'root ::= "{\\"a\\":[" [0-9,]+ "],\\"b\\":\\"" [a-z] "\\"}"\n'
    for cue, line in lines:
        asked = [{"role": "user", "content": f"Anna. {cue}"}]
        answer = model.answer(
            asked, rules, longest=99, temperature=0.0, seed=1, heard=lambda text, n: None
        )
        assert answer.text == line
    model.unload()


# What may end a process, in processes of their own
# -------------------------------------------------------------------

_CHILD = """
import os, sys
from pathlib import Path
from engine.api import EngineError
from engine.director.llama import Model
ended = {}
for file in sorted(Path(sys.argv[1]).iterdir()):
    child = os.fork()
    if not child:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        try:
            model = Model(str(file), 256, threads=1)
            ask, rules = [{"role": "user", "content": "."}], 'root ::= "[" [0-9]{1,9} "]"'
            model.answer(ask, rules, longest=20, temperature=1.0, seed=1, heard=print)
            os._exit(0)
        except EngineError:
            os._exit(3)
        except BaseException:
            os._exit(4)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    how = "killed" if code < 0 else {0: "works", 3: "sentence"}.get(code, "ours")
    ended[how] = ended.get(how, 0) + 1
print(ended)
"""


def in_a_child(folder: Path) -> dict[str, int]:
    """How the files of a folder end, each opened in a process of its own."""
    run = subprocess.run(
        [sys.executable, "-c", _CHILD, str(folder)],
        capture_output=True,
        text=True,
        timeout=120,
        env=os.environ | {"PYTHONPATH": os.getcwd()},
        check=True,
    )
    found = run.stdout.strip().splitlines()[-1]
    return dict(json.loads(found.replace("'", '"')))


def test_broken_files_end_in_a_sentence_or_end_only_their_process(
    tiny: Path, tmp_path: Path
) -> None:
    data, chance = (
        gguf_models.build(tmp_path / "whole.gguf", context=512).read_bytes(),
        random.Random(2),
    )
    folder = tmp_path / "files"
    folder.mkdir()
    for number in range(60):
        changed = bytearray(data)
        for _ in range(chance.randint(1, 3)):
            changed[chance.randrange(24, 1500)] ^= 1 << chance.randrange(8)
        (folder / f"{number:03}.gguf").write_bytes(changed)
    ended = in_a_child(folder)
    assert ended.get("ours", 0) == 0, ended
    assert ended["sentence"] > 20
    assert sum(ended.values()) == 60


def test_a_model_without_layers_aborts_only_its_own_process(tmp_path: Path) -> None:
    gguf_models.build(tmp_path / "none.gguf", blocks=0)
    assert in_a_child(tmp_path) == {"killed": 1}
