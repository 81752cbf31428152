-- The field is of the row's organization, and the person a member of it.
CREATE TRIGGER custom_field_value_fits_organization_on_update BEFORE UPDATE ON identity_custom_field_value
WHEN NOT (
  EXISTS (SELECT 1 FROM identity_custom_field WHERE id = NEW.field_id AND organization_id = NEW.organization_id)
  AND EXISTS (SELECT 1 FROM identity_organization_membership WHERE user_id = NEW.user_id AND organization_id = NEW.organization_id)
)
BEGIN
  SELECT RAISE(ABORT, 'field or person of another organization');
END
