"""Tables of people."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.utils.crypto import salted_hmac

from edusync.kernel.base import PublicIdMixin, SoftDeleteMixin, TimestampedModel
from edusync.kernel.crypto import SealedTextField


class UserManager(BaseUserManager["User"]):
    """Creates people. E-mail and user name are kept in lower case."""

    def create_user(
        self, username: str = "", email: str | None = None, password: str | None = None, **extra: Any
    ) -> "User":
        """Create a person; `username` defaults to the e-mail address."""
        email = (email or "").strip().lower() or None
        user = self.model(username=(username or email or "").strip().lower(), email=email, **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(
        self, username: str = "", email: str | None = None, password: str | None = None, **extra: Any
    ) -> "User":
        """Create a person who may use the Django admin."""
        return self.create_user(
            username, email, password, **{"is_staff": True, "is_superuser": True, **extra}
        )


class User(PublicIdMixin, SoftDeleteMixin, AbstractBaseUser, PermissionsMixin, TimestampedModel):
    """Login identity. Personal facts live in the profile, so that erasure touches one row."""

    username = models.CharField(max_length=254, unique=True)
    email = models.EmailField(max_length=254, unique=True, null=True, blank=True)
    first_name = models.CharField(max_length=100, default="", blank=True)
    last_name = models.CharField(max_length=100, default="", blank=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    email_verified_at = models.DateTimeField(null=True, blank=True)
    failed_login_attempts = models.PositiveIntegerField(default=0)
    account_locked_until = models.DateTimeField(null=True, blank=True)
    last_login_ip = models.GenericIPAddressField(null=True, blank=True)
    token_version = models.PositiveIntegerField(default=1)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["email"]
    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        # The e-mail and the user name have their unique keys; roles and states are indexed where they are kept.
        indexes = [
            models.Index(fields=["deleted_at"], name="user_deleted_idx"),
            models.Index(fields=["email_verified_at"], name="user_email_verified_idx"),
            models.Index(fields=["is_active"], name="user_active_idx"),
            models.Index(fields=["account_locked_until"], name="user_locked_idx"),
        ]

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What every session is checked against: another password or `token_version` ends them all."""
        # The first version is hashed as Django does, so that sessions outlive the update that brought this.
        version = f":{self.token_version}" if self.token_version > 1 else ""
        salt = "django.contrib.auth.models.AbstractBaseUser.get_session_auth_hash"
        return salted_hmac(salt, self.password + version, secret=secret, algorithm="sha256").hexdigest()

    @property
    def display_name(self) -> str:
        """First and last name, or the user name without what follows an @ (it may be an address)."""
        return f"{self.first_name} {self.last_name}".strip() or self.username.partition("@")[0]

    def get_full_name(self) -> str:
        """Name for Django's own code."""
        return self.display_name

    def __str__(self) -> str:
        return self.display_name


class UserProfile(TimestampedModel):
    """Personal facts of a person."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, primary_key=True, related_name="profile")
    bio = models.TextField(default="", blank=True, max_length=2000)
    headline = models.CharField(max_length=160, default="", blank=True)
    pronouns = models.CharField(max_length=40, default="", blank=True)
    phone = models.CharField(max_length=40, default="", blank=True)
    address = models.CharField(max_length=500, default="", blank=True)
    birth_date = models.DateField(null=True, blank=True)
    emergency_contact_name = models.CharField(max_length=200, default="", blank=True)
    emergency_contact_phone = models.CharField(max_length=40, default="", blank=True)
    avatar_file_id = models.BigIntegerField(null=True, blank=True)
    # Where the picture is served. The app of files writes both columns; asking it for each name shown would cost a query.
    avatar_url = models.CharField(max_length=300, default="", blank=True)
    # Sealed; found by the blind index beside it. Shown to holders of PERSONAL_FACTS_MANAGE only, each look audited.
    government_id = SealedTextField(default="", blank=True)
    government_id_index = models.CharField(max_length=64, default="", blank=True)
    needs_guardian_consent = models.BooleanField(default=False)

    class Meta:
        db_table = "identity_user_profile"
        indexes = [models.Index(fields=["government_id_index"], name="user_profile_government_id_idx")]


class UserSetting(TimestampedModel):
    """How a person wants the site to be."""

    class Theme(models.TextChoices):
        SYSTEM = "system"
        LIGHT = "light"
        DARK = "dark"

    class TextSize(models.TextChoices):
        NORMAL = "normal"
        LARGE = "large"
        LARGEST = "largest"

    user = models.OneToOneField(User, on_delete=models.CASCADE, primary_key=True, related_name="setting")
    theme = models.CharField(max_length=8, choices=Theme.choices, default=Theme.SYSTEM)
    language = models.CharField(max_length=16, default="en")
    time_zone = models.CharField(max_length=64, default="UTC")
    is_voice_reader_on = models.BooleanField(default=False)
    is_motion_reduced = models.BooleanField(default=False)
    is_reading_font_on = models.BooleanField(default=False)
    is_data_saver_on = models.BooleanField(default=False)
    # Off: learning sessions keep seconds only, no device, address, focus or interactions.
    is_session_detail_on = models.BooleanField(default=True)
    text_size = models.CharField(max_length=8, choices=TextSize.choices, default=TextSize.NORMAL)

    class Meta:
        db_table = "identity_user_setting"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(theme__in=["system", "light", "dark"]), name="user_setting_theme_check"
            ),
            models.CheckConstraint(
                condition=models.Q(text_size__in=["normal", "large", "largest"]),
                name="user_setting_text_size_check",
            ),
        ]
