"""Writes the contract as JSON Schema, and from it the types of the web client.

`python -m server.contract_export web/src/contract/wire.gen.ts` writes the types;
with `--check` it only says, by its exit code, whether the file is what would be written.
"""

import argparse
import sys
from pathlib import Path
from types import ModuleType
from typing import Any, Final, get_origin

from pydantic import TypeAdapter
from pydantic.json_schema import models_json_schema

from consult.contract import commands, events, problem, signals, views
from consult.contract.base import Message
from server.contract_typescript import typescript

MODULES: Final[tuple[ModuleType, ...]] = (problem, views, events, commands, signals)
OPTIONAL_IN: Final = commands.__name__
"""In commands a field with a default may be left out; everywhere else each field is sent."""

Schema = dict[str, Any]


def _messages() -> list[type[Message]]:
    """Every message of the contract, in the order of its declaration."""
    found: dict[str, type[Message]] = {}
    for module in MODULES:
        for value in vars(module).values():
            if isinstance(value, type) and issubclass(value, Message) and value is not Message:
                found.setdefault(value.__name__, value)
    return list(found.values())


def _unions() -> dict[str, Any]:
    """The named unions, such as ServerEvent."""
    return {
        name: value
        for module in MODULES
        for name, value in vars(module).items()
        if get_origin(value) is not None and name.endswith(("Event", "Move", "Signal"))
    }


def _strip(node: Any) -> Any:
    """Return the schema without property titles, which only repeat the names."""
    if isinstance(node, dict):
        kept = {k: v for k, v in node.items() if not (k == "title" and isinstance(v, str))}
        return {key: _strip(value) for key, value in kept.items()}
    return [_strip(one) for one in node] if isinstance(node, list) else node


def _require(schema: Schema, *, but_defaults: bool) -> None:
    """Mark every field required; where wanted, all but those that have a default."""
    properties: Schema = schema.get("properties", {})
    schema["required"] = [
        key
        for key, value in properties.items()
        if not (but_defaults and "default" in value and "const" not in value)
    ]


def contract_schema() -> Schema:
    """Return one JSON Schema whose `$defs` hold every message, code and named union."""
    messages = _messages()
    _, whole = models_json_schema([(one, "serialization") for one in messages])
    definitions: Schema = whole["$defs"]
    sent = {one.__name__ for one in messages if one.__module__ == OPTIONAL_IN}
    for name, definition in definitions.items():
        _require(definition, but_defaults=name in sent)
    for name, union in _unions().items():
        definitions[name] = TypeAdapter(union).json_schema(mode="serialization")
        definitions[name].pop("$defs", None)
        definitions[name] = _with_refs(definitions[name])
    return {"$defs": {name: _strip(definitions[name]) for name in sorted(definitions)}}


def _with_refs(union: Schema) -> Schema:
    """Keep what a named union is made of."""
    return {key: union[key] for key in ("oneOf", "anyOf", "description") if key in union}


def main(arguments: list[str] | None = None) -> int:
    """Write the types, or compare; returns the exit code."""
    parser = argparse.ArgumentParser(description="Write the wire types of the web client.")
    parser.add_argument("target", type=Path)
    parser.add_argument("--check", action="store_true", help="compare only")
    given = parser.parse_args(arguments)
    wanted = typescript(contract_schema())
    if not given.check:
        given.target.write_text(wanted, encoding="utf-8")
        return 0
    if given.target.read_text(encoding="utf-8") == wanted:
        return 0
    sys.stderr.write(f"{given.target} is not what the contract says; make it again\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
