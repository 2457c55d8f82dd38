"""The page kit: what every page is made of, whoever it is for."""
