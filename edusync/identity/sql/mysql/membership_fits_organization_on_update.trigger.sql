-- A member's unit is one of the same organization.
CREATE TRIGGER membership_fits_organization_on_update BEFORE UPDATE ON identity_organization_membership
FOR EACH ROW
BEGIN
  IF NOT (
    (NEW.unit_id IS NULL OR EXISTS (SELECT 1 FROM identity_organization_unit WHERE id = NEW.unit_id AND organization_id = NEW.organization_id))
  ) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'unit of another organization';
  END IF;
END
