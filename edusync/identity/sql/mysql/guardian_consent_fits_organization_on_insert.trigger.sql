-- The relationship is of the row's organization.
CREATE TRIGGER guardian_consent_fits_organization_on_insert BEFORE INSERT ON identity_guardian_consent_scope
FOR EACH ROW
BEGIN
  IF NOT (
    EXISTS (SELECT 1 FROM identity_guardian_relationship WHERE id = NEW.relationship_id AND organization_id = NEW.organization_id)
  ) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'relationship of another organization';
  END IF;
END
