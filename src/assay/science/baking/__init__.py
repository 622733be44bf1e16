"""Pictures that carry a credential: putting one in, and taking it out again."""
