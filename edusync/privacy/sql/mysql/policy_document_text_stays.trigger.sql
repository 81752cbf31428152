-- Words that were published stay as people read them.
CREATE TRIGGER policy_document_text_stays BEFORE UPDATE ON privacy_policy_document
FOR EACH ROW
BEGIN
  IF OLD.published_at IS NOT NULL AND (NOT (BINARY CAST(NEW.texts AS CHAR) <=> BINARY CAST(OLD.texts AS CHAR)) OR NEW.version <> OLD.version OR NEW.published_at <> OLD.published_at OR NEW.state = 'draft') THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'privacy_policy_document: a published text stays';
  END IF;
END
