"""The web platform: one room for each part of the business, each looking only at the rooms below it."""
