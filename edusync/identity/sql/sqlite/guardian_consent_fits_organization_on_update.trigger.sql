-- The relationship is of the row's organization.
CREATE TRIGGER guardian_consent_fits_organization_on_update BEFORE UPDATE ON identity_guardian_consent_scope
WHEN NOT (
  EXISTS (SELECT 1 FROM identity_guardian_relationship WHERE id = NEW.relationship_id AND organization_id = NEW.organization_id)
)
BEGIN
  SELECT RAISE(ABORT, 'relationship of another organization');
END
