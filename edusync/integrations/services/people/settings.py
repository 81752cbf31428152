"""What an organization wants of its imports of people."""

from edusync.integrations.models import UserImportSetting


def setting_of(organization_id: int) -> UserImportSetting:
    """The organization's setting, or the defaults, not stored."""
    found = UserImportSetting.unscoped.filter(organization_id=organization_id).first()
    return found or UserImportSetting(organization_id=organization_id)
