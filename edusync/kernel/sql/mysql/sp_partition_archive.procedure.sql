-- Takes one month out of a divided table into the plain table `<table>_archive_<partition>`: no row is copied, none deleted.
CREATE PROCEDURE sp_partition_archive(IN from_table VARCHAR(64), IN from_partition VARCHAR(64))
BEGIN
  DECLARE archive_table VARCHAR(140);
  IF NOT EXISTS (
    SELECT 1 FROM information_schema.partitions
    WHERE table_schema = DATABASE() AND table_name = from_table AND partition_name = from_partition
      AND partition_name <> 'pmax'
  ) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'there is no such partition';
  END IF;
  SET archive_table = CONCAT(from_table, '_archive_', from_partition);
  SET @archive_statement = CONCAT('CREATE TABLE `', archive_table, '` LIKE `', from_table, '`');
  PREPARE statement_of_archive FROM @archive_statement;
  EXECUTE statement_of_archive;
  DEALLOCATE PREPARE statement_of_archive;
  SET @archive_statement = CONCAT('ALTER TABLE `', archive_table, '` REMOVE PARTITIONING');
  PREPARE statement_of_archive FROM @archive_statement;
  EXECUTE statement_of_archive;
  DEALLOCATE PREPARE statement_of_archive;
  SET @archive_statement = CONCAT(
    'ALTER TABLE `', from_table, '` EXCHANGE PARTITION `', from_partition, '` WITH TABLE `', archive_table, '`'
  );
  PREPARE statement_of_archive FROM @archive_statement;
  EXECUTE statement_of_archive;
  DEALLOCATE PREPARE statement_of_archive;
END
