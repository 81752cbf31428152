-- Every divided table gets a partition for each month up to `months_ahead` months from now, and loses past months that are empty.
CREATE PROCEDURE sp_partition_upkeep(IN months_ahead INT)
BEGIN
  DECLARE is_done INT DEFAULT 0;
  DECLARE current_table VARCHAR(64);
  DECLARE month_start DATE;
  DECLARE past_name VARCHAR(64);
  DECLARE divided CURSOR FOR
    SELECT table_name FROM information_schema.partitions
    WHERE table_schema = DATABASE() AND partition_name = 'pmax';
  DECLARE CONTINUE HANDLER FOR NOT FOUND SET is_done = 1;
  DECLARE EXIT HANDLER FOR SQLEXCEPTION
  BEGIN
    DO RELEASE_LOCK(CONCAT('partition_upkeep ', DATABASE()));
    RESIGNAL;
  END;
  -- The server's event and the worker must not add the same month at the same time.
  IF NOT GET_LOCK(CONCAT('partition_upkeep ', DATABASE()), 60) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'partitions are being kept up already';
  END IF;
  OPEN divided;
  each_table: LOOP
    FETCH divided INTO current_table;
    IF is_done THEN
      LEAVE each_table;
    END IF;
    SET month_start = DATE_FORMAT(UTC_DATE(), '%Y-%m-01');
    WHILE month_start <= DATE_ADD(DATE_FORMAT(UTC_DATE(), '%Y-%m-01'), INTERVAL months_ahead MONTH) DO
      -- Only above the highest month there is: below it, pmax holds nothing.
      IF NOT EXISTS (
        SELECT 1 FROM information_schema.partitions
        WHERE table_schema = DATABASE() AND table_name = current_table AND partition_name <> 'pmax'
          AND partition_name >= CONCAT('p', DATE_FORMAT(month_start, '%Y%m'))
      ) THEN
        SET @partition_statement = CONCAT(
          'ALTER TABLE `', current_table, '` REORGANIZE PARTITION pmax INTO (PARTITION p',
          DATE_FORMAT(month_start, '%Y%m'), ' VALUES LESS THAN (''', DATE_ADD(month_start, INTERVAL 1 MONTH),
          '''), PARTITION pmax VALUES LESS THAN (MAXVALUE))'
        );
        PREPARE statement_of_partition FROM @partition_statement;
        EXECUTE statement_of_partition;
        DEALLOCATE PREPARE statement_of_partition;
      END IF;
      SET month_start = DATE_ADD(month_start, INTERVAL 1 MONTH);
    END WHILE;
    each_month: LOOP
      -- The oldest month, if it is over.
      SET past_name = (
        SELECT MIN(partition_name) FROM information_schema.partitions
        WHERE table_schema = DATABASE() AND table_name = current_table AND partition_name <> 'pmax'
          AND partition_name < CONCAT('p', DATE_FORMAT(UTC_DATE(), '%Y%m'))
      );
      IF past_name IS NULL THEN
        LEAVE each_month;
      END IF;
      SET @partition_statement = CONCAT(
        'SELECT EXISTS (SELECT 1 FROM `', current_table, '` PARTITION (', past_name, ')) INTO @partition_is_used'
      );
      PREPARE statement_of_partition FROM @partition_statement;
      EXECUTE statement_of_partition;
      DEALLOCATE PREPARE statement_of_partition;
      IF @partition_is_used THEN
        LEAVE each_month;
      END IF;
      SET @partition_statement = CONCAT('ALTER TABLE `', current_table, '` DROP PARTITION ', past_name);
      PREPARE statement_of_partition FROM @partition_statement;
      EXECUTE statement_of_partition;
      DEALLOCATE PREPARE statement_of_partition;
    END LOOP;
  END LOOP;
  CLOSE divided;
  DO RELEASE_LOCK(CONCAT('partition_upkeep ', DATABASE()));
END
