"""From an XLSForm workbook or Markdown to the definition of an instrument, each fault by sheet, row and column."""
