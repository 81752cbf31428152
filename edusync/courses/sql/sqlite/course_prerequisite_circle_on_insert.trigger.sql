-- Prerequisites never lead back to the course they stand before. The graph's row, written first, lets two changes at once meet.
CREATE TRIGGER course_prerequisite_circle_on_insert BEFORE INSERT ON courses_course_prerequisite
BEGIN
  INSERT INTO courses_prerequisite_graph (organization_id, version) VALUES (NEW.organization_id, 1)
  ON CONFLICT (organization_id) DO UPDATE SET version = version + 1;
  SELECT RAISE(ABORT, 'prerequisite of another organization')
  WHERE NOT EXISTS (
    SELECT 1 FROM courses_course AS c JOIN courses_course AS r ON r.organization_id = c.organization_id
    WHERE c.id = NEW.course_id AND r.id = NEW.required_course_id AND c.organization_id = NEW.organization_id
  );
  SELECT RAISE(ABORT, 'prerequisites form a circle')
  WHERE EXISTS (
    WITH RECURSIVE needed (id) AS (
      SELECT NEW.required_course_id
      UNION
      SELECT p.required_course_id FROM courses_course_prerequisite AS p JOIN needed ON p.course_id = needed.id
    )
    SELECT 1 FROM needed WHERE id = NEW.course_id
  );
END
