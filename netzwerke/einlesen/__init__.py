"""From a list as an office keeps it to institutions: what the columns mean (liste), what is new, there already, or needs eyes
(pruefung), and then all of it or nothing (uebernahme)."""
