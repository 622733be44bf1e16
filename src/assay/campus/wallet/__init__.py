"""What a holder keeps, shows and takes along."""
