-- This table is append-only.
CREATE TRIGGER erasure_receipt_no_update BEFORE UPDATE ON privacy_erasure_receipt
FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'privacy_erasure_receipt is append-only'
