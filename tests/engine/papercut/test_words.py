import torch

from engine.papercut.words import GRAMS, WORDS, WordEncoder, table, tokens


def test_a_word_is_its_grams_and_words_of_one_stem_share_some():
    runs, running = set(tokens("runs")[0]), set(tokens("running")[0])
    assert runs & running
    assert not set(tokens("runs")[0][:1]) & set(tokens("sits")[0][:1])


def test_a_long_phrase_is_cut_and_an_empty_one_is_all_zero():
    ids = table(["", "word " * 40, "antidisestablishmentarianism"])
    assert ids.shape == (3, WORDS, GRAMS)
    assert ids[0].sum() == 0
    assert (ids[1] > 0).any(1).sum() == WORDS


def test_padding_does_not_change_what_a_phrase_means():
    torch.manual_seed(0)
    encoder = WordEncoder().eval()
    alone = encoder(table(["a dog runs"]))
    beside = encoder(table(["", "a dog runs", "the old man sits and sings all the night long"]))
    assert torch.allclose(alone[0], beside[1], atol=1e-6)


def test_case_and_script_do_not_matter_to_the_reader():
    assert tokens("Dog RUNS") == tokens("dog runs")
    assert len(tokens("собака бежит")) == 2
