"""From a designer's draft to a definition that can be published, with every fault told beside its field."""
