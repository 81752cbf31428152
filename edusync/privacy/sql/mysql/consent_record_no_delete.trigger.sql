-- This table is append-only.
CREATE TRIGGER consent_record_no_delete BEFORE DELETE ON privacy_consent_record
FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'privacy_consent_record is append-only'
