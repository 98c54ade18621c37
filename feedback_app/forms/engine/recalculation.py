"""What a form calculates, worked out anew of answers that were changed by hand. Pure; never raises, whatever the
answers hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from feedback_app.forms.engine.validation import same_value, travels
from feedback_app.forms.engine.values import Value
from feedback_app.forms.engine.walk import Moment, Path, Step, Walk


def recalculated(path: Path, answers: Mapping[str, Any], moment: Moment) -> dict[str, Any]:
    """The answers, with every calculation as it comes to now. One that comes to nothing, or is not asked for any more,
    goes; one that only the phone could repeat (`Step.is_taken_as_sent`) stays as it is."""
    gone = path.walk(answers, moment)
    return dict(answers) if gone.too_much else _settled(path.steps, answers, gone, moment)


def _settled(steps: Sequence[Step], answers: Mapping[str, Any], gone: Walk, moment: Moment) -> dict[str, Any]:
    made = dict(answers)
    for step in steps:
        if step.calculation is not None and not step.is_taken_as_sent(moment):
            value = gone.values.get(step.name, "") if step.name in gone.relevant else ""
            if not travels(value):
                made.pop(step.name, None)
            elif step.name not in made or not same_value(made[step.name], value):
                made[step.name] = _as_answer(value)
        elif step.inside and isinstance(given := made.get(step.name), list):
            walks = gone.times.get(step.name, [])
            made[step.name] = [
                _settled(step.inside, one, walks[at], moment) if isinstance(one, Mapping) and at < len(walks) else one
                for at, one in enumerate(given)
            ]
    return made


def _as_answer(value: Value) -> Value:
    """A whole number is written without a point, as phones do."""
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < 2**53 else value
