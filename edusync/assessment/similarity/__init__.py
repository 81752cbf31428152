"""How works are compared: texts out of files, words and code as tokens, fingerprints of these."""
