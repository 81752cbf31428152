-- The instructor is a member of the row's organization.
CREATE TRIGGER instructor_profile_fits_organization_on_insert BEFORE INSERT ON identity_instructor_profile
WHEN NOT (
  EXISTS (SELECT 1 FROM identity_organization_membership WHERE user_id = NEW.user_id AND organization_id = NEW.organization_id)
)
BEGIN
  SELECT RAISE(ABORT, 'instructor of another organization');
END
