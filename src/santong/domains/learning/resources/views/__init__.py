"""Pages of the library, by what people come for."""
