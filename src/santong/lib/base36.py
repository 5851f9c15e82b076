"""Numbers in base 36 with capital letters, of fixed width, so that text order is number order."""

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def base36(number: int, width: int) -> str:
    """`number` in base 36, left-padded with zeros; too large a number is an error."""
    if not 0 <= number < 36**width:
        raise ValueError(f"{number} does not fit {width} base-36 digits")
    digits = []
    for _ in range(width):
        number, digit = divmod(number, 36)
        digits.append(DIGITS[digit])
    return "".join(reversed(digits))


def from_base36(text: str) -> int:
    """The number that `base36` wrote."""
    return int(text, 36)
