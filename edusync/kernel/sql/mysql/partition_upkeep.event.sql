-- Months ahead are added by the server itself, also while no worker runs.
CREATE EVENT partition_upkeep
ON SCHEDULE EVERY 1 DAY STARTS CURRENT_TIMESTAMP + INTERVAL 1 HOUR
DO CALL sp_partition_upkeep(2)
