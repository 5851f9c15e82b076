"""Sealing, opening, rotation and the index."""

import pytest

from santong.lib.keyrings import BadKeyring, CannotOpen, Keyring, new_key, new_keyring


@pytest.fixture
def keyring() -> Keyring:
    return Keyring.parse(new_keyring())


def test_opens_what_it_sealed(keyring):
    sealed = keyring.seal("990102201001011234", "number")
    assert "990102" not in sealed
    assert keyring.open(sealed, "number") == "990102201001011234"


def test_sealing_twice_differs_but_the_index_does_not(keyring):
    assert keyring.seal("a", "p") != keyring.seal("a", "p")
    assert keyring.index("a", "p") == keyring.index("a", "p") != keyring.index("a", "q")
    assert len(keyring.index("a", "p")) == 43


def test_another_purpose_does_not_open(keyring):
    with pytest.raises(CannotOpen):
        keyring.open(keyring.seal("a", "number of one"), "number of another")


def test_a_changed_character_does_not_open(keyring):
    sealed = keyring.seal("a" * 18, "p")
    other = "A" if sealed[10] != "A" else "B"
    with pytest.raises(CannotOpen):
        keyring.open(sealed[:10] + other + sealed[11:], "p")


@pytest.mark.parametrize("rubbish", ["", "k1.", "k1.$$$", "k9.abcd", "x"])
def test_rubbish_does_not_open(keyring, rubbish):
    with pytest.raises(CannotOpen):
        keyring.open(rubbish, "p")


def test_the_newest_key_seals_and_older_ones_still_open():
    text = new_keyring()
    old = Keyring.parse(text).seal("a", "p")
    rotated = Keyring.parse(f"{text}k2={new_key()}")
    assert rotated.newest == "k2"
    assert rotated.open(old, "p") == "a"
    assert not rotated.is_newest(old)
    assert rotated.is_newest(rotated.seal("a", "p"))
    assert rotated.index("a", "p") == Keyring.parse(text).index("a", "p")


ONE_KEY = "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWY="


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "needs one key"),
        (f"k1={ONE_KEY}", "needs one key"),
        (f"index={ONE_KEY}", "at least one other"),
        ("index=abc", "not base64"),
        ("index=YWJj", "3 bytes instead of 32"),
        ("no separator", "name has"),
        (f"index={ONE_KEY},k1={ONE_KEY},k1={ONE_KEY}", "twice"),
    ],
)
def test_a_bad_keyring_says_why(text, says):
    with pytest.raises(BadKeyring, match=says):
        Keyring.parse(text)


def test_keys_show_nowhere():
    text = new_keyring()
    assert text.split("=")[1][:20] not in repr(Keyring.parse(text))


def test_bytes_open_for_their_purpose_only():
    keyring = Keyring.parse(new_keyring())
    sealed = keyring.seal_bytes(b"\x00content.", "file")
    assert b"content" not in sealed
    assert keyring.open_bytes(sealed, "file") == b"\x00content."
    for wrong, purpose in [(sealed, "other"), (sealed[:-1], "file"), (b"", "file"), (b"k9.x", "file")]:
        with pytest.raises(CannotOpen):
            keyring.open_bytes(wrong, purpose)
