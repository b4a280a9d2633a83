import ctypes
import json
import math
from collections.abc import Iterator

import llama_cpp
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.director.grammar import (
    Cover,
    Either,
    Form,
    Many,
    Nothing,
    Number,
    Prose,
    Record,
    Row,
    Words,
    alphabet,
    grammar,
    mismatch,
)
from engine.director.llama import Model
from tests import gguf_models

BOX = Row((Number(-50, 150),) * 4)
SHOT = Record((("who", Many(Words(("A", "B")), 0, 2)), ("size", Words(("WS", "CU")))))
SEVEN = Cover("to", 1, 7, SHOT)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Model]:
    path = gguf_models.build(tmp_path_factory.mktemp("gguf") / "tiny.gguf", context=2048)
    model = Model(str(path), 2048, threads=1)
    yield model
    model.unload()


def accepts(model: Model, form: Form, text: str) -> bool:
    """Whether llama.cpp's own grammar sampler lets a model say exactly this text and then end."""
    vocabulary = llama_cpp.llama_model_get_vocab(model._llama.model)
    sampler = llama_cpp.llama_sampler_init_grammar(vocabulary, grammar(form).encode(), b"root")
    assert sampler
    tokens = [*model._llama.tokenize(text.encode(), add_bos=False), model._llama.token_eos()]
    try:
        for token in tokens:
            one = (llama_cpp.llama_token_data * 1)(llama_cpp.llama_token_data(token, 0.0, 0.0))
            array = llama_cpp.llama_token_data_array(data=one, size=1, selected=-1, sorted=False)
            llama_cpp.llama_sampler_apply(sampler, ctypes.byref(array))
            if math.isinf(one[0].logit):
                return False
            if token != tokens[-1]:
                llama_cpp.llama_sampler_accept(sampler, token)
    finally:
        llama_cpp.llama_sampler_free(sampler)
    return True


def said(value: object) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def test_a_number_is_accepted_if_and_only_if_it_lies_in_its_bounds(model: Model) -> None:
    for low, high in ((-50, 150), (1, 5), (0, 100), (20, 125), (7, 7)):
        form = Number(low, high)
        for number in range(-160, 260):
            assert accepts(model, form, str(number)) == (low <= number <= high), (low, high, number)


@pytest.mark.parametrize("text", ["01", "-0", "1.5", "1e3", "+1", "", " 1", "--1"])
def test_a_number_has_one_spelling(model: Model, text: str) -> None:
    assert not accepts(model, Number(-50, 150), text)


def test_words_are_accepted_whole_and_no_other(model: Model) -> None:
    words = ("eye level", "eye", "high", "hold", "Öl", 'a"b', "back\\slash", "дом", "a]b^c-d")
    form = Words(words)
    for word in words:
        assert accepts(model, form, said(word)), word
    for other in ("ey", "eye lev", "ho", "Ö", "", "eye levelhigh", "highhold"):
        assert not accepts(model, form, said(other)), other


def test_words_that_share_beginnings_share_one_path(model: Model) -> None:
    words = tuple(f"prefix{number}" for number in range(100))
    assert grammar(Words(words)).count("prefix") == 1


def test_prose_refuses_control_characters_and_quotes(model: Model) -> None:
    form = Prose(5)
    assert accepts(model, form, '"a b."')
    for text in ('"123456"', '"a\nb"', '"a\tb"', '"a\x7f"', '"a\\nb"', '"a"b"'):
        assert not accepts(model, form, text), text


def test_a_cover_rises_to_its_last_number_and_has_no_gap_at_the_end(model: Model) -> None:
    def shots(*ends: int) -> str:
        return said([{"to": end, "who": ["A"], "size": "WS"} for end in ends])

    for ends in ((7,), (1, 7), (1, 2, 3, 4, 5, 6, 7), (3, 5, 7)):
        assert accepts(model, SEVEN, shots(*ends)), ends
    for wrong in ((), (6,), (7, 7), (3, 2, 7), (3, 8), (0, 7), (1, 2)):
        assert not accepts(model, SEVEN, shots(*wrong)), wrong


def test_a_whole_cover_is_one_record(model: Model) -> None:
    form = Cover("to", 3, 9, Record((("x", Number(0, 1)),)), whole=True)
    assert accepts(model, form, '[{"to":9,"x":1}]')
    assert not accepts(model, form, '[{"to":5,"x":1},{"to":9,"x":1}]')


def forms() -> st.SearchStrategy[Form]:
    word = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1)
    leaves: st.SearchStrategy[Form] = st.one_of(
        st.lists(word, min_size=1, max_size=4, unique=True).map(lambda w: Words(tuple(w))),
        st.tuples(st.integers(-99, 99), st.integers(0, 60)).map(lambda t: Number(t[0], sum(t))),
        st.just(Nothing()),
        st.integers(0, 6).map(Prose),
    )

    def grown(inner: st.SearchStrategy[Form]) -> st.SearchStrategy[Form]:
        rows = st.lists(inner, min_size=1, max_size=3)
        return st.one_of(
            rows.map(lambda f: Row(tuple(f))),
            rows.map(lambda f: Either(tuple(f))),
            rows.map(lambda f: Record(tuple((f"f{i}", one) for i, one in enumerate(f)))),
            st.tuples(inner, st.integers(0, 2), st.integers(0, 2)).map(
                lambda t: Many(t[0], t[1], t[1] + t[2])
            ),
            st.tuples(inner, st.integers(1, 3)).map(
                lambda t: Cover("to", 1, t[1], Record((("x", t[0]),)))
            ),
        )

    return st.recursive(leaves, grown, max_leaves=5)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(form=forms(), seed=st.integers(0, 1000))
def test_whatever_the_form_a_random_model_gives_an_answer_of_that_form(
    model: Model, form: Form, seed: int
) -> None:
    listed = Row((form,))  # an answer is a list or an object
    answer = model.answer(
        [{"role": "user", "content": "?"}],
        grammar(listed),
        longest=1500,
        temperature=1.0,
        seed=seed,
        heard=lambda text, tokens: None,
    )
    if answer.whole:
        value = json.loads(answer.text)
        assert mismatch(listed, value) == ""
        assert frozenset(answer.text) - frozenset(" ") <= alphabet(listed) or "Prose" in str(form)


def test_a_mismatch_says_where_and_what() -> None:
    good = {"boxes": [[1, 2, 3, 4], None], "shots": [{"to": 7, "who": [], "size": "CU"}]}
    form = Record((("boxes", Many(Either((BOX, Nothing())), 1, 3)), ("shots", SEVEN)))
    assert mismatch(form, good) == ""
    wrong: list[tuple[dict[str, object], str]] = [
        ({"boxes": [[1, 2, 3, 151], None]}, "the answer.boxes[0][3] must be a whole number"),
        ({"boxes": [[1, 2, 3]]}, "the answer.boxes[0] must be a list of 4."),
        ({"boxes": []}, "the answer.boxes must be a list of 1 to 3."),
        ({"boxes": [[True, 2, 3, 4]]}, "the answer.boxes[0][0] must be a whole number"),
        ({"shots": [{"to": 6, "who": [], "size": "CU"}]}, "the answer.shots must end with to 7."),
        ({"shots": [{"to": 7, "who": ["C"], "size": "CU"}]}, "the answer.shots[0].who[0] must be"),
        ({"shots": [{"to": 9, "who": [], "size": "CU"}]}, "the answer.shots[0].to must be"),
    ]
    for change, words in wrong:
        assert mismatch(form, good | change).startswith(words)
    assert mismatch(form, [1]).startswith("the answer must have the fields")
    assert mismatch(Prose(3), "long").startswith("the answer must be words")
