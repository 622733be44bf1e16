"""The W3C test suites' door, on this machine only: the VC-API over the same functions that everything else uses."""
