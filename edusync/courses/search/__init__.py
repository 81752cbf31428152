"""Full-text search that understands scripts: the same terms, made here, are matched by each engine's own index."""
