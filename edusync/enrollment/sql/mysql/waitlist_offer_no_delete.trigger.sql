-- Offers stay: the seats kept free are counted from them.
CREATE TRIGGER waitlist_offer_no_delete BEFORE DELETE ON enrollment_waitlist_offer
FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'an offer is answered, never deleted'
