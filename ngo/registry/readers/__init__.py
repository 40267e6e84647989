"""Reading files of organisations: answers of the KRS register, lists in CSV of any encoding and in XLSX."""
