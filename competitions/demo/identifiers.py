"""Identifiers of invented organisations: right check digits, out of the ranges that registers have given; pure.

- KRS: the register counts upward from 0000000001 and has reached about 0001200000; ours begin with 99.
- NIP: the first three digits name a tax office and end at 998; ours begin with 999.
- REGON: the first two digits are a region's or a pool's and 99 is none of them.
- IBAN: settlement numbers of banks in Poland begin with a bank's number, and 0000 is nobody's.
"""

from stdnum import iban as stdnum_iban
from stdnum.pl import nip as stdnum_nip
from stdnum.pl import regon as stdnum_regon


def krs(number: int) -> str:
    """Ten digits; the register has no check digit."""
    return f"99{number:08d}"


def nip(number: int) -> str:
    """Ten digits; of each ten candidates the one with the right check digit. Some stems have none, so the next is taken."""
    stems = (f"999{step:06d}" for step in range(number * 10, number * 10 + 10))
    return next(stem + check for stem in stems for check in "0123456789" if stdnum_nip.is_valid(stem + check))


def regon(number: int) -> str:
    """Nine digits."""
    text = f"99{number:06d}"
    return text + str(stdnum_regon.calc_check_digit(text))


def iban(number: int) -> str:
    """A Polish account: PL, two check digits, eight of the bank, sixteen of the account."""
    account = f"00000000{number:016d}"
    return f"PL{stdnum_iban.calc_check_digits(f'PL00{account}')}{account}"
