"""How sure a reading is: evidence of the finished reading, weighed by a table that is learnt."""
