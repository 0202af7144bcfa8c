"""Three regions of the service on one machine, each in a network of its own, with what befalls them: ``make regions``."""
