-- The job role is of the row's organization, and the person a member of it.
CREATE TRIGGER job_role_assignment_fits_organization_on_insert BEFORE INSERT ON identity_job_role_assignment
WHEN NOT (
  EXISTS (SELECT 1 FROM identity_job_role WHERE id = NEW.job_role_id AND organization_id = NEW.organization_id)
  AND EXISTS (SELECT 1 FROM identity_organization_membership WHERE user_id = NEW.user_id AND organization_id = NEW.organization_id)
)
BEGIN
  SELECT RAISE(ABORT, 'job role or person of another organization');
END
