"""Is what a file says possible, and what would it change? Nothing here writes to the database.

`pruefen` leads through it: keys become areas (gebiete), texts become values, sums are formed, then rules over whole columns
(plausibel) and a comparison with what stands (bestand). What a person should see are Befunde (befunde).
"""
