"""What is made of files, by kind. A recipe yields each thing as soon as it is there."""

from santong.domains.platform.files.conversion.made import CannotConvertHere, ConversionFailed, Made
from santong.domains.platform.files.conversion.recipes import Recipe, convert_local, recipe_of

__all__ = ["CannotConvertHere", "ConversionFailed", "Made", "Recipe", "convert_local", "recipe_of"]
