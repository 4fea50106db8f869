"""What a transcript is: title, day, place, kind, language, publisher and address."""
