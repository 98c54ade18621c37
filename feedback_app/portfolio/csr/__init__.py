"""CSR: what companies and others do and promise, and the framework for it; a second person publishes each sheet."""
