"""From what a learner handed in to a decision by criteria, and the record that says how it was reached."""
