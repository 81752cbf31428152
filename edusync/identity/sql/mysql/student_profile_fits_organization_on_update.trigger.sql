-- The student is a member of the row's organization.
CREATE TRIGGER student_profile_fits_organization_on_update BEFORE UPDATE ON identity_student_profile
FOR EACH ROW
BEGIN
  IF NOT (
    EXISTS (SELECT 1 FROM identity_organization_membership WHERE user_id = NEW.user_id AND organization_id = NEW.organization_id)
  ) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'student of another organization';
  END IF;
END
