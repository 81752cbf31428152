-- A category of a bank is never above itself, has its parent in the same bank, and is at most eight levels deep.
CREATE TRIGGER question_category_tree_on_update BEFORE UPDATE ON assessment_question_category
WHEN NEW.parent_id IS NOT NULL
BEGIN
  SELECT RAISE(ABORT, 'a category cannot stand below itself') WHERE EXISTS (
    WITH RECURSIVE above (id, parent_id, bank_id, depth) AS (
      SELECT id, parent_id, bank_id, 1 FROM assessment_question_category WHERE id = NEW.parent_id
      UNION ALL
      SELECT c.id, c.parent_id, c.bank_id, above.depth + 1
      FROM assessment_question_category AS c JOIN above ON c.id = above.parent_id
      WHERE above.depth < 10
    )
    SELECT 1 FROM above WHERE id = NEW.id OR depth >= 8 OR bank_id <> NEW.bank_id
  );
END
