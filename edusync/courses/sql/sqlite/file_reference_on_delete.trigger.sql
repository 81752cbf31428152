-- A file that is deleted leaves the films, documents and courses that named it: their reference becomes NULL.
CREATE TRIGGER file_reference_on_delete BEFORE DELETE ON files_file_object
FOR EACH ROW
BEGIN
  UPDATE courses_video SET file_id = NULL WHERE file_id = OLD.id;
  UPDATE courses_video SET poster_file_id = NULL WHERE poster_file_id = OLD.id;
  UPDATE courses_document SET file_id = NULL WHERE file_id = OLD.id;
  UPDATE courses_document_file SET file_id = NULL WHERE file_id = OLD.id;
  UPDATE courses_course SET image_file_id = NULL WHERE image_file_id = OLD.id;
END
