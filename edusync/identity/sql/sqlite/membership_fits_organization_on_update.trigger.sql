-- A member's unit is one of the same organization.
CREATE TRIGGER membership_fits_organization_on_update BEFORE UPDATE ON identity_organization_membership
WHEN NOT (
  (NEW.unit_id IS NULL OR EXISTS (SELECT 1 FROM identity_organization_unit WHERE id = NEW.unit_id AND organization_id = NEW.organization_id))
)
BEGIN
  SELECT RAISE(ABORT, 'unit of another organization');
END
