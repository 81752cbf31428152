-- This table is append-only.
CREATE TRIGGER erasure_receipt_no_update BEFORE UPDATE ON privacy_erasure_receipt
FOR EACH ROW
BEGIN
  SELECT RAISE(ABORT, 'privacy_erasure_receipt is append-only');
END
