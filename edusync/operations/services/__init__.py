"""Acts of who runs the site."""
