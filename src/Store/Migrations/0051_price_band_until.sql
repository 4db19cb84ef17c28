-- Until when a band is in force without being said again; null where it grows old, as a venue's does.
ALTER TABLE price_bands ADD COLUMN until TEXT;
