"""./dev env: every setting of the site, from the one place where they are declared."""

import argparse
import dataclasses
import os
import textwrap

from devtools.shell import Failure, say
from edusync.config import env as declared

SECRET = {"secret_key", "database_url", "email_url"}


def main(_arguments: argparse.Namespace) -> int:
    """Print each variable with its type, present value and meaning. Changed ones are marked by a star."""
    try:
        present = declared.load()
    except ValueError as error:
        raise Failure(str(error)) from error
    for field in dataclasses.fields(declared.Env):
        variable = declared.PREFIX + field.name.upper()
        value = getattr(present, field.name)
        mark = "*" if variable in os.environ else " "
        say(f"{mark} {variable} ({getattr(field.type, '__name__', field.type)}) = {shown(field.name, value)}")
        say(textwrap.indent(field.metadata.get("help", ""), "    "))
    return 0


def shown(name: str, value: object) -> str:
    """Secrets are not printed, only that they are set."""
    if name in SECRET and value:
        return "(set)"
    return repr(value) if isinstance(value, str) else str(value).lower()
