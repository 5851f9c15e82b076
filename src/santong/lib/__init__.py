"""Pure ground: reads what people write, knows no Django and no product."""
