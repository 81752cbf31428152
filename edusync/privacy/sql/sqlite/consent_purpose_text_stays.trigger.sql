-- Words that were published stay as people read them.
CREATE TRIGGER consent_purpose_text_stays BEFORE UPDATE ON privacy_consent_purpose
FOR EACH ROW
WHEN OLD.published_at IS NOT NULL AND (NEW.texts <> OLD.texts OR NEW.version <> OLD.version OR NEW.published_at IS NOT OLD.published_at OR NEW.state = 'draft')
BEGIN
  SELECT RAISE(ABORT, 'privacy_consent_purpose: a published text stays');
END
