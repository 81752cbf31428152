"""Passwords of many people, hashed on all cores."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from django.contrib.auth.hashers import make_password

from edusync.identity.models import User
from edusync.identity.services.people_import.drafts import Draft


def hash_passwords(drafts: Sequence[Draft]) -> None:
    """Hash the passwords of people who will be created, on all cores: the hashers let go of Python's lock.

    Before the transaction: SQLite has one writer at a time.
    """
    with_password = [draft for draft in drafts if draft.values.get("password") and not draft.is_refused]
    emails = {draft.values.get("email") for draft in with_password} - {None}
    names = {draft.values.get("username") for draft in with_password} - {None}
    there = set(User.objects.filter(email__in=emails).values_list("email", flat=True))
    there |= set(User.objects.filter(username__in=names).values_list("username", flat=True))
    todo = [
        draft
        for draft in with_password
        if draft.values.get("email") not in there and draft.values.get("username") not in there
    ]
    if todo:
        with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
            hashed = pool.map(make_password, [draft.values["password"] for draft in todo])
            for draft, encoded in zip(todo, hashed, strict=True):
                draft.encoded_password = encoded
