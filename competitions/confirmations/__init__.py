"""Paper and the electronic offer: a checksum finds the version, the rules say whether it is the one required, a receipt is written."""
