"""The bank as a table, for people who keep it in a spreadsheet: CSV and XLSX, read and written."""
