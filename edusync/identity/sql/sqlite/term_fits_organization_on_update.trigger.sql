-- The year around a term is one of the same organization.
CREATE TRIGGER term_fits_organization_on_update BEFORE UPDATE ON identity_academic_term
WHEN NOT (
  (NEW.parent_id IS NULL OR EXISTS (SELECT 1 FROM identity_academic_term WHERE id = NEW.parent_id AND organization_id = NEW.organization_id))
)
BEGIN
  SELECT RAISE(ABORT, 'term of another organization');
END
