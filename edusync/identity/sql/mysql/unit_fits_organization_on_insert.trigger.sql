-- The unit above is one of the same organization.
CREATE TRIGGER unit_fits_organization_on_insert BEFORE INSERT ON identity_organization_unit
FOR EACH ROW
BEGIN
  IF NOT (
    (NEW.parent_id IS NULL OR EXISTS (SELECT 1 FROM identity_organization_unit WHERE id = NEW.parent_id AND organization_id = NEW.organization_id))
  ) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'unit of another organization';
  END IF;
END
