"""The requests and answers that Databricks' SDK and MLflow's protos know, by route, as JSON on the last line.

A shape is "leaf", "any", {"list": shape}, {"map": shape} or {"ref": name of a type}. Nothing is called: the SDK's methods are
read as text, because what they send and read stands in them as literals.
"""

import ast
import dataclasses
import importlib
import inspect
import json
import pkgutil
import re
import textwrap
import typing

import databricks.sdk.service as service
import databricks.sdk.version
import mlflow
import mlflow.protos
from google.protobuf.descriptor import FieldDescriptor
from mlflow.protos import databricks_pb2

types = {}
routes = []
# An attribute and the name that it is read from.
KEYS = re.compile(r'(\w+)=\w+(?:\.get)?\((?:d, )?"([^"]+)"')


def add(method, path, source, request, answer):
    """Notes a route. Its request and its answer may be any mixture of the given shapes."""
    routes.append({"method": method, "path": path, "source": source, "request": request, "answer": answer})


def record(name, fields):
    types[name] = fields
    return {"ref": name}


# Databricks' SDK


def shape(hint):
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is typing.Union:
        return shape(next(each for each in arguments if each is not type(None)))
    if origin in (list, typing.Iterator) or hint is list:
        return {"list": shape(arguments[0])} if arguments else "any"
    if origin is dict:
        return {"map": shape(arguments[1])}
    if hint in (dict, typing.Any, any):
        return "any"
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        name = f"{hint.__module__.rsplit('.', 1)[-1]}.{hint.__name__}"
        if name not in types:
            types[name] = {}
            keys = dict(KEYS.findall(inspect.getsource(hint.from_dict)))
            hints = typing.get_type_hints(hint)
            types[name].update({keys.get(key, key): shape(each) for key, each in hints.items()})
        return {"ref": name}
    return "leaf"


def template(node):
    """The path of a call, with {} for what is put in."""
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(each.value if isinstance(each, ast.Constant) else "{}" for each in node.values)
    return None


def calls(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "do":
            path = template(node.args[1]) if len(node.args) > 1 else None
            if path is not None and path.startswith("/api/"):
                yield node.args[0].value, path


def names_in(node):
    return [each.id for each in ast.walk(node) if isinstance(each, ast.Name)]


def sent(tree, hints):
    """What a method puts into its body and its query: shapes of which a request may be any mixture."""
    fields, whole = {}, []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Assign):
            continue
        target = node.targets[0]
        if isinstance(target, ast.Subscript) and isinstance(target.value, ast.Name) and target.value.id in ("body", "query"):
            known = [hints[name] for name in names_in(node.value) if name in hints]
            fields[target.slice.value] = shape(known[0]) if known else "leaf"
        if isinstance(target, ast.Name) and target.id == "body" and isinstance(node.value, ast.Call):
            [name] = [each for each in names_in(node.value) if each in hints]
            whole.append(shape(hints[name]))
    return fields, whole


def read(tree, module):
    """What a method reads: `T.from_dict(res)`, or the items of a page."""
    pages = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.For) and isinstance(node.iter, ast.Subscript) and isinstance(node.iter.slice, ast.Constant):
            for item in ast.walk(node):
                if isinstance(item, ast.Call) and isinstance(item.func, ast.Attribute) and item.func.attr == "from_dict":
                    pages[node.iter.slice.value] = item.func.value.id
    if pages:
        fields = {"next_page_token": "leaf"}
        for key, name in pages.items():
            item = getattr(module, name)
            fields[key] = {"list": shape(item)}
            # The class of the whole page knows more than the method reads.
            for whole in vars(module).values():
                if isinstance(whole, type) and dataclasses.is_dataclass(whole) and whole.__name__.endswith("Response"):
                    hints = typing.get_type_hints(whole)
                    if hints.get(key) == typing.Optional[typing.List[item]]:
                        fields.update(types[shape(whole)["ref"]])
        return fields
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "from_dict":
            owner = node.func.value
            if isinstance(owner, ast.Name) and dataclasses.is_dataclass(getattr(module, owner.id, None)):
                whole = shape(getattr(module, owner.id))
                listed = any(isinstance(each, ast.ListComp) for each in ast.walk(tree) if node in ast.walk(each))
                return {"list": whole} if listed else whole
    return {}


def of_sdk():
    for info in pkgutil.iter_modules(service.__path__):
        if info.name.startswith("_"):
            continue
        module = importlib.import_module(f"{service.__name__}.{info.name}")
        for owner in vars(module).values():
            if not (inspect.isclass(owner) and owner.__module__ == module.__name__ and owner.__name__.endswith("API")):
                continue
            for name, function in vars(owner).items():
                if not inspect.isfunction(function):
                    continue
                tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
                for method, path in calls(tree):
                    label = f"{info.name}.{owner.__name__}.{name}"
                    fields, whole = sent(tree, typing.get_type_hints(function))
                    answer = read(tree, module)
                    if not {"ref", "list"} & set(answer):
                        answer = record(f"{label} answer", answer)
                    add(method, path, "databricks-sdk", [record(f"{label} request", fields), *whole], [answer])


# MLflow's protos


def message(descriptor):
    name = descriptor.full_name
    if name in ("google.protobuf.Value", "google.protobuf.Struct", "google.protobuf.ListValue"):
        return "any"
    if name in ("google.protobuf.Timestamp", "google.protobuf.Duration"):
        return "leaf"
    if name not in types:
        types[name] = {}
        for field in descriptor.fields:
            types[name][field.name] = proto_field(field)
    return {"ref": name}


def repeated(field):
    # Newer releases of protobuf have no label.
    return field.is_repeated if hasattr(field, "is_repeated") else field.label == FieldDescriptor.LABEL_REPEATED


def proto_field(field):
    if field.type != FieldDescriptor.TYPE_MESSAGE:
        return {"list": "leaf"} if repeated(field) else "leaf"
    if field.message_type.GetOptions().map_entry:
        return {"map": proto_field(field.message_type.fields_by_name["value"])}
    inner = message(field.message_type)
    return {"list": inner} if repeated(field) else inner


def answers(descriptor):
    """A message whose one field is an info: MLflow's client reads the info itself (uc_native_rest_store.py)."""
    whole = [message(descriptor)]
    fields = descriptor.fields
    if len(fields) == 1 and fields[0].name.endswith("_info"):
        whole.append(proto_field(fields[0]))
    return whole


def of_mlflow():
    for info in pkgutil.iter_modules(mlflow.protos.__path__):
        if not info.name.endswith("_pb2"):
            continue
        try:
            file = importlib.import_module(f"mlflow.protos.{info.name}").DESCRIPTOR
        except ImportError as error:
            print(f"not read: {info.name}: {error}")
            continue
        for one in file.services_by_name.values():
            for method in one.methods:
                for endpoint in method.GetOptions().Extensions[databricks_pb2.rpc].endpoints:
                    path = f"/api/{endpoint.since.major}.{endpoint.since.minor}{endpoint.path}"
                    path = "/".join("{}" if part.startswith("{") else part for part in path.split("/"))
                    add(endpoint.method, path, "mlflow", [message(method.input_type)], answers(method.output_type))


of_sdk()
of_mlflow()
versions = {"databricks-sdk": databricks.sdk.version.__version__, "mlflow": mlflow.__version__}
print(json.dumps({"versions": versions, "routes": routes, "types": types}))
