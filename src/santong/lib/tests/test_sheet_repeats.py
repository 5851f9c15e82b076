from santong.lib.sheets.repeats import Repeat, find_repeats


def test_repeats():
    rows = [
        {"id": "a", "name": "甘", "phone": "1"},
        {"id": None, "name": "苗"},
        {"id": "a", "name": "甘", "phone": None},
        {"id": "a", "name": "柯", "note": "x"},
        {"id": None, "name": "苗"},
    ]
    harmless, other = find_repeats(rows, "id")
    assert harmless == Repeat(2, 0, (), ())
    assert harmless.is_harmless
    assert other == Repeat(3, 0, ("name",), ("note",))
    assert not other.is_harmless
