"""Facts of learning and what follows from them."""
