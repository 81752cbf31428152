-- A group's unit and term are of the same organization.
CREATE TRIGGER group_fits_organization_on_insert BEFORE INSERT ON identity_group
WHEN NOT (
  (NEW.unit_id IS NULL OR EXISTS (SELECT 1 FROM identity_organization_unit WHERE id = NEW.unit_id AND organization_id = NEW.organization_id))
  AND (NEW.term_id IS NULL OR EXISTS (SELECT 1 FROM identity_academic_term WHERE id = NEW.term_id AND organization_id = NEW.organization_id))
)
BEGIN
  SELECT RAISE(ABORT, 'unit or term of another organization');
END
