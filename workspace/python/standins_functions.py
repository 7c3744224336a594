"""Functions of the SQL stand-in: those of Databricks SQL that SQLite lacks, and Unity Catalog functions in Python."""

import ast
import base64
import datetime
import decimal
import json
import math
import re
import textwrap

_compiled = {}


def register(connection, function, local):
    """Makes a Unity Catalog function in Python callable: `{alias, name, parameters: [{name, type}], returns, body}`."""
    key = (function["name"], function["body"], json.dumps(function["parameters"]), function["returns"])
    call = _compiled.get(key)
    if call is None:
        call = _compiled[key] = python_function(function)
    label = function["name"]

    def guarded(*values):
        try:
            return call(*values)
        except BaseException as error:
            local.failure = (label, f"{type(error).__name__}: {error}")
            raise

    connection.create_function(function["alias"], len(function["parameters"]), guarded)


def python_function(function):
    names = [parameter["name"] for parameter in function["parameters"]]
    kinds = [parameter["type"] for parameter in function["parameters"]]
    # The body is parsed as it is and put into a function afterwards: indenting its text would change its strings.
    body = ast.parse(textwrap.dedent(function["body"]), filename=function["name"])
    module = ast.parse(f"def run({', '.join(names)}): pass")
    module.body[0].body = body.body
    space = {"__name__": function["name"]}
    exec(compile(ast.fix_missing_locations(module), function["name"], "exec"), space)
    run, returns = space["run"], function["returns"]

    def call(*values):
        arguments = [to_python(value, kind) for value, kind in zip(values, kinds)]
        return from_python(run(*arguments), returns)

    return call


def base_type(kind):
    return re.match(r"\w+", kind).group(0).upper()


def to_python(value, kind):
    if value is None:
        return None
    base = base_type(kind)
    if base == "BOOLEAN":
        return value.lower() == "true" if isinstance(value, str) else bool(value)
    if base in ("TINYINT", "SMALLINT", "INT", "INTEGER", "BIGINT", "LONG"):
        return int(value)
    if base in ("DOUBLE", "FLOAT"):
        return float(value)
    if base == "DECIMAL":
        return decimal.Decimal(str(value))
    if base == "DATE":
        return datetime.date.fromisoformat(str(value)[:10])
    if base == "TIMESTAMP":
        return datetime.datetime.fromisoformat(str(value).replace("Z", "+00:00"))
    if base in ("ARRAY", "MAP", "STRUCT"):
        return json.loads(value) if isinstance(value, str) else value
    return str(value)


def from_python(value, kind):
    if value is None:
        return None
    base = base_type(kind)
    if base == "BOOLEAN":
        return int(bool(value))
    if base in ("TINYINT", "SMALLINT", "INT", "INTEGER", "BIGINT", "LONG"):
        return int(value)
    if base in ("DOUBLE", "FLOAT", "DECIMAL"):
        return float(value)
    if isinstance(value, (dict, list, tuple)):
        return json.dumps(value, default=str)
    if isinstance(value, (datetime.date, datetime.datetime)):
        return value.isoformat()
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def register_builtins(connection, local):
    """Functions of Databricks SQL that SQLite has not, has under another name, or has with another meaning."""

    def add(name, count, function):
        connection.create_function(name, count, function)

    def null_safe(function):
        return lambda *values: None if any(value is None for value in values) else function(*values)

    add("concat", -1, null_safe(lambda *values: "".join(text(value) for value in values)))
    add("concat_ws", -1, lambda mark, *values: mark.join(text(value) for value in values if value is not None))
    add("nvl", 2, lambda value, other: other if value is None else value)
    add("if", 3, lambda condition, yes, no: yes if condition else no)
    add("current_user", 0, lambda: local.user)
    add("session_user", 0, lambda: local.user)
    add("user", 0, lambda: local.user)
    add("now", 0, lambda: timestamp(datetime.datetime.now(datetime.timezone.utc)))
    add("curdate", 0, lambda: datetime.datetime.now(datetime.timezone.utc).date().isoformat())
    # LIKE distinguishes upper and lower case there, and does not here; MATCH is what ILIKE is written as.
    add("like", 2, null_safe(lambda pattern, value: like(pattern, value, 0)))
    add("like", 3, null_safe(lambda pattern, value, escape: like(pattern, value, 0, escape)))
    add("match", 2, null_safe(lambda pattern, value: like(pattern, value, re.IGNORECASE)))
    add("regexp", 2, null_safe(lambda pattern, value: int(re.search(pattern, text(value)) is not None)))
    add("regexp_replace", 3, null_safe(lambda value, pattern, by: re.sub(pattern, by, text(value))))
    add("contains", 2, null_safe(lambda value, part: int(part in value)))
    add("startswith", 2, null_safe(lambda value, part: int(value.startswith(part))))
    add("endswith", 2, null_safe(lambda value, part: int(value.endswith(part))))
    add("initcap", 1, null_safe(lambda value: value.title()))
    add("reverse", 1, null_safe(lambda value: value[::-1]))
    add("repeat", 2, null_safe(lambda value, count: value * count))
    add("left", 2, null_safe(lambda value, count: value[:count]))
    add("right", 2, null_safe(lambda value, count: value[-count:] if count > 0 else ""))
    add("lpad", 3, null_safe(lambda value, size, fill: text(value)[:size].rjust(size, fill[:1])))
    add("char_length", 1, null_safe(lambda value: len(text(value))))
    add("split", 2, null_safe(lambda value, pattern: json.dumps(re.split(pattern, value))))
    add("unbase64", 1, null_safe(lambda value: base64.b64decode(value)))
    add("base64", 1, null_safe(lambda value: base64.b64encode(encoded(value)).decode()))
    add("from_json", 2, null_safe(lambda value, _: value))
    add("to_json", 1, null_safe(lambda value: value if isinstance(value, str) else json.dumps(value)))
    add("get_json_object", 2, null_safe(get_json_object))
    add("array", -1, lambda *values: json.dumps(list(values)))
    add("map", -1, lambda *values: json.dumps(dict(zip(values[::2], values[1::2]))))
    add("named_struct", -1, lambda *values: json.dumps(dict(zip(values[::2], values[1::2]))))
    add("size", 1, null_safe(lambda value: len(json.loads(value))))
    add("array_contains", 2, null_safe(lambda value, item: int(item in json.loads(value))))
    add("ceil", 1, null_safe(lambda value: math.ceil(value)))
    add("ceiling", 1, null_safe(lambda value: math.ceil(value)))
    add("floor", 1, null_safe(lambda value: math.floor(value)))
    add("sqrt", 1, null_safe(lambda value: math.sqrt(value) if value >= 0 else None))
    add("power", 2, null_safe(lambda value, by: float(value) ** by))
    add("pow", 2, null_safe(lambda value, by: float(value) ** by))
    add("greatest", -1, lambda *values: max((value for value in values if value is not None), default=None))
    add("least", -1, lambda *values: min((value for value in values if value is not None), default=None))
    for part in ("year", "month", "day", "hour", "minute", "second"):
        add(part, 1, null_safe(lambda value, part=part: getattr(moment(value), part)))
    add("dayofmonth", 1, null_safe(lambda value: moment(value).day))
    add("quarter", 1, null_safe(lambda value: (moment(value).month + 2) // 3))
    add("to_date", 1, null_safe(lambda value: moment(value).date().isoformat()))
    add("to_timestamp", 1, null_safe(lambda value: timestamp(moment(value))))
    add("date_add", 2, null_safe(lambda value, days: shifted(value, days)))
    add("date_sub", 2, null_safe(lambda value, days: shifted(value, -days)))
    add("datediff", 2, null_safe(lambda end, start: (moment(end).date() - moment(start).date()).days))
    add("date_trunc", 2, null_safe(lambda unit, value: timestamp(truncated(unit, moment(value)))))
    add("trunc", 2, null_safe(lambda value, unit: truncated(unit, moment(value)).date().isoformat()))
    add("date_format", 2, null_safe(lambda value, pattern: formatted(moment(value), pattern)))


def text(value):
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def encoded(value):
    return value if isinstance(value, bytes) else str(value).encode()


_patterns = {}


def like(pattern, value, flags, escape="\\"):
    key = (pattern, flags, escape)
    compiled = _patterns.get(key)
    if compiled is None:
        if len(_patterns) > 500:
            _patterns.clear()
        parts, index = [], 0
        while index < len(pattern):
            character = pattern[index]
            if character == escape and index + 1 < len(pattern):
                index += 1
                parts.append(re.escape(pattern[index]))
            else:
                parts.append({"%": ".*", "_": "."}.get(character) or re.escape(character))
            index += 1
        compiled = _patterns[key] = re.compile("".join(parts), flags | re.DOTALL)
    return int(compiled.fullmatch(text(value)) is not None)


def moment(value):
    if isinstance(value, (int, float)):
        return datetime.datetime.fromtimestamp(value, datetime.timezone.utc)
    value = str(value).strip()
    return datetime.datetime.fromisoformat(value[:-1] + "+00:00" if value.endswith("Z") else value)


def timestamp(value):
    return value.replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


def shifted(value, days):
    return (moment(value).date() + datetime.timedelta(days=days)).isoformat()


def truncated(unit, value):
    unit = unit.upper()
    units = {"YEAR": 1, "YYYY": 1, "MONTH": 2, "MM": 2, "MON": 2, "DAY": 3, "DD": 3, "HOUR": 4, "MINUTE": 5, "SECOND": 6}
    if unit in ("WEEK", "QUARTER"):
        day = datetime.datetime(value.year, value.month, value.day)
        if unit == "WEEK":
            return day - datetime.timedelta(days=day.weekday())
        return datetime.datetime(value.year, (value.month - 1) // 3 * 3 + 1, 1)
    kept = units[unit]
    fields = [value.year, value.month, value.day, value.hour, value.minute, value.second]
    return datetime.datetime(*[*fields[:kept], *[1, 1, 1, 0, 0, 0][kept:]])


def formatted(value, pattern):
    parts = {"yyyy": "%Y", "yy": "%y", "MMMM": "%B", "MMM": "%b", "MM": "%m", "dd": "%d", "HH": "%H", "mm": "%M"}
    parts |= {"ss": "%S", "EEEE": "%A", "EEE": "%a", "E": "%a"}
    known = sorted(parts, key=len, reverse=True)
    return re.sub("|".join(known), lambda found: value.strftime(parts[found.group(0)]), pattern)


def get_json_object(value, path):
    current = json.loads(value)
    for name, index in re.findall(r"\.([^.\[\]]+)|\[(\d+)\]", path):
        try:
            current = current[name] if name else current[int(index)]
        except (KeyError, IndexError, TypeError):
            return None
    if current is None or isinstance(current, str):
        return current
    return json.dumps(current)
