"""Whether the extra that SAML needs is installed."""

from importlib.util import find_spec


def is_saml_installed() -> bool:
    """python3-saml and xmlsec, by `edusync[saml]`."""
    return find_spec("onelogin") is not None and find_spec("xmlsec") is not None
