-- This table is append-only.
CREATE TRIGGER policy_acceptance_no_delete BEFORE DELETE ON privacy_policy_acceptance
FOR EACH ROW
BEGIN
  SELECT RAISE(ABORT, 'privacy_policy_acceptance is append-only');
END
