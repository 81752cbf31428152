"""Tables of consent, requests of data subjects and retention."""
