-- The role is the system's or of the row's organization, and so is the unit in which it is held.
CREATE TRIGGER role_assignment_fits_organization_on_update BEFORE UPDATE ON identity_role_assignment
WHEN NOT (
  EXISTS (SELECT 1 FROM identity_role WHERE id = NEW.role_id AND (organization_id IS NULL OR organization_id = NEW.organization_id))
  AND (NEW.scope <> 'unit' OR EXISTS (SELECT 1 FROM identity_organization_unit WHERE id = NEW.scope_id AND organization_id = NEW.organization_id))
)
BEGIN
  SELECT RAISE(ABORT, 'role or unit of another organization');
END
