"""Tables by which people are found among many."""

from typing import ClassVar

from django.db import models

from edusync.identity.models.people import User
from edusync.kernel.base import TenantModel
from edusync.kernel.tenancy import TenantManager, UnscopedManager


class PersonSearchWord(models.Model):
    """A word by which a member is found: of name, user name, address or number, folded. Derived, made anew at will.

    Prefixes of words are found by the index alone on every engine. Full-text indexes leave out short names ("Li") and
    names that are stop words ("Will"), and cut Tamil words at their vowel signs.
    """

    id = models.BigAutoField(primary_key=True)
    organization = models.ForeignKey(
        "identity.Organization", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    word = models.CharField(max_length=100)

    objects: ClassVar[TenantManager] = TenantManager()
    unscoped: ClassVar[UnscopedManager] = UnscopedManager()

    class Meta:
        db_table = "identity_person_search_word"
        base_manager_name = "unscoped"
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "word", "user"], name="person_search_word_org_word_user_uniq"
            ),
        ]


class SavedView(TenantModel):
    """Filters, order and columns of a list that a person wants to see again."""

    class Page(models.TextChoices):
        PEOPLE = "people"

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    page = models.CharField(max_length=20, choices=Page.choices, default=Page.PEOPLE)
    name = models.CharField(max_length=80)
    query = models.JSONField(default=dict)
    columns = models.JSONField(default=list)

    class Meta(TenantModel.Meta):
        db_table = "identity_saved_view"
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "user", "page", "name"], name="saved_view_person_name_uniq"
            ),
            models.CheckConstraint(condition=models.Q(page__in=["people"]), name="saved_view_page_check"),
        ]
