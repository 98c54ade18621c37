"""What exists: places, programmes, organisations, CSR projects, languages; how files of them come in."""
