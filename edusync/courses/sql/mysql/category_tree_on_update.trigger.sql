-- A category is never above itself, and the tree is at most six levels deep.
CREATE TRIGGER category_tree_on_update BEFORE UPDATE ON courses_category
FOR EACH ROW
BEGIN
  IF NEW.parent_id IS NOT NULL AND NOT (NEW.parent_id <=> OLD.parent_id) AND EXISTS (
    WITH RECURSIVE above (id, parent_id, organization_id, depth) AS (
      SELECT id, parent_id, organization_id, 1 FROM courses_category WHERE id = NEW.parent_id
      UNION ALL
      SELECT c.id, c.parent_id, c.organization_id, above.depth + 1 FROM courses_category AS c JOIN above ON c.id = above.parent_id
      WHERE above.depth < 8
    )
    SELECT 1 FROM above WHERE id = NEW.id OR depth >= 6 OR organization_id <> NEW.organization_id
  ) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'a category cannot stand below itself';
  END IF;
END
