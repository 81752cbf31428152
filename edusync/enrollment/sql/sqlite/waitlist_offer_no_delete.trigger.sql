-- Offers stay: the seats kept free are counted from them.
CREATE TRIGGER waitlist_offer_no_delete BEFORE DELETE ON enrollment_waitlist_offer
FOR EACH ROW
BEGIN
  SELECT RAISE(ABORT, 'an offer is answered, never deleted');
END
