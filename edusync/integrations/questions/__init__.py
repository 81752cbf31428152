"""Questions of other systems: read into drafts, written from them, each format in a module of its own."""
