"""Links: worked out again from the id and the key, told by the hash alone."""

from uuid import uuid4

from leadership.profiles.link import address_of_link, find_sealed, hash_of, seal

OLD, NEW = "o" * 40, "n" * 40


def test_a_link_is_worked_out_again_also_after_the_key_was_changed() -> None:
    number = uuid4()
    sealed = seal(number, [OLD])
    assert len(sealed) == 43
    assert find_sealed(number, hash_of(sealed), [NEW, OLD]) == sealed
    assert find_sealed(number, hash_of(sealed), [NEW]) is None
    assert find_sealed(uuid4(), hash_of(sealed), [OLD]) is None


def test_no_two_links_are_alike_and_the_hash_is_not_the_link() -> None:
    made = {seal(uuid4(), [NEW]) for _ in range(50)}
    assert len(made) == 50
    assert not any(sealed in hash_of(sealed) for sealed in made)
    assert address_of_link("https://t.example", "abc") == "https://t.example/rate/abc"
