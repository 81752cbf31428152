-- Learner and guardian are both members of the row's organization.
CREATE TRIGGER guardian_relationship_fits_organization_on_insert BEFORE INSERT ON identity_guardian_relationship
WHEN NOT (
  EXISTS (SELECT 1 FROM identity_organization_membership WHERE user_id = NEW.learner_id AND organization_id = NEW.organization_id)
  AND EXISTS (SELECT 1 FROM identity_organization_membership WHERE user_id = NEW.guardian_id AND organization_id = NEW.organization_id)
)
BEGIN
  SELECT RAISE(ABORT, 'learner or guardian of another organization');
END
