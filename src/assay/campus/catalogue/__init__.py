"""What can be earned: definitions, their frozen versions, public rubrics."""
