"""All datasets on one page, each with its formats and its dictionary."""
