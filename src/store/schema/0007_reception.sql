-- The end of a day at the reception, and of a contact.

-- What nobody has settled yet, of today or of a day before.
CREATE INDEX ticket_open ON ticket (office, day) WHERE state IN ('waiting', 'called', 'serving', 'parked');
