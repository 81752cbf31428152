-- The list of people is sorted by the last sign-in, and searched by words of the name: a sign-in is copied to the
-- memberships, a changed name makes their words stale, and an account that ends leaves its organizations, whichever
-- way it was written.
CREATE TRIGGER person_directory_on_update
AFTER UPDATE OF first_name, last_name, username, email, last_login, deleted_at ON identity_user
FOR EACH ROW
WHEN NEW.last_login IS NOT OLD.last_login OR NEW.first_name <> OLD.first_name OR NEW.last_name <> OLD.last_name
  OR NEW.username <> OLD.username OR NEW.email IS NOT OLD.email
  OR (NEW.deleted_at IS NOT NULL AND OLD.deleted_at IS NULL)
BEGIN
  UPDATE identity_organization_membership
  SET last_seen_at = COALESCE(NEW.last_login, last_seen_at),
    status = CASE WHEN NEW.deleted_at IS NULL THEN status ELSE 'left' END,
    indexed_at = CASE
      WHEN NEW.first_name <> OLD.first_name OR NEW.last_name <> OLD.last_name OR NEW.username <> OLD.username
        OR NEW.email IS NOT OLD.email THEN NULL
      ELSE indexed_at
    END
  WHERE user_id = NEW.id;
END
