-- The group is of the row's organization, and the person a member of it.
CREATE TRIGGER group_member_fits_organization_on_update BEFORE UPDATE ON identity_group_member
WHEN NOT (
  EXISTS (SELECT 1 FROM identity_group WHERE id = NEW.group_id AND organization_id = NEW.organization_id)
  AND EXISTS (SELECT 1 FROM identity_organization_membership WHERE user_id = NEW.user_id AND organization_id = NEW.organization_id)
)
BEGIN
  SELECT RAISE(ABORT, 'group or person of another organization');
END
