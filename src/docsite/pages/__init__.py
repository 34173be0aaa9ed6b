"""A written page as typed nodes: parsed once, its markers looked up."""
