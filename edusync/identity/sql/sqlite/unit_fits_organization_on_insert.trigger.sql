-- The unit above is one of the same organization.
CREATE TRIGGER unit_fits_organization_on_insert BEFORE INSERT ON identity_organization_unit
WHEN NOT (
  (NEW.parent_id IS NULL OR EXISTS (SELECT 1 FROM identity_organization_unit WHERE id = NEW.parent_id AND organization_id = NEW.organization_id))
)
BEGIN
  SELECT RAISE(ABORT, 'unit of another organization');
END
