"""Commands of the platform that people run by hand: ./run manage ..."""
