"""What real MLflow and PyYAML make of the files that this project wrote for hostile agents.

`fuzz.py <file>`: one JSON document per line, with the texts and what each has to say. Prints one JSON document: how many
were read, and what is wrong with which.
"""

import json
import math
import pathlib
import sys
import tempfile

import yaml
from mlflow.models import Model

LOADERS = {"PyYAML": yaml.SafeLoader}
if yaml.__with_libyaml__:
    LOADERS["libyaml"] = yaml.CSafeLoader


def told(value):
    """A value with its types told apart, in the form in which the other side tells what it meant."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return ["s", value]
    if isinstance(value, int):
        return ["i", str(value)]
    if isinstance(value, float):
        return ["f", value if math.isfinite(value) else repr(value)]
    if isinstance(value, list):
        return ["l", *map(told, value)]
    if isinstance(value, dict):
        return ["m", *sorted(([told(key), told(item)] for key, item in value.items()), key=lambda one: json.dumps(one[0]))]
    return [type(value).__name__, str(value)]


def same(expected, found):
    """Whether both are one value; the order of a mapping does not count."""
    if isinstance(expected, list) and expected[:1] == ["m"]:
        ordered = ["m", *sorted(expected[1:], key=lambda one: json.dumps(one[0]))]
        if not isinstance(found, list) or len(ordered) != len(found):
            return False
        return all(same(a[0], b[0]) and same(a[1], b[1]) for a, b in zip(ordered[1:], found[1:])) and found[0] == "m"
    if isinstance(expected, list) and expected[:1] == ["l"]:
        return isinstance(found, list) and len(expected) == len(found) and all(map(same, expected, found))
    return expected == found


def faults(case, folder, number):
    """What is wrong with one agent's files."""
    wrong = []
    for name, text in case["yaml"].items():
        for loader, kind in LOADERS.items():
            try:
                value = yaml.load(text, kind)
            except Exception as error:
                wrong.append(f"{name}, {loader}: {type(error).__name__}: {error}")
                continue
            if name == "MLmodel":
                document = value
                value = {key: item for key, item in value.items() if key not in case["stamped"]}
            if not same(case["expected"][name], told(value)):
                wrong.append(f"{name}, {loader}: says something else")
    for name, text in case["json"].items():
        try:
            if not same(case["expected"][name], told(json.loads(text))):
                wrong.append(f"{name}: says something else")
        except ValueError as error:
            wrong.append(f"{name}: {error}")
    if wrong:
        return wrong
    try:
        # from_dict takes its argument apart.
        model = Model.from_dict(document)
        if not same(case["expected"]["metadata"], told(model.metadata)):
            wrong.append("Model.metadata says something else")
        columns = [] if model.signature is None or model.signature.inputs is None else model.signature.inputs.inputs
        if case["columns"] is not None and [column.name for column in columns] != case["columns"]:
            wrong.append("the names of the signature's columns are others")
        if number % 25 == 0:
            path = pathlib.Path(folder) / "MLmodel"
            path.write_text(case["yaml"]["MLmodel"], encoding="utf-8")
            if Model.load(str(path)).to_dict() != model.to_dict():
                wrong.append("Model.load reads something else")
    except Exception as error:
        wrong.append(f"mlflow.models.Model: {type(error).__name__}: {error}")
    return wrong


def main(file):
    result = {"read": 0, "loaders": list(LOADERS), "wrong": []}
    with open(file, encoding="utf-8") as lines, tempfile.TemporaryDirectory() as folder:
        for number, line in enumerate(lines):
            case = json.loads(line)
            result["read"] += 1
            wrong = faults(case, folder, number)
            if wrong:
                result["wrong"].append({"case": case["case"], "wrong": wrong})
    json.dump(result, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1])
