-- The list of people is sorted by the last sign-in, and searched by words of the name: a sign-in is copied to the
-- memberships, a changed name makes their words stale, and an account that ends leaves its organizations, whichever
-- way it was written.
CREATE TRIGGER person_directory_on_update AFTER UPDATE ON identity_user
FOR EACH ROW
BEGIN
  -- Compared byte by byte: for the collation of the table, `Ana` and `Åna` are one name.
  IF NOT (NEW.last_login <=> OLD.last_login) OR NOT (BINARY NEW.first_name <=> BINARY OLD.first_name)
    OR NOT (BINARY NEW.last_name <=> BINARY OLD.last_name) OR NOT (BINARY NEW.username <=> BINARY OLD.username)
    OR NOT (BINARY NEW.email <=> BINARY OLD.email)
    OR (NEW.deleted_at IS NOT NULL AND OLD.deleted_at IS NULL) THEN
    UPDATE identity_organization_membership
    SET last_seen_at = COALESCE(NEW.last_login, last_seen_at),
      status = CASE WHEN NEW.deleted_at IS NULL THEN status ELSE 'left' END,
      indexed_at = CASE
        WHEN BINARY NEW.first_name <=> BINARY OLD.first_name AND BINARY NEW.last_name <=> BINARY OLD.last_name
          AND BINARY NEW.username <=> BINARY OLD.username AND BINARY NEW.email <=> BINARY OLD.email THEN indexed_at
        ELSE NULL
      END
    WHERE user_id = NEW.id;
  END IF;
END
