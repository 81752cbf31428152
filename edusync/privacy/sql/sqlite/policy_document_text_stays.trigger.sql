-- Words that were published stay as people read them.
CREATE TRIGGER policy_document_text_stays BEFORE UPDATE ON privacy_policy_document
FOR EACH ROW
WHEN OLD.published_at IS NOT NULL AND (NEW.texts <> OLD.texts OR NEW.version <> OLD.version OR NEW.published_at IS NOT OLD.published_at OR NEW.state = 'draft')
BEGIN
  SELECT RAISE(ABORT, 'privacy_policy_document: a published text stays');
END
