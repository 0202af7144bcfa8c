"""Formulas by which figures are derived from others: names, whole numbers, ``+ - * /`` and brackets, computed exactly."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from fractions import Fraction

_OPERATORS: Mapping[type[ast.operator], Callable[[Fraction, Fraction], Fraction]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}

MAX_FORMULA = 200
"""Longest formula that is read, in characters."""


def computed(formula: str, values: Mapping[str, Decimal]) -> Fraction:
    """Return what a formula gives. Raises ``ValueError`` for anything but what this module describes, a name without a
    value, or a division by nothing."""
    if len(formula) > MAX_FORMULA:
        raise ValueError(f"it is longer than {MAX_FORMULA} characters")
    try:
        return _of(ast.parse(formula, mode="eval").body, values)
    except SyntaxError:
        raise ValueError("it is no formula") from None
    except ZeroDivisionError:
        raise ValueError("it divides by nothing") from None


def _of(node: ast.expr, values: Mapping[str, Decimal]) -> Fraction:
    match node:
        case ast.BinOp(left=left, op=sign, right=right) if type(sign) in _OPERATORS:
            return _OPERATORS[type(sign)](_of(left, values), _of(right, values))
        case ast.Name(id=name) if name in values:
            return Fraction(values[name])
        case ast.Name(id=name):
            raise ValueError(f"“{name}” is not under derived_from")
        case ast.Constant(value=int() as number) if type(number) is int:
            return Fraction(number)
    raise ValueError("it holds more than names, whole numbers, + - * / and brackets")


def rounded(value: Fraction, like: Decimal, *, down: bool = False) -> Decimal:
    """Return a value with as many decimals as another one has; rounded down, it is no more than the exact one."""
    exponent = like.as_tuple().exponent
    places = max(0, -exponent) if isinstance(exponent, int) else 0
    scaled = Decimal((value * 10**places).numerator) / Decimal((value * 10**places).denominator)
    return scaled.to_integral_value(ROUND_FLOOR if down else ROUND_HALF_UP).scaleb(-places)
